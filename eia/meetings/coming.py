"""What meetings ask of people: papers to read, reports to write. Home and the reminders look things up here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from eia import clock
from eia.meetings.models import (
    AgendaItem,
    Body,
    BodyMember,
    EqualityStatement,
    ItemDecision,
    ItemPaper,
    Meeting,
    Minute,
    PaperOpening,
    QuickScreen,
    RegardDeclaration,
)
from eia.meetings.models.bodies import DECIDING
from eia.people.models import Person

OPEN = ("drafted", "circulated")


@dataclass(frozen=True, slots=True)
class ToRead:
    """A meeting with papers that somebody who decides there has not opened."""

    meeting: Meeting
    items: int


@dataclass(frozen=True, slots=True)
class Sits:
    """Somebody who sits at a meeting."""

    person: Person
    meeting: Meeting


def papers_to_read(session: Session, person_id: int, *, most: int = 20) -> list[ToRead]:
    """Circulated meetings to come at which this person decides, with how many items they left unread."""
    given = {"person_id": person_id, "today": clock.today(), "most": most}
    return [ToRead(meeting, count) for meeting, count in session.execute(TO_READ, given)]


def unread_items(session: Session, meeting_id: int, person_id: int) -> set[int]:
    """The items of a meeting with something to open of which this person opened and declared nothing."""
    query = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    return set(session.scalars(query.where(_HAS_PAPERS, ~_READ), {"person_id": person_id}))


def minutes_waiting(session: Session, person_id: int, *, most: int = 20) -> list[tuple[Meeting, bool]]:
    """The meetings that were held whose minutes wait for this person, and whether they sign them.

    Its secretary writes while an item waits for a decision or a minute; whoever is in the chair signs once none does.
    """
    given = {"person_id": person_id, "today": clock.today(), "most": most}
    return [(meeting, not waits) for meeting, waits in session.execute(MINUTES, given)]


def reports_to_write(session: Session, person_id: int, *, most: int = 20) -> Sequence[AgendaItem]:
    """The items for decision or action of this person that have neither report nor paper, the next due first."""
    return session.scalars(REPORTS, {"person_id": person_id, "today": clock.today(), "most": most}).all()


def reports_not_written(session: Session, first: date, last: date) -> Sequence[AgendaItem]:
    """The same of everybody, where papers are due in these days."""
    query = _UNWRITTEN.where(Meeting.papers_due.between(first, last)).options(joinedload(AgendaItem.author))
    return session.scalars(query, {"today": clock.today()}).all()


def sitting_at(session: Session, first: date, last: date) -> list[Sits]:
    """Everybody who sits at a circulated meeting in these days, or decides alone there."""
    at = (Meeting.state == "circulated", Meeting.day.between(first, last), Person.closed_at.is_(None))
    sits = (
        select(Person, Meeting)
        .join(BodyMember, BodyMember.person_id == Person.id)
        .join(Meeting, Meeting.body_id == BodyMember.body_id)
        .where(*at, BodyMember.from_day <= Meeting.day)
        .where(or_(BodyMember.until_day.is_(None), BodyMember.until_day >= Meeting.day))
    )
    decides = (
        select(Person, Meeting)
        .join(Body, Body.decider_id == Person.id)
        .join(Meeting, Meeting.body_id == Body.id)
        .where(*at)
    )
    found = [(person, meeting) for query in (sits, decides) for person, meeting in session.execute(query)]
    return [Sits(person, meeting) for person, meeting in dict.fromkeys(found)]


def minutes_to_sign(session: Session, first: date, today: date) -> list[Sits]:
    """Whoever chairs, or a deputy where nobody does, of the meetings held in these days whose minutes are written."""
    of_theirs = BodyMember.body_id == Meeting.body_id
    there = (BodyMember.from_day <= today, or_(BodyMember.until_day.is_(None), BodyMember.until_day >= today))
    query = (
        select(Person, Meeting, BodyMember.role)
        .join(BodyMember, BodyMember.person_id == Person.id)
        .join(Meeting, of_theirs)
        .join(Meeting.body)
        .where(Person.closed_at.is_(None), BodyMember.role.in_(("chair", "deputy_chair")), *there)
        .where(Meeting.state == "held", Meeting.day >= first, Meeting.day < today, ~_WAITS, or_(_WRITTEN, _SETTLED))
        .options(contains_eager(Meeting.body))
        .order_by(Meeting.id, Person.id)
    )
    rows = session.execute(query).all()
    chaired = {meeting.id for _, meeting, role in rows if role == "chair"}
    return [Sits(person, meeting) for person, meeting, role in rows if role == "chair" or meeting.id not in chaired]


def sits_in(roles: Sequence[str] = ()) -> CompoundSelect[int]:
    """SQL for the bodies in which `person_id` sits `today`, in one of these roles or in any, or decides alone."""
    today: BindParameter[date] = bindparam("today")
    sits = select(BodyMember.body_id).where(
        BodyMember.person_id == bindparam("person_id"),
        BodyMember.from_day <= today,
        or_(BodyMember.until_day.is_(None), BodyMember.until_day >= today),
    )
    if roles:
        sits = sits.where(BodyMember.role.in_(roles))
    return sits.union(select(Body.id).where(Body.decider_id == bindparam("person_id")))


_HAS_FILES = exists().where(ItemPaper.item_id == AgendaItem.id, ItemPaper.removed_at.is_(None))
_STATED = exists().where(EqualityStatement.item_id == AgendaItem.id)
_SCREENED = exists().where(QuickScreen.item_id == AgendaItem.id)
_HAS_PAPERS = or_(_STATED, _HAS_FILES, _SCREENED)
"""SQL over AgendaItem: whether there is anything to open, or to declare regard to."""
_ME: BindParameter[int] = bindparam("person_id")
_OPENED = exists().where(PaperOpening.item_id == AgendaItem.id, PaperOpening.person_id == _ME)
_DECLARED = exists().where(RegardDeclaration.item_id == AgendaItem.id, RegardDeclaration.person_id == _ME)
_READ = or_(_OPENED, _DECLARED)
"""SQL over AgendaItem: whether `person_id` opened something of it, or declared on it."""
TO_READ = (
    select(Meeting, func.count(AgendaItem.id))
    .join(Meeting.body)
    .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    .where(Meeting.state == "circulated", Meeting.day >= bindparam("today"), Meeting.body_id.in_(sits_in(DECIDING)))
    .where(AgendaItem.removed_at.is_(None), _HAS_PAPERS, ~_READ)
    .options(contains_eager(Meeting.body))
    .group_by(Meeting.id, Body.id)
    .order_by(Meeting.day, Meeting.id)
    .limit(bindparam("most", type_=Integer))
)
"""Home asks these of everybody, so they are put together once."""
_UNWRITTEN = (
    select(AgendaItem)
    .join(AgendaItem.meeting)
    .join(Meeting.body)
    .where(Meeting.state.in_(OPEN), Meeting.day >= bindparam("today"))
    .where(AgendaItem.removed_at.is_(None), AgendaItem.kind != "information", AgendaItem.report == "", ~_HAS_FILES)
    .options(contains_eager(AgendaItem.meeting).contains_eager(Meeting.body))
    .order_by(Meeting.papers_due, AgendaItem.id)
)
REPORTS = _UNWRITTEN.where(AgendaItem.author_id == _ME).limit(bindparam("most", type_=Integer))


def _sits_as(*roles: str) -> ColumnElement[bool]:
    """SQL over Meeting: whether `person_id` sits in its body `today` in one of these roles."""
    return exists().where(
        BodyMember.body_id == Meeting.body_id,
        BodyMember.person_id == _ME,
        BodyMember.role.in_(roles),
        BodyMember.from_day <= bindparam("today"),
        or_(BodyMember.until_day.is_(None), BodyMember.until_day >= bindparam("today")),
    )


_DECIDED = exists().where(ItemDecision.item_id == AgendaItem.id)
_MINUTED = exists().where(Minute.item_id == AgendaItem.id, Minute.words != "")
_ASKED = (AgendaItem.kind != "information", AgendaItem.removed_at.is_(None))
_WAITS = exists().where(AgendaItem.meeting_id == Meeting.id, *_ASKED, ~_DECIDED, ~_MINUTED)
"""SQL over Meeting: an item for decision or action has neither a decision nor a minute (`minutes.unsettled`)."""
_WRITTEN = exists().where(Minute.meeting_id == Meeting.id, Minute.words != "")
_SETTLED = exists().where(AgendaItem.meeting_id == Meeting.id, AgendaItem.removed_at.is_(None), _DECIDED)
"""SQL over Meeting: something of its minutes is there."""
MINUTES = (
    select(Meeting, _WAITS)
    .join(Meeting.body)
    .where(Meeting.state == "held", Meeting.body_id.in_(sits_in(("secretary", "chair", "deputy_chair"))))
    .where(or_(and_(_sits_as("secretary"), _WAITS), and_(_sits_as("chair", "deputy_chair"), ~_WAITS)))
    .options(contains_eager(Meeting.body))
    .order_by(Meeting.day, Meeting.id)
    .limit(bindparam("most", type_=Integer))
)
