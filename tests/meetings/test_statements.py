"""The equality statement of an item: one of three, signed by its report author, and seen directly before the report."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.db import db, transaction
from eia.errors import NotAllowed, Refused, Stale
from eia.meetings.commands.stating import attach, sample_statement, state_not_needed
from eia.meetings.gate import readiness
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, EqualityStatement, NotNeededReason
from eia.notices.models import Notice
from tests.support.assessments import make_assessment, take
from tests.support.meetings import Sat, make_meeting
from tests.support.staff import Staff, acting, signed_in


def reason_of(sat: Sat) -> int:
    with transaction() as session:
        return session.scalars(select(NotNeededReason.id).where(NotNeededReason.body_id == sat.body_id)).one()


def not_needed(sat: Sat, person_id: int, seen: int = 1) -> int:
    reason_id = reason_of(sat)
    with transaction() as session:
        by = acting(session, person_id)
        return state_not_needed(
            session, sat.item_id, reason_id=reason_id, because="Only the paint changes.", seen=seen, by=by
        ).id


def attached(sat: Sat, version_id: int, seen: int = 1) -> None:
    with transaction() as session:
        attach(session, sat.item_id, version_id, seen=seen, by=acting(session, sat.lead["owner"]))


def test_only_the_report_author_signs_the_statement_and_only_what_they_have_read(
    database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff)
    with pytest.raises(NotAllowed, match="Only the report author"):
        not_needed(sat, staff["secretary"])
    not_needed(sat, staff["owner"])
    with pytest.raises(Stale):
        not_needed(sat, staff["owner"])
    assert readiness(database, load_item(database, sat.item_id)).ready
    database.rollback()


def test_a_version_is_pinned_with_the_digest_of_what_was_sent(database: Session) -> None:
    made = make_assessment(at="adviser_review")
    sat = make_meeting(made.lead)
    attached(sat, made.version_id)
    found = readiness(database, load_item(database, sat.item_id))
    assert found.statement is not None
    assert found.pinned is not None
    assert (found.statement.kind, found.statement.content_digest) == ("full", found.pinned.digest)
    assert not found.ready
    database.rollback()


def test_a_draft_or_what_the_author_may_not_read_cannot_be_attached(database: Session, staff: Staff) -> None:
    draft = make_assessment(at="draft", staff=(staff,))
    foreign = make_assessment(at="signed_off")
    sat = make_meeting(staff)
    with pytest.raises(Refused, match="was sent for checking"):
        attached(sat, draft.version_id)
    with pytest.raises(Refused, match="you may not read it"):
        attached(sat, foreign.version_id)


def test_an_adviser_says_that_not_needed_does_not_hold_and_it_stays_beside_it(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="circulated")
        statement_id = not_needed(sat, staff["owner"])
        with pytest.raises(NotAllowed), transaction() as session:
            sample_statement(session, statement_id, agrees=True, words="", by=acting(session, staff["secretary"]))
        with pytest.raises(Refused, match="Say why"), transaction() as session:
            sample_statement(session, statement_id, agrees=False, words="", by=acting(session, staff["adviser"]))
    browser = signed_in(app, staff["adviser"])
    assert "Not looked at" in browser.get("/meetings/not-needed").text
    assert signed_in(app, staff["owner"]).get("/meetings/not-needed").status_code == 403
    words = "Wheelchair users use this desk."
    answer = browser.post(f"/meetings/items/{sat.item_id}/sample", data={"agrees": "no", "words": words})
    assert answer.status_code == 303
    page = signed_in(app, staff["member"]).get(f"/meetings/items/{sat.item_id}").text
    assert "An adviser says that this does not hold" in page
    assert words in page


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_summary_and_duty_stand_directly_before_the_report_and_what_happens_to_the_pin_is_shown(
    app: Flask,
) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        sat = make_meeting(made.lead, at="circulated")
    author, member = signed_in(app, made.lead["owner"]), signed_in(app, made.lead["member"])
    address = f"/meetings/items/{sat.item_id}"
    assert "Not ready: no decision may be recorded" in member.get(address).text
    answer = author.post(
        f"{address}/statement", data={"seen": "1", "kind": "attached", "reference": made.reference.lower()}
    )
    assert answer.status_code == 303, answer.text
    page = member.get(address).text
    assert "Ready" in page
    duty = "must, in the exercise of its functions, have due regard"
    order = ["Who may be harmed", "Options", duty, 'id="report"']
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    with app.app_context():
        take(made, "withdraw", made.lead["approver"])
    page = member.get(address).text
    assert "was withdrawn on" in page
    assert "Not ready: no decision may be recorded" in page


def test_what_was_typed_comes_back_when_the_item_changed_meanwhile(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff)
        reason_id = reason_of(sat)
    browser = signed_in(app, staff["owner"])
    typed = {"kind": "not_needed", "reason": str(reason_id), "because": "Only the paint changes.", "seen": "99"}
    answer = browser.post(f"/meetings/items/{sat.item_id}/statement", data=typed)
    assert answer.status_code == 200
    assert "Only the paint changes." in answer.text
    assert "Somebody changed this item" in answer.text
    with app.app_context():
        signed = select(EqualityStatement.id).where(EqualityStatement.item_id == sat.item_id)
        assert db.session.scalar(signed) is None
        assert db.session.get_one(AgendaItem, sat.item_id).revision == 1


def test_a_secretary_prepares_the_statement_and_the_report_author_alone_signs_it(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff)
        reason_id = reason_of(sat)
    page = f"/meetings/items/{sat.item_id}/statement"
    secretary, author = signed_in(app, staff["secretary"]), signed_in(app, staff["owner"])
    typed = {"kind": "not_needed", "reason": str(reason_id), "because": "Only the paint changes."}
    assert "Hand it to the report author" in secretary.get(page).text
    assert "you may not read" not in secretary.post(page, data=typed, follow_redirects=True).text
    with app.app_context():
        assert readiness(db.session(), load_item(db.session(), sat.item_id)).statement is None, "it says nothing yet"
        told = select(Notice.person_id).where(Notice.event == "statement_prepared", Notice.about.endswith(
            f":{sat.meeting_id}"))  # fmt: skip
        assert db.session.scalars(told).all() == [staff["owner"]]
    shown = author.get(page).text
    assert f"Secretary, {staff.code} prepared one" in shown
    assert "Only the paint changes." in shown
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    assert seen is not None
    assert author.post(page, data={**typed, "seen": seen[1]}).status_code == 303
    with app.app_context():
        signed = db.session.scalars(select(EqualityStatement).where(EqualityStatement.item_id == sat.item_id)).one()
        assert (signed.signed_by, signed.because.endswith("Only the paint changes.")) == (staff["owner"], True)
    assert "prepared one" not in author.get(page).text
    assert signed_in(app, staff["member"]).get(page).status_code in (403, 404)
