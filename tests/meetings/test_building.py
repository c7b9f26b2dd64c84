"""Building packs: who holds one, what becomes of one whose builder died, and what web workers never carry."""

import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused, Stale
from eia.meetings.commands.items import add_item
from eia.meetings.commands.packs import ask_for_pack
from eia.meetings.commands.supplements import send_supplement
from eia.meetings.commands.urgent import correct_override
from eia.meetings.models import Meeting, Pack, PackFile, PaperOpening, QuickScreen
from eia.meetings.packing import leases
from eia.meetings.packing.jobs import build, build_asked
from eia.meetings.packing.tidying import tidy
from eia.notices.letters import missing_templates
from eia.notices.models import Notice
from eia.people.models import Person
from tests.support.assessments import make_assessment, take
from tests.support.correcting import put_right
from tests.support.deciding import make_ready, override
from tests.support.meetings import Sat, make_meeting, pin, take_at
from tests.support.packs import add_paper, ask, forget_but, pdf_of, read_pack
from tests.support.packs import build as build_pack
from tests.support.staff import Staff, acting, signed_in

pytestmark = pytest.mark.commits(because="a pack is read in one snapshot, in a transaction of its own")


def claimed() -> leases.Claim:
    with transaction() as session:
        claim = leases.claimed(session)
    assert claim is not None
    return claim


def its_builder_dies(pack_id: int) -> None:
    """Its lease ends without another word."""
    with transaction() as session:
        session.get_one(Pack, pack_id).leased_until = clock.now() - timedelta(seconds=1)


def test_a_pack_whose_builder_died_is_built_by_another_and_the_dead_one_changes_nothing(
    app: Flask, database: Session, staff: Staff
) -> None:
    pack_id = ask(make_meeting(staff))
    dead = claimed()
    with transaction() as session:
        assert leases.claimed(session) is None, "it is held"
    its_builder_dies(pack_id)
    other = claimed()
    with pytest.raises(leases.Lost):
        leases.renew(dead, 1, 5)
    build(app, other)
    assert read_pack(database, pack_id).state == "ready"
    build(app, dead)
    leases.fail(dead, "late")
    found = read_pack(database, pack_id)
    assert (found.state, found.fault, sorted(found.files)) == ("ready", "", ["docx", "html", "pdf"])


