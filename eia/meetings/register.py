"""The list of meetings, those to come or those that were, a page at a time by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Integer, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session, contains_eager

from eia import clock
from eia.meetings.coming import sits_in
from eia.meetings.models import Meeting
from eia.meetings.queries import has_in_its_name
from eia.meetings.readers import Part, reads
from eia.people.queries import Standings

PAGE = 50
IN_MIND = timedelta(days=30)
"""Meetings that were stay in somebody's calendar for so long."""


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    meetings: Sequence[Meeting]
    next_after: int
    """The id of the last meeting, when there are more; else 0."""


def meetings_page(
    session: Session, by: Standings, *, past: bool = False, body_id: int = 0, named: str = "", after: int = 0
) -> MeetingsPage:
    """Fifty meetings: those from today on by day, or those before, the latest first. Of one body, or of those that
    have these words in their names.
    """
    today, key = clock.today(), tuple_(Meeting.day, Meeting.id)
    query = _listed(by).where(Meeting.day < today if past else Meeting.day >= today)
    query = query.where(*has_in_its_name(named))
    if body_id:
        query = query.where(Meeting.body_id == body_id)
    if after and (last := session.execute(_place(by, after)).one_or_none()) is not None:
        query = query.where(key < tuple(last) if past else key > tuple(last))
    order = (Meeting.day.desc(), Meeting.id.desc()) if past else (Meeting.day, Meeting.id)
    found = session.scalars(query.order_by(*order).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    return MeetingsPage(shown, shown[-1].id if len(found) > PAGE else 0)


def my_meetings(session: Session, by: Standings, first: date, last: date, *, most: int = 500) -> Sequence[Meeting]:
    """The meetings in these days of bodies in which this person sits now, or for which they decide alone, by day.

    Whoever sits in a body may know of each of its meetings (`readers.py`).
    """
    given = {"person_id": by.person_id, "today": clock.today(), "from_day": first, "to_day": last, "most": most}
    return session.scalars(MINE, given).all()


def in_my_calendar(session: Session, by: Standings) -> Sequence[Meeting]:
    """What a calendar of theirs holds: the last month and everything to come."""
    return my_meetings(session, by, clock.today() - IN_MIND, date.max)


def _listed(by: Standings) -> Select[Meeting]:
    """With the body's name only: lists show no more of it."""
    return select(Meeting).join(Meeting.body).where(reads(by, Part.TITLE)).options(contains_eager(Meeting.body))


def _place(by: Standings, meeting_id: int) -> Select[date, int]:
    return select(Meeting.day, Meeting.id).join(Meeting.body).where(Meeting.id == meeting_id, reads(by, Part.TITLE))


MINE = (
    select(Meeting)
    .join(Meeting.body)
    .where(Meeting.body_id.in_(sits_in()), Meeting.day.between(bindparam("from_day"), bindparam("to_day")))
    .options(contains_eager(Meeting.body))
    .order_by(Meeting.day, Meeting.id)
    .limit(bindparam("most", type_=Integer))
)
"""Home asks it of everybody, so it is put together once."""
