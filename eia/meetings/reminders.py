"""Reminders of meetings, for `eia jobs`: reports due, meetings that come near, minutes to sign. Each is told once.

What was told stands in the notices themselves, as with the other reminders (`eia/assessments/reminders.py`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.reminding.reminders import told_before
from eia.db import transaction
from eia.meetings.afterwards import assessments_owed, title_for_owner
from eia.meetings.coming import minutes_to_sign, reports_not_written, sitting_at
from eia.meetings.conditions import conditions_not_met, told_of
from eia.meetings.models import Meeting
from eia.notices.jobs import Job
from eia.notices.outbox import queue_notice

EVENT = "meeting_reminder"
REPORT_NEAR = timedelta(days=7)
MEETING_NEAR = timedelta(days=5)
ASSESSMENT_NEAR = CONDITION_NEAR = timedelta(days=14)
LOOK_BACK = timedelta(days=14)
"""A deadline that passed longer ago is not told for the first time."""
SIGNED_WITHIN = timedelta(days=120)
"""Minutes may be written as late as the next meeting, of a body that meets each quarter."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to tell one person of; `key` names it and its day, so that it is told once and told anew when moved."""

    person_id: int
    key: str
    says: dict[str, Any]


def reminding_of_meetings() -> Job:
    """The job that reminds, every hour; who was told today is told the rest tomorrow."""
    return Job("remind of meetings", 3600, remind)


def remind() -> int:
    """Queue what is to be told now; how many people are told."""
    with transaction() as session:
        return queue_reminders(session, clock.today())


def queue_reminders(session: Session, today: date) -> int:
    by_person: dict[int, list[Due]] = defaultdict(list)
    for due in (
        *_reports(session, today),
        *_meetings(session, today),
        *_assessments(session, today),
        *_conditions(session, today),
        *_minutes(session, today),
    ):
        by_person[due.person_id].append(due)
    told, busy = told_before(session, EVENT, by_person, today)
    count = 0
    for person_id, dues in by_person.items():
        fresh = [due for due in dues if (person_id, due.key) not in told]
        if fresh and person_id not in busy:
            _queue(session, person_id, fresh)
            count += 1
    return count


def _queue(session: Session, person_id: int, dues: list[Due]) -> None:
    dues.sort(key=lambda due: (due.says["day"], due.key))
    count = "1 thing" if len(dues) == 1 else f"{len(dues)} things"
    queue_notice(
        session,
        event=EVENT,
        to=[person_id],
        subject=f"Reminder: {count} about your meetings",
        values={
            "due": [due.says for due in dues],
            "keys": [due.key for due in dues],
            "link": {"endpoint": "home.home"},
        },
        may_wait=True,
    )


def _reports(session: Session, today: date) -> Iterator[Due]:
    """Whoever reports, before the papers are due and once after."""
    for item in reports_not_written(session, today - LOOK_BACK, today + REPORT_NEAR):
        if item.meeting is None or item.author.closed_at is not None:
            continue
        due = item.meeting.papers_due
        overdue = due < today
        page = {"endpoint": "meetings.item", "values": {"item_id": item.id}}
        says = _about(item.meeting, due, "report", page) | {"title": item.title, "overdue": overdue}
        yield Due(item.author_id, f"report:{item.id}:{due}:{'overdue' if overdue else 'near'}", says)


def _meetings(session: Session, today: date) -> Iterator[Due]:
    """Whoever sits there, while there is time to read."""
    for one in sitting_at(session, today, today + MEETING_NEAR):
        meeting = one.meeting
        page = {"endpoint": "meetings.meeting", "values": {"meeting_id": meeting.id}}
        says = _about(meeting, meeting.day, "meeting", page)
        yield Due(one.person.id, f"meeting:{meeting.id}:{meeting.day}", says)


def _assessments(session: Session, today: date) -> Iterator[Due]:
    """Whoever owes the full assessment after a quick screen: before its day, and every week after it."""
    for screen, item in assessments_owed(session, until=today + ASSESSMENT_NEAR):
        if screen.owner.closed_at is not None:
            continue
        overdue = screen.due < today
        when = f"overdue{(today - screen.due).days // 7}" if overdue else "near"
        page = {"endpoint": "meetings.follow_up", "values": {"item_id": item.id}}
        title = title_for_owner(item)
        says = {"kind": "assessment", "body": item.body.name, "day": screen.due, "title": title, "overdue": overdue}
        yield Due(screen.owner_id, f"assessment:{screen.id}:{screen.due}:{when}", {**says, "page": page})


def _conditions(session: Session, today: date) -> Iterator[Due]:
    """Whoever owns one: before its day and once after it; the ladder goes on from there."""
    for one in conditions_not_met(session, today - LOOK_BACK, today + CONDITION_NEAR):
        if one.standing.owner.closed_at is not None:
            continue
        due, number = one.standing.due, one.standing.condition_id
        says = {"kind": "condition", **told_of(one), "overdue": due < today}
        yield Due(one.standing.owner_id, f"condition:{number}:{due}:{'overdue' if due < today else 'near'}", says)


def _minutes(session: Session, today: date) -> Iterator[Due]:
    """Whoever signs them, once, from the day after the meeting."""
    for one in minutes_to_sign(session, today - SIGNED_WITHIN, today):
        page = {"endpoint": "meetings.sign_minutes", "values": {"meeting_id": one.meeting.id}}
        says = _about(one.meeting, one.meeting.day, "minutes", page)
        yield Due(one.person.id, f"minutes:{one.meeting.id}", says)


def _about(meeting: Meeting, day: date, kind: str, page: dict[str, Any]) -> dict[str, Any]:
    begins = meeting.begins.isoformat("minutes")
    return {"kind": kind, "body": meeting.body.name, "day": day, "held": meeting.day, "begins": begins, "page": page}