def test_a_pack_whose_builders_died_twice_has_failed_and_says_so(app: Flask, database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    pack_id = ask(sat)
    for _ in range(2):
        claimed()
        its_builder_dies(pack_id)
    build_asked(app)
    found = read_pack(database, pack_id)
    assert found.state == "failed"
    assert found.fault == leases.TWICE
    page = signed_in(app, staff["secretary"]).get(f"/meetings/{sat.meeting_id}/packs").text
    assert "It could not be built" in page
    assert "Try again" in page


def test_what_is_being_built_is_shown_with_how_far_it_is(app: Flask, database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    pack_id = ask(sat)
    assert ask(sat) == pack_id, "asking twice is asking once"
    leases.renew(claimed(), 4, 9)
    page = signed_in(app, staff["chair"]).get(f"/meetings/{sat.meeting_id}/packs").text
    assert "4 of 9 pieces are done" in page
    assert "Look again" in page
    its_builder_dies(pack_id)
    build_asked(app)


def test_a_pack_shows_the_revision_it_was_built_of_and_the_trail_has_its_bytes(
    app: Flask, database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff)
    pack_id = ask(sat)
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).revision += 1
    build_asked(app)
    pack = database.get_one(Pack, pack_id)
    assert pack.meeting_revision == database.get_one(Meeting, sat.meeting_id).revision
    newest = entries(database, f"meeting:{sat.meeting_id}", newest=1)[0]
    assert newest.payload is not None
    told = (newest.payload.body or {})["after"]["files"]
    assert told == {one.format: one.file.digest for one in pack.files}
    database.rollback()


def test_an_agenda_that_goes_out_asks_for_its_pack_and_a_button_keeps_what_of_it_was_opened(
    app: Flask, staff: Staff
) -> None:
    with app.app_context():
        sat, made = make_ready(staff, at="circulated")
        asked = db.session.scalars(select(Pack).where(Pack.meeting_id == sat.meeting_id)).one()
        pack_id, state = asked.id, asked.state
        forget_but(pack_id)
        build_asked(app)
    assert state == "asked"
    member, packs = signed_in(app, staff["member"]), f"/meetings/{sat.meeting_id}/packs"
    assert "Read it here" in member.get(packs).text
    for path in ("", "/files/pdf"):
        with member.get(f"{packs}/{pack_id}{path}") as found:
            assert found.status_code == 200
    assert member.get(f"{packs}/{pack_id}/opened").status_code == 405
    assert member.post(f"{packs}/{pack_id}/opened", data={"form": "html"}).location == f"{packs}/{pack_id}"
    sent = member.post(f"{packs}/{pack_id}/opened", data={"form": "pdf"})
    assert sent.location == f"{packs}/{pack_id}/files/pdf"
    with app.app_context():
        opened = db.session.scalars(select(PaperOpening).where(PaperOpening.item_id == sat.item_id)).all()
        assert [(one.person_id, one.version_id, one.how) for one in opened] == [
            (staff["member"], made.version_id, "opened"), (staff["member"], made.version_id, "downloaded"),
        ]  # fmt: skip
        kept = entries(db.session(), f"meeting:{sat.meeting_id}", newest=1)[0].payload
        assert kept is not None
        assert (kept.body or {})["after"]["openings"] == [opened[1].id]
    assert member.post(f"{packs}/{pack_id}/opened", data={"form": "exe"}).status_code == 404


def test_only_those_who_run_a_meeting_build_its_pack(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="circulated")
    with pytest.raises(NotAllowed), transaction() as session:
        ask_for_pack(session, sat.meeting_id, part="open", by=acting(session, staff["member"]))
    for refused in ({"part": "restricted"}, {"part": "open", "supplement": 1}):
        with pytest.raises(Refused), transaction() as session:
            ask_for_pack(session, sat.meeting_id, by=acting(session, staff["secretary"]), **refused)


def test_web_workers_never_carry_what_draws_pdf_and_word() -> None:
    """A process of its own, for the tests have long imported everything."""
    asks = "import eia, sys; print([name for name in ('typst', 'docx', 'pikepdf') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_draft_keeps_its_newest_pack_and_nothing_that_went_out_is_removed(
    app: Flask, database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff)
    first, second = (build_pack(app, sat).pack_id for _ in range(2))
    take_at(sat, "circulate", staff["secretary"])
    third, fourth = (build_pack(app, sat).pack_id for _ in range(2))
    tidy()
    database.rollback()
    left = database.scalars(select(Pack.id).where(Pack.meeting_id == sat.meeting_id).order_by(Pack.id)).all()
    assert left == [second, third, fourth]
    assert not database.scalars(select(PackFile.id).where(PackFile.pack_id == first)).all()
    database.rollback()


def test_a_supplement_keeps_the_numbers_and_says_what_is_new_and_why_it_is_late(
    app: Flask, database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff, at="circulated")
    add_late_item(sat, "Closing the canteen", "The offer came yesterday")
    add_paper(sat, "plan.pdf", pdf_of(2), supplement=1, late_reason="The plan was drawn anew")
    secretary = signed_in(app, staff["secretary"])
    page = secretary.get(f"/meetings/{sat.meeting_id}/packs").text
    assert "Supplement 1: not sent out yet" in page
    assert "The plan was drawn anew" in page
    seen = database.get_one(Meeting, sat.meeting_id).revision
    database.rollback()
    assert secretary.post(f"/meetings/{sat.meeting_id}/supplement", data={"seen": seen}).status_code == 303
    build_asked(app)
    supplement = database.scalars(select(Pack).where(Pack.meeting_id == sat.meeting_id, Pack.supplement == 1)).one()
    text = read_pack(database, supplement.id).files["html"].decode()
    assert "Item 4, Closing the canteen, is new." in text
    assert "Why it is late: The offer came yesterday." in text
    assert "Appendix 3A, Plan, is new at item 3" in text
    assert 'id="item-4"' in text
    assert 'id="item-1"' not in text, "what was sent before is not sent again"
    told = database.scalars(select(Notice).where(Notice.event == "supplement_sent")).all()
    assert staff["member"] in {one.person_id for one in told}
    assert missing_templates(["supplement_sent"]) == []
    database.rollback()


