"""A meeting from its call to its end, as its secretary, a member and an outsider see it on the pages."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eia import clock
from eia.db import db, transaction
from eia.meetings.commands.calling import _days
from eia.meetings.models import AgendaItem, Attendance, BodyMember, Meeting
from eia.meetings.open_work import open_work
from eia.meetings.workflow import MEETING_STEPS
from eia.notices.letters import missing_templates
from eia.notices.models import Notice
from eia.people.models import Person
from tests.meetings.pages import Browser, browser, on, words
from tests.support.meetings import Sat, make_body, make_meeting
from tests.support.staff import Staff

DAY = timedelta(days=1)
NEXT_WEEK = clock.today() + timedelta(days=7)
WHEN: dict[str, object] = {"begins": "2pm", "ends": "16:00", "place": "Headquarters", "every": "once"}


@pytest.fixture(scope="module")
def secretary(app: Flask, staff: Staff) -> Browser:
    return browser(app, staff["secretary"])


def met(app: Flask, *staff: Staff, at: str = "drafted") -> Sat:
    with app.app_context():
        return make_meeting(*staff, at=at)


def told(app: Flask, sat: Sat, event: str) -> set[str]:
    """The parts of those who were told."""
    with app.app_context():
        query = select(Notice.person_id).where(Notice.about == f"meeting:{sat.meeting_id}", Notice.event == event)
        people = set(db.session().scalars(query))
    return {part for part, person_id in sat.lead.people.items() if person_id in people}


def test_a_meeting_goes_from_its_call_to_its_attendance(app: Flask, staff: Staff, secretary: Browser) -> None:
    sat = met(app, staff)
    address = f"/meetings/{sat.meeting_id}"
    member = browser(app, staff["member"])
    assert "The agenda is not out yet" in member.get(address)
    browser(app, staff["second_owner"]).get(address, 404)

    secretary.done(f"{address}/steps/circulate")
    assert told(app, sat, "agenda_circulated") == {"chair", "member", "approver", "hr_lead", "owner"}
    page = words(member.get(address))
    assert "Move of the front desk" in page
    assert "Record that it was held" not in page, "a member does not run it"
    browser(app, staff["member"]).get(f"{address}/steps/hold", 403)
    words(browser(app, staff["approver"]).done(f"{address}/apologies", note="On leave"))
    assert told(app, sat, "apologies_sent") == {"chair", "secretary"}

    assert "The quorum is not reached" in secretary.done(f"{address}/steps/hold")
    marks = {f"status_{staff[part]}": "expected" for part in ("chair", "secretary", "member", "hr_lead")}
    marks |= {f"status_{staff['approver']}": "apologies", f"note_{staff['approver']}": "On leave", "rest_came": "1"}
    page = words(secretary.done(f"{address}/attendance", chaired_by=staff["chair"], guest=staff["auditor"], **marks))
    assert "The quorum is reached: 2 of at least 2" in page
    assert "sent apologies ( On leave )" in page
    page = words(
        member.done(
            f"{address}/interests",
            person=staff["member"],
            item="whole",
            what="My cousin owns the building",
            consequence="leaves",
        )
    )
    assert "“ My cousin owns the building ” Leaves for the item" in page
    minutes = words(secretary.done(f"/meetings/items/{sat.item_id}/minute", words="It was discussed."))
    assert "sent apologies ( On leave )" in minutes, "the chair sees what they sign"
    assert "“ My cousin owns the building ” Leaves for the item" in minutes
    chair = browser(app, staff["chair"])
    assert "Read and sign the minutes of" in chair.get("/")
    assert "Minutes signed" in chair.done(f"{address}/steps/sign_minutes")
    secretary.get(f"{address}/attendance", 409)


def test_the_minutes_wait_for_the_attendance(app: Flask, staff: Staff, secretary: Browser) -> None:
    sat = met(app, staff, at="circulated")
    secretary.done(f"/meetings/{sat.meeting_id}/steps/hold")
    assert "Write the minutes of" in secretary.get("/")
    assert "the minutes of" not in browser(app, staff["chair"]).get("/")
    page = words(browser(app, staff["chair"]).get(f"/meetings/{sat.meeting_id}/steps/sign_minutes"))
    assert "Nobody said whether" in page


def test_a_cancelled_draft_says_why_and_keeps_its_agenda_to_itself(
    app: Flask, staff: Staff, secretary: Browser
) -> None:
    sat = met(app, staff)
    step = f"/meetings/{sat.meeting_id}/steps/cancel"
    assert "Enter the reason" in secretary.refused(step, reason=" ")
    secretary.done(step, reason="Half of them are ill")
    assert told(app, sat, "meeting_cancelled") == {"chair", "member", "approver", "hr_lead", "owner"}
    page = words(browser(app, staff["member"]).get(f"/meetings/{sat.meeting_id}"))
    assert "The agenda was never circulated" in page
    browser(app, staff["second_owner"]).get(f"/meetings/{sat.meeting_id}", 404)


def test_a_reason_typed_while_somebody_changes_the_meeting_is_not_lost(
    app: Flask, staff: Staff, secretary: Browser
) -> None:
    sat = met(app, staff, at="circulated")
    step = f"/meetings/{sat.meeting_id}/steps/cancel"
    read_before = secretary.get(step)
    browser(app, staff["chair"]).done(f"/meetings/{sat.meeting_id}/change", **WHEN, **on("day", NEXT_WEEK))
    answer = secretary.fill(step, read_before, reason="The roof came down")
    assert answer.status_code == 200
    assert "Already changed by" in answer.text
    assert "The roof came down" in answer.text
    assert secretary.fill(step, answer.text, reason="The roof came down").status_code == 303


def test_whoever_leaves_sees_the_bodies_they_run(app: Flask, staff: Staff) -> None:
    met(app, staff)
    with app.app_context():
        left = {work.text.split(" of ")[0]: work.values for work in open_work(db.session(), staff["chair"])}
        assert left["Chair"]["body_id"]
        assert open_work(db.session(), staff["hr_lead"]) == []


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_meeting_is_moved_and_its_deadline_follows(app: Flask, staff: Staff, secretary: Browser) -> None:
    sat = met(app, staff, at="circulated")
    change = f"/meetings/{sat.meeting_id}/change"
    read_before = secretary.get(change)
    page = words(secretary.done(change, **WHEN, **on("day", date(NEXT_WEEK.year + 1, 1, 15))))
    assert f"7 January {NEXT_WEEK.year + 1}" in page or "January" in page
    with app.app_context():
        meeting = db.session().get_one(Meeting, sat.meeting_id)
        assert clock.working_days_between(meeting.papers_due, meeting.day) == 6, "five clear days"
    assert told(app, sat, "meeting_changed") == {"chair", "member", "approver", "hr_lead", "owner"}

    said = secretary.refused(change, read_before, **(WHEN | {"place": "The village hall"}), **on("day", NEXT_WEEK))
    assert "Already changed by" in said
    yesterday = secretary.refused(change, **WHEN, **on("day", clock.today() - DAY))
    assert "That day has passed" in yesterday
    impossible = {"day-day": "30", "day-month": "2", "day-year": "2027"}
    assert "must be a real date" in secretary.refused(change, **WHEN, **impossible)
    assert "must be a time" in secretary.refused(change, **(WHEN | {"begins": "25:00"}), **on("day", NEXT_WEEK))
    assert "end before it begins" in secretary.refused(change, **(WHEN | {"ends": "1pm"}), **on("day", NEXT_WEEK))


def test_a_series_leaves_out_bank_holidays_and_says_so(app: Flask, staff: Staff, secretary: Browser) -> None:
    with app.app_context():
        body_id = make_body((staff,))
    call = f"/meetings/bodies/{body_id}/meetings/new"
    assert "How many meetings" in secretary.refused(call, **(WHEN | {"every": "weekly"}), **on("day", NEXT_WEEK))
    page = words(secretary.done(call, **(WHEN | {"every": "monthly", "times": "3"}), **on("day", NEXT_WEEK)))
    assert "3 meetings were called" in page
    again = secretary.refused(call, **WHEN, **on("day", NEXT_WEEK))
    assert "meets on" in again, "nobody calls the same meeting twice"
    days, left_out = _days(date(2026, 12, 18), "weekly", 3)
    assert (days, left_out) == (
        [date(2026, 12, 18), date(2027, 1, 8), date(2027, 1, 15)],
        [date(2026, 12, 25), date(2027, 1, 1)],
    )
    assert _days(date(2026, 11, 26), "monthly", 3)[0] == [date(2026, 11, 26), date(2026, 12, 24), date(2027, 1, 28)]


def test_two_secretaries_record_the_attendance_and_neither_overwrites_the_other(
    app: Flask, staff: Staff, secretary: Browser
) -> None:
    sat = met(app, staff, at="circulated")
    page_of = f"/meetings/{sat.meeting_id}/attendance"
    other = browser(app, staff["chair"])
    everybody = {
        f"status_{staff[part]}": "expected" for part in ("chair", "secretary", "member", "approver", "hr_lead")
    }
    mine, theirs = secretary.get(page_of), other.get(page_of)
    assert other.fill(page_of, theirs, **(everybody | {f"status_{staff['member']}": "absent"})).status_code == 303
    marks = everybody | {f"status_{staff['member']}": "present", f"status_{staff['hr_lead']}": "present"}
    said = secretary.refused(page_of, mine, **marks)
    assert "was marked “Absent” while you were here" in said

    only_others = everybody | {f"status_{staff['approver']}": "present"}
    assert secretary.fill(page_of, mine, **only_others).status_code == 303
    with app.app_context():
        rows = db.session().scalars(select(Attendance).where(Attendance.meeting_id == sat.meeting_id)).all()
        assert {row.person_id: row.status for row in rows} == {staff["member"]: "absent", staff["approver"]: "present"}


def test_an_agenda_that_cannot_go_out_yet_says_every_reason_on_its_page(
    app: Flask, staff: Staff, secretary: Browser
) -> None:
    sat = met(app, staff)
    with app.app_context(), transaction() as session:
        for item in session.query(AgendaItem).filter_by(meeting_id=sat.meeting_id):
            item.removed_at = clock.now()
        session.query(BodyMember).filter_by(body_id=sat.body_id, role="chair").one().role = "member"
        session.get_one(Meeting, sat.meeting_id).place = ""
    step = f"/meetings/{sat.meeting_id}/steps/circulate"
    page, pressed = words(secretary.get(step)), secretary.fill(step)
    assert pressed.status_code == 409
    for said in (page, words(pressed.text)):
        assert "The agenda is empty. Add at least one item." in said
        assert "has no chair on that day. Name a chair or deputy chair first." in said
        assert "Nobody knows where it takes place." in said


def test_somebody_who_left_is_not_offered_and_not_taken(app: Flask, staff: Staff, secretary: Browser) -> None:
    sat = met(app, staff)
    with app.app_context(), transaction() as session:
        gone = session.get_one(Person, staff["second_owner"])
        gone.closed_at, name, left = clock.now(), gone.name, gone.id
    seat = f"/meetings/bodies/{sat.body_id}/members/new"
    assert name not in secretary.get(seat)
    said = secretary.refused(seat, person=left, role="member", **on("from_day", clock.today()))
    assert "Select an answer to “Who?” from the list" in said
    new = f"/meetings/{sat.meeting_id}/items/new"
    assert name not in secretary.get(new)
    typed = {"title": "Closing a road", "kind": "action", "restricted": "no", "report": "Typed for an hour."}
    said = secretary.fill(new, **typed, author=left).text
    assert "from the list" in said
    assert "Typed for an hour." in said


def test_a_calendar_reads_the_meeting(app: Flask, staff: Staff, secretary: Browser) -> None:
    sat = met(app, staff, at="circulated")
    text = browser(app, staff["member"]).get(f"/meetings/{sat.meeting_id}/meeting.ics")
    assert text.count("BEGIN:VEVENT") == 1
    assert "\r\nSUMMARY:Board" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    mine = browser(app, staff["member"]).get("/meetings/mine.ics")
    assert f"UID:meeting-{sat.meeting_id}@" in mine
    assert "BEGIN:VEVENT" not in browser(app, staff["second_owner"]).get("/meetings/mine.ics")


def test_everybody_is_told_in_words_written_for_it() -> None:
    events = {step.event for step in MEETING_STEPS if step.tells} | {
        "meeting_called",
        "meeting_changed",
        "apologies_sent",
    }
    assert missing_templates(events) == []
