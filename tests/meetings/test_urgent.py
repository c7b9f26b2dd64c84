"""What has to be decided and is not ready: a quick screen with regard before it, or the chair's override."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.contracts import Considered, considered
from eia.assessments.guards.late import came_late
from eia.assessments.models import Assessment, Version
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered
from eia.meetings.commands.urgent import correct_override, override_gate
from eia.meetings.gate import readiness
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, Decision, QuickScreen
from eia.meetings.reminders import _assessments
from tests.support.assessments import Made, make_assessment, take
from tests.support.deciding import override, record_decision_on
from tests.support.meetings import make_meeting, pin
from tests.support.staff import Staff, acting, signed_in
from tests.support.tampering import findings
from tests.support.writing import read

SAID = {
    "shared_reason": "Everybody who visits is affected alike.",
    "who_is_hurt": "People who cannot climb stairs.",
    "how_badly": "They cannot come in for two weeks.",
    "what_is_done": "An officer meets them at the gate.",
    "why_now": "The ceiling came down last night.",
    "regard": "I weighed that wheelchair users cannot come in.",
}


def filled(page: str, staff: Staff, **other: str) -> dict[str, str]:
    """The page as somebody fills it in: every characteristic that it asks, by hand."""
    asked = set(re.findall(r'name="(answer-[a-z_]+)"', page))
    day = clock.today() + timedelta(days=30)
    due = {"due-day": str(day.day), "due-month": str(day.month), "due-year": str(day.year)}
    people = {"owner": str(staff["owner"]), "decider": str(staff["chair"])}
    return {**dict.fromkeys(asked, "no"), "answer-disability": "yes", **SAID, **due, **people, **other}


def test_a_quick_screen_asks_everything_preselects_nothing_and_marks_the_item(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="held")
    secretary, address = signed_in(app, staff["secretary"]), f"/meetings/items/{sat.item_id}"
    page = secretary.get(f"{address}/quick-screen").text
    assert "checked" not in page
    assert len(set(re.findall(r'name="(answer-[a-z_]+)"', page))) == 9
    left_out = secretary.post(f"{address}/quick-screen", data=filled(page, staff, **{"answer-race": ""}))
    assert "Say whether anybody may be affected because of race" in left_out.text
    assert SAID["regard"] in left_out.text
    no_reason = secretary.post(f"{address}/quick-screen", data=filled(page, staff, shared_reason=""))
    assert "Give a reason here, or one reason for all above" in no_reason.text
    assert secretary.post(f"{address}/quick-screen", data=filled(page, staff)).status_code == 303
    member = signed_in(app, staff["member"]).get(address).text
    assert "Urgent: assessed afterwards" in member
    assert SAID["regard"] in member
    with app.app_context():
        found = readiness(db.session(), load_item(db.session(), sat.item_id))
        assert (found.ready, found.may_be_decided) == (False, True)
        screen = db.session.scalars(select(QuickScreen).where(QuickScreen.item_id == sat.item_id)).one()
        assert screen.answers["disability"] == {"answer": "yes", "reason": SAID["shared_reason"]}
    outsider = signed_in(app, staff["hr_lead"])
    assert outsider.get(f"{address}/quick-screen").status_code == 403


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_what_was_decided_on_a_quick_screen_is_not_late_though_nobody_had_signed(
    app: Flask, database: Session, staff: Staff
) -> None:
    made = make_assessment(at="sign_off", staff=(staff,))
    sat, overridden = make_meeting(staff, at="held"), make_meeting(staff, at="held")
    secretary, address = signed_in(app, staff["secretary"]), f"/meetings/items/{sat.item_id}"
    pin(sat, made)
    page = secretary.get(f"{address}/quick-screen").text
    assert secretary.post(f"{address}/quick-screen", data=filled(page, staff)).status_code == 303
    record_decision_on(sat, decided_at=clock.now())
    case = read(made.version_id)
    assert [came_late(case, one) for one in case.assessment.decisions] == [False]
    pin(overridden, made)
    override(overridden)
    record_decision_on(overridden)
    case = read(made.version_id)
    assert [came_late(case, one) for one in case.assessment.decisions] == [False, True]


def read_record(browser: FlaskClient, address: str) -> None:
    record = browser.get(f"{address}/record").text
    assert "It is not started yet." in record
    assert record.index("Quick screen completed") < record.index("Decided:")
    assert "A quick screen was completed before it was decided" in record


def test_the_full_assessment_is_started_from_the_item_and_says_what_was_decided_before(
    app: Flask, staff: Staff
) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="held")
    owner, address = signed_in(app, staff["owner"]), f"/meetings/items/{sat.item_id}"
    assert owner.post(f"{address}/follow-up").status_code == 409
    assert owner.get(f"{address}/follow-up").status_code == 409
    page = owner.get(f"{address}/quick-screen").text
    owner.post(f"{address}/quick-screen", data=filled(page, staff))
    with app.app_context():
        first = record_decision_on(sat, wording="It moves tomorrow.", decided_at=clock.now())
        db.session.rollback()
    read_record(owner, address)
    start = owner.post(f"{address}/follow-up")
    assert owner.post(f"{address}/follow-up").headers["Location"] == start.headers["Location"], "once"
    assert owner.get(start.headers["Location"]).status_code == 200
    begun = owner.post(start.headers["Location"], data={"framework": "equality_act_2010.v1", "begin": "empty"})
    assert begun.status_code == 303, begun.text
    with app.app_context():
        subject = db.session.get_one(AgendaItem, sat.item_id).subject
        assert isinstance(subject, Decision)
        assert (subject.title, subject.owner_id) == ("Move of the front desk", staff["owner"])
        version = db.session.scalars(
            select(Version).join(Version.assessment).where(Assessment.subject_id == subject.id)
        ).one()
        (written,) = read(version.id).assessment.decisions
        assert (written.regard, written.version_id) == ("We weighed the harm to older visitors.", None)
        assert came_late(read(version.id), written) is False
        record_decision_on(sat, wording="It moves next week.", decided_at=clock.now(), corrects_id=first)
        assert len(read(version.id).assessment.decisions) == 2, "a correction goes there too"
        assert [one for one in findings(db.session().connection()) if version.assessment.reference in one] == []
        db.session.rollback()
    assert "Started as" in owner.get(address).text
    assert re.search(r"Started as [A-Z]+-EIA-\d", owner.get(f"{address}/record").text)
    page = owner.get(begun.headers["Location"].split("/sections")[0]).text
    assert "Urgent: assessed afterwards" in page
    assert "They decided on a quick screen, before this assessment." in page


def test_whoever_owes_the_full_assessment_of_a_restricted_item_starts_it_and_reads_no_more_than_the_screen(
    app: Flask, staff: Staff
) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="held")
        with transaction() as session:
            item = session.get_one(AgendaItem, sat.item_id)
            item.restricted, item.restricted_reason = True, "It names a person."
    secretary, address = signed_in(app, staff["secretary"]), f"/meetings/items/{sat.item_id}"
    page = secretary.get(f"{address}/quick-screen").text
    secretary.post(f"{address}/quick-screen", data=filled(page, staff, owner=str(staff["hr_lead"])))
    owner = signed_in(app, staff["hr_lead"])
    shown = owner.get(f"{address}/follow-up").text
    assert SAID["who_is_hurt"] in shown
    assert "Move of the front desk" not in shown
    assert "front desk moves" not in shown
    assert signed_in(app, staff["second_owner"]).get(f"{address}/follow-up").status_code == 403
    start = owner.post(f"{address}/follow-up").headers["Location"]
    begun = owner.post(start, data={"framework": "equality_act_2010.v1", "begin": "empty"})
    assert begun.status_code == 303, begun.text
    assert "It was started as" in owner.get(f"{address}/follow-up").text
    assert "Restricted decision of" in owner.get(begun.headers["Location"]).text


def test_the_chair_lets_an_item_be_decided_and_an_adviser_says_something_beside_it(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="held")
        with pytest.raises(NotAllowed, match="Only the chair"), transaction() as session:
            override_gate(session, sat.item_id, reason="No", by=acting(session, staff["secretary"]))
        with pytest.raises(NotAllowed), transaction() as session:
            correct_override(session, sat.item_id, words="No", by=acting(session, staff["adviser"]))
    chair, address = signed_in(app, staff["chair"]), f"/meetings/items/{sat.item_id}"
    assert chair.post(f"{address}/override", data={"reason": "The lease ends today."}).status_code == 303
    adviser = signed_in(app, staff["adviser"])
    assert adviser.post(f"{address}/correction", data={"words": "It was known in May."}).status_code == 303
    page = signed_in(app, staff["member"]).get(address).text
    for words in ("The lease ends today.", "It was known in May.", "Not ready, the chair lets it be decided"):
        assert words in page


def test_what_is_ready_needs_neither(database: Session) -> None:
    made = make_assessment(at="signed_off")
    sat = make_meeting(made.lead, at="held")
    pin(sat, made)
    with pytest.raises(NotOffered, match="is ready"), transaction() as session:
        override_gate(session, sat.item_id, reason="No", by=acting(session, made.lead["chair"]))


def test_an_assessment_lists_where_it_is_put_before_those_who_decide(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        sat = make_meeting(made.lead, at="circulated")
        pin(sat, made)
    page = signed_in(app, made.lead["member"]).get(made.address).text
    assert "Where it is put before those who decide" in page
    assert "item 3: Move of the front desk" in page
    with app.app_context():
        take(made, "withdraw", made.lead["approver"])
        draft = make_meeting(made.lead)
        pin(draft, made)
        found = _where(made, "member")
        assert [one.says for one in found] == ["Not ready: no decision may be recorded"]
        assert len(_where(made, "secretary")) == 2, "who runs it knows of the draft too"


def _where(made: Made, part: str) -> list[Considered]:
    assessment_id = db.session.get_one(Version, made.version_id).assessment_id
    found = list(considered(db.session(), assessment_id, acting(db.session(), made.lead[part])))
    db.session.rollback()
    return found


def test_the_full_assessment_is_chased_until_it_is_signed(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff, at="held")
    secretary, address = signed_in(app, staff["secretary"]), f"/meetings/items/{sat.item_id}"
    page = secretary.get(f"{address}/quick-screen").text
    secretary.post(f"{address}/quick-screen", data=filled(page, staff, owner=str(staff["second_owner"])))
    assert "Make the full assessment after the quick screen" in signed_in(app, staff["second_owner"]).get("/").text
    due = clock.today() + timedelta(days=30)
    with app.app_context():
        told = {day: _keys(due + timedelta(days=day), staff["second_owner"]) for day in (-20, -10, 1, 3, 9)}
    assert [len(keys) for keys in told.values()] == [0, 1, 1, 1, 1]
    assert told[1] == told[3]
    assert told[1] != told[9], "again every week"


def _keys(day: date, person_id: int) -> list[str]:
    found = [due.key for due in _assessments(db.session(), day) if due.person_id == person_id]
    db.session.rollback()
    return found