def test_a_supplement_has_a_restricted_part_only_where_it_adds_something_restricted(
    database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff, at="circulated")
    with transaction() as session:
        add_item(
            session, sat.meeting_id, kind="decision", title="Price of the van", report="It is high.",
            author=session.get_one(Person, sat.lead["owner"]), restricted_reason="Price under negotiation",
            late_reason="It came today", by=acting(session, sat.lead["secretary"]),
        )  # fmt: skip

    def parts() -> set[tuple[int, str]]:
        seen = database.get_one(Meeting, sat.meeting_id).revision
        database.rollback()
        with transaction() as session:
            number = send_supplement(session, sat.meeting_id, seen=seen, by=acting(session, staff["secretary"]))
        asked = database.execute(select(Pack.supplement, Pack.part).where(Pack.meeting_id == sat.meeting_id))
        found = {(each, part) for each, part in asked if each == number}
        database.rollback()
        return found

    assert parts() == {(1, "open"), (1, "restricted")}
    add_paper(sat, "plan.pdf", pdf_of(2), supplement=2, late_reason="The plan was drawn anew")
    assert parts() == {(2, "open")}


def test_a_supplement_without_anything_new_or_without_a_reason_is_refused(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="circulated")
    for words in ("Nothing was added", "Say why this is late"):
        seen = database.get_one(Meeting, sat.meeting_id).revision
        with pytest.raises(Refused, match=words), transaction() as session:
            send_supplement(session, sat.meeting_id, seen=seen, by=acting(session, staff["secretary"]))
        add_paper(sat, "plan.pdf", pdf_of(1), supplement=1)
    with pytest.raises(Stale), transaction() as session:
        send_supplement(session, sat.meeting_id, seen=0, by=acting(session, staff["secretary"]))


def add_late_item(sat: Sat, title: str, why: str) -> None:
    with transaction() as session:
        by, author = acting(session, sat.lead["secretary"]), session.get_one(Person, sat.lead["owner"])
        item = add_item(
            session, sat.meeting_id, kind="decision", title=title, author=author, report="It closes.", late_reason=why,
            by=by,
        )  # fmt: skip
        item.supplement, item.late_reason = 1, why


ANSWERED = {
    "age": {"answer": "no", "reason": "Nobody is far from it"},
    "race": {"answer": "no", "reason": "Nobody is far from it"},
}


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_what_became_of_a_pinned_version_a_quick_screen_and_an_override_stand_in_the_pack(
    app: Flask, database: Session
) -> None:
    made = make_assessment(at="signed_off")
    sat = make_meeting(made.lead)
    pin(sat, made)
    for wrong, right in (("How many staff", "How many of the staff"), ("The old", "This old")):
        put_right(made, made.lead["owner"], wrong, right)
    take(made, "withdraw", made.lead["approver"])
    text = build_pack(app, sat).files["html"].decode()
    assert "“How many of the staff” in place of “How many staff”" in text
    assert "This old" not in text, "what is not put in front of them"
    assert "Not ready." in text
    assert "The assessment since." in text
    assert "was withdrawn on" in text
    with transaction() as session:
        screen = QuickScreen(
            item_id=sat.item_id, framework="equality_act_2010.v1", answers=ANSWERED, who_is_hurt="People without a car",
            how_badly="A mile further", what_is_done="A bus", why_now="The roof fell in", owner_id=sat.lead["owner"],
            due=clock.today(), regard="Regard was had", decider_id=sat.lead["chair"],
            completed_by=sat.lead["secretary"], completed_at=clock.now(),
        )  # fmt: skip
        session.add(screen)
    override(sat)
    with transaction() as session:
        correct_override(session, sat.item_id, words="It was known in May.", by=acting(session, sat.lead["adviser"]))
    text = build_pack(app, sat).files["html"].decode()
    assert text.index("The chair let it be decided") < text.index("It was known in May.")
    assert "Urgent." in text
    assert "People without a car" in text
    assert text.index("Quick screen") < text.index("Equality statement</h3>")
    assert text.index("Age, Race</td>") < text.index("Nobody is far from it")
    assert "must, in the exercise of its functions, have due regard" in text
