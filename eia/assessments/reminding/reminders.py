"""Reminders, for `eia jobs`: planned decisions, actions, reviews, and the rungs of the ladder (`ladder.py`) above them.

Each is told once, in one message a person a day.

What was told stands in the notices themselves: every reminder carries the `keys` of the dates it names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Version
from eia.assessments.reminding.calendar import actions_not_done, decisions_planned, reviews_due
from eia.assessments.reminding.ladder import LONGEST, climbing
from eia.assessments.reminding.waiting import told_of
from eia.assessments.workflow import TABLE
from eia.db import transaction
from eia.notices.jobs import Job
from eia.notices.models import Notice
from eia.notices.outbox import queue_notice
from eia.people.leave import LONGEST_LEAVE
from eia.people.models import Person

EVENT = "reminder"
DECISION_NEAR = timedelta(days=14)
ACTION_NEAR = timedelta(days=14)
REVIEW_NEAR = timedelta(days=30)
LOOK_BACK = timedelta(days=60)
"""A date that passed longer ago is not told for the first time: nobody was reminding in those days."""
TOLD_WITHIN = REVIEW_NEAR + max(LOOK_BACK, LONGEST + LONGEST_LEAVE) + timedelta(days=2)
"""No reminder can be older than this and name a date that is still looked at."""


@dataclass(frozen=True, slots=True)
class Due:
    """One date to tell one person of. `key` names the thing, the day and whether it has passed: told once."""

    person: Person
    key: str
    says: dict[str, Any]


def reminding() -> Job:
    """The job that reminds, every hour; who was told today is told the rest tomorrow."""
    return Job("remind", 3600, remind)


def remind() -> int:
    """Queue what is to be told now; how many people are told."""
    with transaction() as session:
        return queue_reminders(session, clock.today())


def queue_reminders(session: Session, today: date) -> int:
    by_person: dict[int, list[Due]] = defaultdict(list)
    dates = (*_decisions(session, today), *_actions(session, today), *_reviews(session, today))
    for due in (*dates, *(Due(told.person, told.key, told.says) for told in climbing(session, today))):
        if due.person.closed_at is None:
            by_person[due.person.id].append(due)
    told, busy = told_before(session, EVENT, by_person, today)
    count = 0
    for person_id, dues in by_person.items():
        fresh = {due.key: due for due in dues if (person_id, due.key) not in told}
        if fresh and person_id not in busy:
            _queue(session, person_id, list(fresh.values()))
            count += 1
    return count


def _queue(session: Session, person_id: int, dues: list[Due]) -> None:
    dues.sort(key=lambda due: (due.says["day"], due.key))
    count = "1 date" if len(dues) == 1 else f"{len(dues)} dates"
    queue_notice(
        session,
        event=EVENT,
        to=[person_id],
        subject=f"Reminder: {count} in your equality impact assessments",
        values={
            "due": [due.says for due in dues],
            "keys": [due.key for due in dues],
            "link": {"endpoint": "home.home"},
        },
        may_wait=True,
    )


def told_before(
    session: Session, event: str, people: Iterable[int], today: date
) -> tuple[set[tuple[int, str]], set[int]]:
    """(person, key) of everything told before by reminders of that kind, and who had one today already."""
    midnight = datetime.combine(today, time(), tzinfo=clock.LONDON)
    query = select(Notice.person_id, Notice.values, Notice.queued_at).where(
        Notice.event == event,
        Notice.person_id.in_(sorted(people)),
        Notice.queued_at >= midnight - TOLD_WITHIN,
    )
    told: set[tuple[int, str]] = set()
    today_already: set[int] = set()
    for person_id, values, queued_at in session.execute(query):
        told |= {(person_id, key) for key in values.get("keys", ())}
        if queued_at >= midnight:
            today_already.add(person_id)
    return told, today_already


def _decisions(session: Session, today: date) -> Iterator[Due]:
    for found in decisions_planned(session, today, today + DECISION_NEAR):
        says = _about(found.version, found.day, "decision") | {"state": TABLE.states[found.version.state].title}
        yield Due(found.version.author, f"decision:{found.version.id}:{found.day}", says)


def _actions(session: Session, today: date) -> Iterator[Due]:
    for found in actions_not_done(session, today - LOOK_BACK, today + ACTION_NEAR):
        passed = "overdue" if found.day < today else "near"
        says = _about(found.version, found.day, "action", found.action.id)
        says |= {"what": found.action.what, "overdue": found.day < today}
        yield Due(found.owner, f"action:{found.action.id}:{found.day}:{passed}", says)


def _reviews(session: Session, today: date) -> Iterator[Due]:
    """Author and owner, each once; one message when they are the same person."""
    for found in reviews_due(session, today - LOOK_BACK, today + REVIEW_NEAR):
        says = _about(found.version, found.day, "review") | {"overdue": found.day < today}
        for person in (found.version.author, found.version.assessment.subject.owner):
            yield Due(person, f"review:{found.version.id}:{found.day}", says)


def _about(version: Version, day: date, kind: str, action_id: int | None = None) -> dict[str, Any]:
    return {"kind": kind, **told_of(version, day, action_id=action_id)}
