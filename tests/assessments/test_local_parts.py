"""What each organisation adds for itself: who writes it, when it is frozen, and that a later change voids nobody."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia.assessments.commands.acting import act
from eia.assessments.commands.local import save_local
from eia.assessments.guards.local import LOCAL_GIVER, LOCAL_OWNER
from eia.assessments.models import SignedPart, WorkingCopy
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.people.models import Organisation
from eia.people.offices import Office
from eia.people.queries import Standing
from eia.policies.models import Policy
from tests.support.assessments import Made, make_assessment, open_version, send_for_sign_off, start, take
from tests.support.local import write_local
from tests.support.records import found, told
from tests.support.staff import Staff, acting, make_staff, new_staff, signed_in
from tests.support.windows import Window, hidden
from tests.support.writing import read, write_the_least


def editions(made: Made, staff: Staff) -> list[SignedPart]:
    submission = read(made.version_id).submission
    parts = submission.parts if submission else []
    return [part for part in parts if part.organisation_id == staff.organisation_id]


@pytest.fixture(scope="module")
def in_round(app: Flask) -> Made:
    """Three organisations at sign-off: the first partner wrote its part before and has signed, the second nothing."""
    with app.app_context():
        made = make_assessment(at="draft", organisations=3)
        write_local(made, made.others[0])
        write_the_least(made.version_id)
        take(made, "send_to_adviser", made.lead["owner"])
        take(made, "claim", made.lead["adviser"])
        take(made, "give_opinion", made.lead["adviser"], opinion="agrees")
        take(made, "sign", made.others[0]["approver"])
        db.session.rollback()
    return made


def test_only_a_policy_owner_of_that_organisation_writes_it(database: Session) -> None:
    made = make_assessment(organisations=2)
    partner = made.others[0]
    for stranger in (made.lead["owner"], partner["approver"], partner["adviser"]):
        with pytest.raises(NotAllowed, match="Only a policy owner of"), transaction() as session:
            save_local(session, made.version_id, partner.code, {}, by=acting(session, stranger), seen=0)
    write_local(made, partner)
    with pytest.raises(Stale), transaction() as session:
        save_local(session, made.version_id, partner.code, {}, by=acting(session, partner["owner"]), seen=0)
    assert partner["owner"] in read(made.version_id).writers
    assert write_local(made, made.lead).local_of(made.lead.organisation_id)


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_what_was_sent_of_it_stands_in_the_bytes_its_organisation_signs(database: Session, in_round: Made) -> None:
    wrote, silent = (editions(in_round, staff)[0] for staff in in_round.others)
    assert json.loads(wrote.content)["local"]["applies"] == "The desk is 200 metres away."
    assert json.loads(silent.content)["local"] == {}
    case = read(in_round.version_id)
    assert case.submission
    shared = next(part for part in case.submission.parts if part.organisation_id is None)
    assert b"200 metres" not in shared.content


def test_whoever_has_a_local_part_in_hand_is_offered_once_to_hand_it_back(app: Flask) -> None:
    with app.app_context():
        made = start(tuple(make_staff() for _ in range(2)))
        partner = made.others[0]
        key = f"local:{partner.code}"
        take(made, "give_local_part", partner["owner"], person=partner["member"], sections=[key])
    page = signed_in(app, partner["member"]).get(f"{made.address}/local/{partner.code}").text
    assert page.count(">Hand it back</a>") == 1


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_later_remark_of_another_organisation_leaves_a_signature_valid(database: Session, in_round: Made) -> None:
    late, silent = in_round.others[1], in_round.lead
    seen = read(in_round.version_id).revision
    write_local(in_round, late, words="We have no desk.")
    first, second = editions(in_round, late)
    assert (first.edition, second.edition) == (1, 2)
    assert first.digest != second.digest
    case = read(in_round.version_id)
    assert [s.organisation_id for s in case.signatures] == [in_round.others[0].organisation_id]
    with pytest.raises(Stale):
        take(in_round, "sign", late["approver"], seen=seen)
    take(in_round, "sign", silent["approver"], seen=seen)
    take(in_round, "sign", late["approver"])
    case = read(in_round.version_id)
    assert case.state == "signed_off"
    signature = next(s for s in case.signatures if s.organisation_id == late.organisation_id)
    assert signature.local_digest == second.digest
    assert found(in_round) == []


def test_once_its_organisation_has_signed_it_is_frozen(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    partner = made.others[0]
    write_local(made, partner)
    with pytest.raises(Refused, match="You wrote or sent part of this"):
        _as_approver_too(made, partner)
    take(made, "sign", partner["approver"])
    with pytest.raises(NotOffered, match="has answered already"):
        write_local(made, partner)
    for change in ("UPDATE local_part SET applies = 'x'", "DELETE FROM local_part"):
        with pytest.raises(DBAPIError, match="eia: this local part"), transaction() as session:
            session.execute(text(f"{change} WHERE version_id = {made.version_id}"))
    later = new_staff()
    with transaction() as session:
        policy = session.get_one(Policy, made.policy_id)
        policy.organisations.append(session.get_one(Organisation, later.organisation_id))
    with pytest.raises(NotOffered, match="while it is written"):
        write_local(made, later)  # bound since it was sent: its turn comes when the round is over


def _as_approver_too(made: Made, partner: Staff) -> None:
    """The one who amended it, had they the office too."""
    case = read(made.version_id)
    with transaction() as session:
        by = acting(session, partner["owner"])
        by = replace(by, held=(*by.held, Standing(Office.APPROVER, partner.organisation_id, "Partner")))
        act(session, made.version_id, "sign", by=by, seen=case.revision, answers={"remark": ""})


def test_whoever_amends_one_cannot_sign_by_sql_either(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    partner = made.others[0]
    write_local(made, partner)
    sign = text(
        "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
        " shared_digest, local_digest, signed_at) SELECT id, :organisation, :person, 'sign_off', '', '', '', '', '',"
        " submitted_at FROM submission WHERE version_id = :version"
    )
    keys = {"version": made.version_id, "person": partner["owner"], "organisation": partner.organisation_id}
    with pytest.raises(DBAPIError, match="eia: author, contributors"), transaction() as session:
        session.execute(sign, keys)


def test_a_later_version_carries_it_over_and_its_writers_with_it(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    partner = made.others[0]
    write_local(made, partner)
    for staff in (partner, made.lead):
        take(made, "sign", staff["approver"])
    later = read(open_version(made, made.lead["second_owner"]).version_id)
    own = later.local_of(partner.organisation_id)
    assert own
    assert (own.applies, own.carried_over) == ("The desk is 200 metres away.", True)
    assert partner["owner"] in later.writers


def test_a_local_contributor_finds_and_saves_it_on_its_page(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(organisations=2)
    partner = made.others[0]
    client = signed_in(app, partner["owner"])
    address = f"{made.address}/local/{partner.code}"
    assert address in client.get(made.address).text
    page = client.post(address, data={"applies": "Here too.", "seen": "0"}, follow_redirects=True)
    assert page.status_code == 200
    assert "Written" in page.text
    assert "You can read this" in client.get(f"{made.address}/local/{made.lead.code}").text
    assert client.get(f"{made.address}/local/NOBODY").status_code == 404


def local_windows(app: Flask, made: Made) -> tuple[Window, Window]:
    """Both policy owners of the first partner have its local part open."""
    partner = made.others[0]
    page = f"local/{partner.code}"
    return Window(app, partner["owner"], made, page), Window(app, partner["second_owner"], made, page)


def applies_and_figures(app: Flask, made: Made) -> tuple[str, str]:
    with app.app_context():
        own = read(made.version_id).local_of(made.others[0].organisation_id)
        return (own.applies, own.figures) if own else ("", "")


@pytest.mark.parametrize("state", ["draft", "sign_off"])
def test_two_who_write_one_local_part_lose_no_word_before_it_is_sent_nor_after(app: Flask, state: str) -> None:
    with app.app_context():
        made = make_assessment(at=state, organisations=2)
    one, other = local_windows(app, made)
    one.press(applies="Here <too>.")
    assert other.press(figures="Forty people.").status_code == 303
    assert applies_and_figures(app, made) == ("Here <too>.", "Forty people.")
    one, other = local_windows(app, made)
    one.press(applies="Here too, in May.")
    page = other.press(applies="Not here.", figures="Fifty people.")
    assert page.status_code == 409
    for words in ("Here too, in May.", "Not here.", "Here &lt;too&gt;.", "Saved by Owner"):
        assert words in page.text
    assert other.choose(page.text, applies="both").status_code == 303
    assert applies_and_figures(app, made) == ("Here too, in May.\n\nNot here.", "Fifty people.")
    with app.app_context():
        assert len(editions(made, made.others[0])) == (5 if state == "sign_off" else 0)
        assert found(made) == []


def test_what_is_typed_in_a_local_part_is_kept_when_it_is_sent_and_when_its_organisation_signs(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
    partner = made.others[0]
    one, other = local_windows(app, made)
    assert one.keep(applies="Half a sentence").status_code == 200
    assert "Owner" in other.keep(applies="Another half").json["others"]
    with app.app_context():
        send_for_sign_off(made)
    page = one.client.get(f"{one.path}?copy=mine").text
    assert "Half a sentence" in page
    assert one.keep(applies="Half a sentence more").status_code == 200
    with app.app_context():
        take(made, "sign", partner["approver"])
        kept = select(WorkingCopy.id).where(WorkingCopy.version_id == made.version_id)
        assert len(db.session.scalars(kept).all()) == 2
    assert one.keep(applies="Too late").status_code == 409
    answer = one.press(applies="Too late, and not lost")
    assert answer.status_code == 409
    assert "Too late, and not lost" in answer.text


@pytest.mark.parametrize("state", ["draft", "sign_off"])
@pytest.mark.first_on("postgresql", because="a case more sends nothing else")
def test_a_policy_owner_gives_the_local_part_to_a_colleague_who_hands_it_back(app: Flask, state: str) -> None:
    with app.app_context():
        made = make_assessment(at=state, organisations=2)
    partner, writer = made.others[0], made.others[0]["approver"]
    key, address = f"local:{partner.code}", f"{made.address}/local/{partner.code}"
    owner, colleague = signed_in(app, partner["owner"]), signed_in(app, writer)
    assert "Give it to a colleague to write" in owner.get(address).text
    asked = {"sections": [key], "person": writer, "remark": "Ask the <desk>."}
    assert owner.post(f"{made.address}/steps/give_local_part", data=asked).status_code == 303
    assert f"With Approver, {partner.code}." in owner.get(made.address).text
    assert "Write the local remarks" in colleague.get("/").text
    page = colleague.get(address).text
    assert "Ask the &lt;desk&gt;." in page
    assert colleague.post(address, data={**hidden(page), "applies": "We have no desk."}).status_code == 303
    with app.app_context():
        assert told(made, "local_part_given") == {writer}
        mine = [row.id for row in read(made.version_id).in_hand]
        take(made, "hand_back_sections", writer, assignments=mine, remark="Done.")
        assert told(made, "sections_handed_back") == {partner["owner"]}
        case = read(made.version_id)
        assert writer in case.writers
        assert found(made) == []
        if state == "sign_off":
            with pytest.raises(Refused, match="You wrote or sent part of this"):
                take(made, "sign", writer)
    assert "You can read this" in colleague.get(address).text
    assert "the local remarks" not in colleague.get("/").text


def test_only_its_own_policy_owner_gives_a_local_part_and_takes_it_back(database: Session) -> None:
    made = make_assessment(at="draft", organisations=3)
    partner, other = made.others
    key = f"local:{partner.code}"
    for stranger in (made.lead["owner"], partner["adviser"]):
        with pytest.raises(NotAllowed, match="Only a policy owner of another organisation"):
            take(made, "give_local_part", stranger, sections=[key], person=partner["member"])
    for who, whom in ((other["owner"], other["member"]), (partner["owner"], other["member"])):
        with pytest.raises(Refused, match="Choose"):
            take(made, "give_local_part", who, sections=[key], person=whom)
    with pytest.raises(Refused, match="A policy owner can write there already"):
        take(made, "give_local_part", partner["owner"], sections=[key], person=partner["second_owner"])
    take(made, "give_local_part", partner["owner"], sections=[key], person=partner["member"])
    case = read(made.version_id)
    rows = [row.id for row in case.in_hand]
    owner = acting(database, partner["owner"])
    of_both = replace(owner, held=(*acting(database, made.lead["owner"]).held, *owner.held))
    standings = [who.finds(case, of_both) for who in (LOCAL_OWNER, LOCAL_GIVER)]
    assert [one.organisation_id for one in standings if one] == [partner.organisation_id] * 2, "not as the lead's"
    for stranger in (made.lead["owner"], other["owner"]):
        with pytest.raises(NotAllowed, match="while somebody has"):
            take(made, "take_back_sections", stranger, assignments=rows)
    write_local(made, partner, part="member")
    take(made, "take_back_sections", partner["second_owner"], assignments=rows)
    with pytest.raises(NotAllowed, match="or whoever was given it"):
        write_local(made, partner, part="member")
    assert partner["member"] in read(made.version_id).writers
