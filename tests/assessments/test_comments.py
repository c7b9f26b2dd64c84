"""Threads on sections: who says and settles what, whom it tells, what must be fixed; and nothing is rewritten."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia.assessments.commands.comments import begin_thread, take_turn
from eia.assessments.writing.mentions import can_be_mentioned
from eia.assessments.writing.threads import Thread
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused
from eia.notices.models import Notice
from eia.people.routes import Level
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.records import found
from tests.support.routing import lay_route
from tests.support.staff import acting, new_staff, signed_in
from tests.support.writing import read

BOTH = "Older women too?"


def say(made: Made, person_id: int, words: str = "Say who was asked.", *, must_fix: bool = False) -> int:
    with transaction() as session:
        by = acting(session, person_id)
        said = begin_thread(session, made.version_id, by=by, section="consultation", text=words, must_fix=must_fix)
        return said.id


def turn(made: Made, thread_id: int, what: str, person_id: int, words: str = "Because") -> Thread:
    with transaction() as session:
        take_turn(session, made.version_id, thread_id, what, by=acting(session, person_id), text=words)
    return next(thread for thread in read(made.version_id).threads if thread.id == thread_id)


def told(made: Made, event: str) -> set[int]:
    db.session.rollback()
    about = read(made.version_id).assessment.stream
    return set(db.session.scalars(select(Notice.person_id).where(Notice.event == event, Notice.about == about)))


def test_a_thread_is_begun_answered_resolved_and_opened_again(database: Session) -> None:
    made = make_assessment(database, at="adviser_review", organisations=2)
    author, adviser, auditor = made.lead["owner"], made.others[0]["adviser"], made.lead["auditor"]
    thread = say(made, adviser)
    assert told(made, "commented") == {author}
    assert turn(made, thread, "replied", author, "The network was.").is_open
    assert told(made, "commented") == {author, adviser}
    with pytest.raises(NotAllowed):
        turn(made, thread, "resolved", auditor)
    assert turn(made, thread, "resolved", author).standing == "resolved"
    with pytest.raises(NotAllowed):
        turn(made, thread, "replied", author)
    assert turn(made, thread, "reopened", adviser).is_open
    with pytest.raises(NotAllowed):
        turn(made, thread, "withdrawn", author)
    withdrawn = turn(made, thread, "withdrawn", adviser)
    assert (withdrawn.standing, withdrawn.first.text) == ("withdrawn", "Say who was asked.")
    with pytest.raises(NotAllowed, match="Only those who may read all of it"):
        say(made, made.lead["member"])
    with pytest.raises(Refused, match="Write what you want to say"):
        say(made, adviser, " ")


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_only_an_adviser_or_approver_who_did_not_write_it_marks_and_settles_what_must_be_fixed(
    database: Session,
) -> None:
    made = make_assessment(database, at="adviser_review", organisations=2)
    author, adviser = made.lead["owner"], made.lead["adviser"]
    take(made, "claim", adviser)
    for person in (author, made.lead["auditor"]):
        with pytest.raises(NotAllowed, match="can mark what must be fixed"):
            say(made, person, must_fix=True)
    thread = say(made, made.others[0]["approver"], must_fix=True)
    with pytest.raises(NotAllowed, match="can settle what must be fixed"):
        turn(made, thread, "resolved", author)
    opinion = next(o.key for o in read(made.version_id).framework.opinions if o.given)
    with pytest.raises(Refused, match=r"Consultation: Approver, .* says that this must be fixed"):
        take(made, "give_opinion", adviser, opinion=opinion)
    turn(made, thread, "replied", author, "Done.")
    assert not turn(made, thread, "may_stay", adviser).blocks
    assert turn(made, thread, "must_fix", adviser).blocks
    assert not turn(made, thread, "resolved", adviser).blocks
    take(made, "give_opinion", adviser, opinion=opinion)


def test_an_approver_signs_over_what_must_be_fixed_only_with_a_reason_and_others_signatures_stay(
    database: Session,
) -> None:
    made = make_assessment(database, at="sign_off", organisations=2)
    lead, partner = made.lead["approver"], made.others[0]["approver"]
    seen = read(made.version_id).revision
    take(made, "sign", partner, seen=seen)
    say(made, made.others[0]["adviser"], must_fix=True)
    with pytest.raises(Refused, match="must be fixed"):
        take(made, "sign", lead, seen=seen)
    take(made, "sign", lead, seen=seen, over="It is put right in the plan.")
    case = read(made.version_id)
    assert case.state == "signed_off"
    assert case.submission
    assert [s.signed_over for s in case.submission.signatures] == ["", "It is put right in the plan."]
    with pytest.raises(NotOffered, match="can only be read now"):
        say(made, made.lead["adviser"])


def test_those_who_are_named_are_told_and_only_those_who_may_read_it(database: Session) -> None:
    made = make_assessment(database, at="full_assessment", organisations=2)
    session = db.session()
    names = {p.id: p.name for p in can_be_mentioned(session, read(made.version_id))}
    approver, stranger = made.lead["approver"], made.others[0]["approver"]
    assert approver in names
    assert stranger not in names
    words = f"@{names[approver].lower()}, and @Approver, {made.others[0].code}: is this right?"
    say(made, made.lead["adviser"], words)
    assert told(made, "mentioned") == {approver}


def test_several_people_are_named_by_choice(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
    browser, page = signed_in(app, made.lead["adviser"]), f"{made.address}/comments"
    chosen = [made.lead["approver"], made.lead["auditor"]]
    typed = {"place": "evidence/", "comment": "Is this all there is?"}
    wrong = browser.post(page, data={**typed, "tell": [chosen[0], made.lead["member"]]}).text
    assert "from the list" in wrong
    assert '<details class="govuk-details" open>' in wrong, "what was chosen is not hidden"
    assert browser.post(page, data={**typed, "tell": chosen}).status_code == 303
    with app.app_context():
        assert told(made, "mentioned") == set(chosen)
        assert told(made, "commented") == {made.lead["owner"]}


def test_no_turn_is_changed_or_removed_by_sql(database: Session) -> None:
    made = make_assessment(database, at="draft")
    thread = say(made, made.lead["adviser"])
    for change in ("UPDATE comment SET text = ''", "DELETE FROM comment"):
        with pytest.raises(DBAPIError, match=r"eia: rows of comment|permission denied"), transaction() as session:
            session.execute(text(f"{change} WHERE id = :id"), {"id": thread})


@pytest.mark.only_on("sqlite", because="threads are kept and read on both in the tests around it")
def test_an_organisation_that_signs_over_nothing_must_have_it_settled(app: Flask) -> None:
    with app.app_context():
        (one,) = staff = (new_staff(),)
        lay_route(one, Level.FULL, stops=True)
        made = make_assessment(at="sign_off", staff=staff)
        thread = say(made, one["adviser"], must_fix=True)
        with pytest.raises(Refused, match="signs once this is settled"):
            take(made, "sign", one["approver"], over="It can wait.")
        page = signed_in(app, one["approver"]).get(f"{made.address}/steps/sign").text
        assert f"Organisation {one.code} signs once this is settled; else return it to the author." in page
        assert "Why do you sign although" not in page
        lay_route(one, Level.FULL)
        with pytest.raises(Refused, match="signs once this is settled"):
            take(made, "sign", one["approver"], over="It can wait.")
        assert found(made) == []
        turn(made, thread, "resolved", one["approver"])
        assert take(made, "sign", one["approver"]).state == "signed_off"


def test_open_threads_go_on_in_the_later_version_where_they_were_begun(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="sign_off")
        adviser, owner = made.lead["adviser"], made.lead["owner"]
        settled, kept, fixed = say(made, adviser), say(made, adviser, "Count them."), say(made, adviser, must_fix=True)
        with transaction() as session:
            by = acting(session, adviser)
            both = begin_thread(session, made.version_id, by=by, section="impacts", about="age+sex", text=BOTH)
            gone = both.id
        turn(made, settled, "resolved", owner)
        take(made, "sign", made.lead["approver"], over="It can wait.")
        later = open_version(made, owner)
        own = say(later, adviser, "Of this one")
        threads = {thread.id: thread for thread in read(later.version_id).threads}
        assert {key: one.begun_on for key, one in threads.items()} == {kept: 1, fixed: 1, gone: 1, own: 0}
        assert threads[fixed].blocks, "signed over is not settled"
        assert turn(later, kept, "resolved", owner).standing == "resolved"
        turns = {thread.id: thread.standing for thread in read(made.version_id).threads}
        assert (turns[kept], turns[settled]) == ("open", "resolved"), "as they stood when it was signed"
        assert found(later) == []
    page = signed_in(app, owner)
    shown, no_longer = page.get(f"{later.address}/comments").text.split("About what is no longer there")
    assert BOTH in no_longer
    assert BOTH not in shown
    assert "From version 1" in shown
    assert "What it is about is no longer there" in page.get(f"{later.address}/comments/{gone}").text
    beside = page.get(f"{later.address}/sections/consultation").text
    assert "From version 1" in beside
    assert "Of this one" in beside
    assert "Count them." not in beside, "it is resolved"
    assert f'{later.address}/comments">version 2</a>' in page.get(f"{made.address}/comments").text


@pytest.mark.only_on("sqlite", because="threads are kept and read on both in the tests around it")
def test_comments_stand_beside_the_section_and_on_one_page_and_are_read_from_a_later_version(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="sign_off")
    adviser = signed_in(app, made.lead["adviser"])
    where = {"place": "consultation/nobody_because", "beside": "section", "must_fix": "y"}
    comments = f"{made.address}/comments"
    refused = adviser.post(comments, data={**where, "comment": ""})
    assert "Write your comment" in refused.text
    begun = adviser.post(comments, data={**where, "comment": "Ask <b>them</b>"})
    assert begun.headers["Location"].endswith("/sections/consultation#comments")
    beside = adviser.get(begun.headers["Location"]).text
    assert "Ask &lt;b&gt;them&lt;/b&gt;" in beside
    assert "Must be fixed" in beside
    with app.app_context():
        thread = read(made.version_id).threads[0].id
    page = signed_in(app, made.lead["approver"])
    signing = page.get(f"{made.address}/summary").text
    assert "Why do you sign although this must be fixed?" in signing
    page.post(f"{comments}/{thread}", data={"turn": "replied", "comment": "They were asked."})
    assert "They were asked." in page.get(f"{comments}?show=must_fix").text
    assert "Write what you want to say" in page.post(f"{comments}/{thread}", data={"turn": "replied"}).text
    assert page.post(f"{comments}/{thread}", data={"turn": "resolved"}).status_code == 303
    assert "Why do you sign although" not in page.get(f"{made.address}/summary").text
    with app.app_context():
        take(made, "sign", made.lead["approver"])
        later = open_version(made, made.lead["owner"])
    assert "can be made on this version" in page.get(comments).text
    assert "Comments on version 1" in page.get(f"{later.address}/comments").text
