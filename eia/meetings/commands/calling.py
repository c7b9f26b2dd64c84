"""Calling meetings, one or a series, and changing one before it is held."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record, said_since
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.bodies import body_to_change
from eia.meetings.commands.telling import tell
from eia.meetings.deadlines import papers_due
from eia.meetings.guards.audiences import AUTHORS, SITTING
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem, Body, Meeting, MeetingSeries
from eia.pages import day as in_words
from eia.people.queries import Standings

ONLY_THOSE_WHO_RUN_IT = "Only its chair, deputy chair or secretary can do this. Ask one of them."
EVERY = {"weekly": "Every week", "fortnightly": "Every two weeks", "monthly": "Every month"}
MOST = 52
"""How many meetings a series has at most."""
NOT_HELD_YET = ("drafted", "circulated")
WORDS = {"day": "day", "begins": "start", "ends": "end", "place": "place", "link": "link"}


@dataclass(frozen=True, kw_only=True)
class When:
    """When and where a meeting is."""

    day: date
    begins: time
    ends: time | None = None
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class Called:
    """What was called, and the days that were left out."""

    meetings: Sequence[Meeting]
    left_out: Sequence[date]


def call_meeting(
    session: Session, body: Body, *, day: date, begins: time, ends: time | None, place: str, link: str, by: Standings,
    series: MeetingSeries | None = None,
) -> Meeting:  # fmt: skip
    """A meeting in draft with the standing items of its body; papers are due by the body's rule."""
    standing = standing_to_run(body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    _refuse(When(day=day, begins=begins, ends=ends))
    meeting = Meeting(
        body=body, day=day, begins=begins, ends=ends, place=place, link=link, papers_due=papers_due(body, day),
        series_id=series.id if series else None,
        state="drafted", revision=1, state_since=clock.now(), created_by=by.person_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    for position, standing_item in enumerate(body.standing_items, 1):
        item = AgendaItem(
            body_id=body.id, meeting_id=meeting.id, position=position, kind=standing_item.kind,
            title=standing_item.title, author_id=by.person_id, restricted=False, created_by=by.person_id,
            is_equality=standing_item.is_equality, created_at=clock.now(), organisations=list(body.organisations),
        )  # fmt: skip
        session.add(item)
    session.flush()
    after = {"body": body.id, "day": day, "begins": begins.isoformat("minutes"), "papers_due": meeting.papers_due}
    record(session, meeting, "meeting_called", actor=by.actor(standing), sentence="Meeting called", after=after)
    return meeting


def call_meetings(session: Session, body_id: int, when: When, *, every: str, times: int, by: Standings) -> Called:
    """One meeting, or as many as `times` that follow each other; nobody sits on a bank holiday.

    Those who sit in the body on the first day are told, once for all of them.
    """
    body, _ = body_to_change(session, body_id, by)
    if body.closed_at is not None:
        raise Refused(f"{body.name} was closed. It holds no more meetings.")
    _refuse(when)
    days, left_out = _days(when.day, every, times)
    taken = select(Meeting.day).where(
        Meeting.body_id == body.id, Meeting.day.in_(days), Meeting.begins == when.begins, Meeting.state != "cancelled"
    )
    if (same := session.scalars(taken.order_by(Meeting.day).limit(1)).first()) is not None:
        sentence = f"{body.name} meets on {in_words(same)} at {when.begins:%H:%M} already. Give another day or time."
        raise Refused(Reason(sentence, anchor="day"))
    series = None
    if every in EVERY:
        series = MeetingSeries(body_id=body.id, every=EVERY[every], made_by=by.person_id, made_at=clock.now())
        session.add(series)
        session.flush()
    meetings = [
        call_meeting(
            session, body, day=day, begins=when.begins, ends=when.ends, place=when.place, link=when.link, by=by,
            series=series,
        )
        for day in days
    ]  # fmt: skip
    _tell_of_new(session, meetings, by)
    return Called(meetings, left_out)


def change_meeting(session: Session, meeting_id: int, when: When, *, seen: int, by: Standings) -> MeetingCase:
    """Another day, time, place or link, before it is held; papers are then due by the rule for the new day."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if case.state not in NOT_HELD_YET:
        raise NotOffered("This meeting has ended. Its day and place stay as they were.")
    if seen != case.revision:
        raise Stale(said_since(session, case.meeting.stream))
    before = _facts(case.meeting)
    told = SITTING.finds(case) | AUTHORS.finds(case)
    if when.day != case.meeting.day:
        _refuse(when)
    elif when.ends is not None and when.ends <= when.begins:
        raise Refused(_ends_too_early())
    meeting = case.meeting
    meeting.day, meeting.begins, meeting.ends = when.day, when.begins, when.ends
    meeting.place, meeting.link = when.place, when.link
    after = _facts(meeting)
    changed = [fact for fact in after if after[fact] != before[fact]]
    if not changed:
        return case
    if "day" in changed:
        meeting.papers_due = papers_due(case.body, when.day)
    meeting.revision += 1
    session.flush()
    actor, note = by.actor(standing), ", ".join(WORDS[fact] for fact in changed)
    old = {fact: before[fact] for fact in changed}
    new = {fact: after[fact] for fact in changed} | {"papers_due": meeting.papers_due}
    sentence = f"Changed: {note}" + (f", now {in_words(when.day)}" if "day" in changed else "")
    record(session, meeting, "meeting_changed", actor=actor, sentence=sentence, before=old, after=new)
    told = (told | SITTING.finds(case)) - {by.person_id}
    lines = [f"{WORDS[fact].capitalize()}: it was {_said(before[fact])}" for fact in changed]
    subject = f"Changed: {case.title}"
    tell(session, case, "meeting_changed", told, subject=subject, who=actor.name, also=lines, at_once=True)
    return case


def _refuse(when: When) -> None:
    """Raise every reason against that day and time at once."""
    reasons = []
    if when.day < clock.today():
        reasons.append(Reason("That day has passed. Give a day from today on.", anchor="day"))
    if when.day > clock.today() + timedelta(days=5 * 366):
        reasons.append(Reason("That is more than five years from now. Check the year.", anchor="day"))
    if when.ends is not None and when.ends <= when.begins:
        reasons.append(_ends_too_early())
    if reasons:
        raise Refused(*reasons)


def _ends_too_early() -> Reason:
    return Reason("It would end before it begins. Change one of the two times.", anchor="ends")


def _days(first: date, every: str, times: int) -> tuple[list[date], list[date]]:
    """The days of the series, and the bank holidays that are left out; the first day was chosen, and stays."""
    if every not in EVERY:
        return [first], []
    days: list[date] = []
    left_out: list[date] = []
    for day in _follows(first, every):
        (left_out if clock.is_bank_holiday(day) and day != first else days).append(day)
        if len(days) == min(times, MOST):
            break
    return days, left_out


def _follows(first: date, every: str) -> Iterator[date]:
    """Every week, every two weeks, or each month on the same weekday: the second Thursday, or the last."""
    if every != "monthly":
        for number in range(2 * MOST):
            yield first + timedelta(weeks=number * (1 if every == "weekly" else 2))
        return
    which = (first.day - 1) // 7
    for number in range(2 * MOST):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        yield _weekday_of(year, month + 1, first.weekday(), which)


def _weekday_of(year: int, month: int, weekday: int, which: int) -> date:
    in_month = [
        date(year, month, day)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, day).weekday() == weekday
    ]
    return in_month[min(which, len(in_month) - 1)]


def _tell_of_new(session: Session, meetings: Sequence[Meeting], by: Standings) -> None:
    case = load_meeting(session, meetings[0].id)
    more = [f"{in_words(meeting.day)} at {meeting.begins:%H:%M}" for meeting in meetings[1:]]
    told = SITTING.finds(case) - {by.person_id}
    tell(session, case, "meeting_called", told, subject=f"Meeting called: {case.title}", who=by.name, also=more)


def _facts(meeting: Meeting) -> dict[str, str]:
    return {
        "day": meeting.day.isoformat(),
        "begins": meeting.begins.isoformat("minutes"),
        "ends": meeting.ends.isoformat("minutes") if meeting.ends else "",
        "place": meeting.place,
        "link": meeting.link,
    }


def _said(before: str) -> str:
    try:
        return in_words(date.fromisoformat(before)) if len(before) == 10 else before or "not said"
    except ValueError:
        return before
