"""Looking up bodies and meetings for a reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia import clock
from eia.assessments.models import Assessment
from eia.errors import NotFound
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.item_case import NO_ITEM, whole_item
from eia.meetings.models import (
    AgendaItem,
    Body,
    BodyMember,
    InterestDeclared,
    Meeting,
    OverrideCorrection,
    StatementSample,
)
from eia.meetings.readers import Part, item_part_of, knows_body, part_of_meeting, reads
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standings

NO_BODY = "There is no such body, or you may not see it."
NO_MEETING = "There is no such meeting, or you may not see it."


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """A meeting, and how much of it its reader may read."""

    case: MeetingCase
    part: Part

    def shows(self, item: AgendaItem, person_id: int) -> bool:
        """Whether this reader reads the item itself, and not only that it is restricted."""
        return shows(item, self.part, person_id)


@dataclass(frozen=True, slots=True)
class ItemRead:
    """An item, and how much of it its reader may read: at least that it stands there."""

    item: AgendaItem
    part: Part
    shows: bool
    """Whether they read the item itself, and not only that it is restricted."""

    @property
    def shows_legal(self) -> bool:
        return self.shows and self.part >= Part.LEGAL


def shows(item: AgendaItem, part: Part, person_id: int) -> bool:
    """Whether somebody who may read that much reads the item itself."""
    return item.author_id == person_id or part >= (Part.RESTRICTED if item.restricted else Part.OPEN)


def bodies_for(
    session: Session, by: Standings, *, named: str = "", after: int = 0, closed: bool = False, limit: int = 100
) -> Sequence[Body]:
    """The bodies this person may know of, by name; those that come after that one, where one is given."""
    is_closed = Body.closed_at.is_not(None) if closed else Body.closed_at.is_(None)
    query = select(Body).where(knows_body(by), is_closed, *has_in_its_name(named))
    last = session.execute(select(Body.sort_name, Body.id).where(Body.id == after)).first() if after else None
    if last is not None:
        name, number = last
        query = query.where(or_(Body.sort_name > name, and_(Body.sort_name == name, Body.id > number)))
    found = query.options(joinedload(Body.organisation), selectinload(Body.organisations))
    return session.scalars(found.order_by(Body.sort_name, Body.id).limit(limit)).all()


def has_in_its_name(words: str) -> list[ColumnElement[bool]]:
    """SQL over Body: a body whose name holds each of these words, or parts of words."""
    return [Body.sort_name.contains(word, autoescape=True) for word in sort_name_of(words).split()]


def body_for(session: Session, body_id: int, by: Standings) -> Body:
    query = (
        select(Body)
        .where(Body.id == body_id, knows_body(by))
        .options(
            joinedload(Body.organisation),
            joinedload(Body.decider),
            selectinload(Body.organisations),
            selectinload(Body.members).joinedload(BodyMember.person),
            selectinload(Body.standing_items),
            selectinload(Body.reasons),
        )
    )
    body = session.scalars(query).one_or_none()
    if body is None:
        raise NotFound(NO_BODY)
    return body


def body_name_for(session: Session, body_id: int, by: Standings) -> str:
    """ "" where there is none that this person may know of."""
    return session.scalar(select(Body.name).where(Body.id == body_id, knows_body(by))) or ""


def people_to_seat(session: Session, body: Body) -> Sequence[Person]:
    """Everybody who works for an organisation it decides for now, by name."""
    return people_in(session, [organisation.id for organisation in body.organisations])


def people_in(session: Session, organisation_ids: Sequence[int]) -> Sequence[Person]:
    query = (
        select(Person)
        .where(Person.organisation_id.in_(organisation_ids), Person.closed_at.is_(None))
        .options(joinedload(Person.organisation))
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()


def organisations_but(session: Session, keeper_id: int) -> Sequence[Organisation]:
    """Those a body kept by this organisation can also decide for, by name."""
    return session.scalars(select(Organisation).where(Organisation.id != keeper_id).order_by(Organisation.name)).all()


def interests_at(session: Session, meeting_id: int) -> Sequence[InterestDeclared]:
    """The interests declared at a meeting, in the order they were declared."""
    return session.scalars(_INTERESTS, {"meeting_id": meeting_id}).all()


_INTERESTS = (
    select(InterestDeclared)
    .where(InterestDeclared.meeting_id == bindparam("meeting_id"))
    .options(joinedload(InterestDeclared.person))
    .order_by(InterestDeclared.id)
)


def meetings_of(session: Session, body_id: int, by: Standings, *, past: bool, limit: int) -> Sequence[Meeting]:
    """The meetings of a body that this person may know of, those nearest to today first: past, or from today on."""
    today = clock.today()
    query = select(Meeting).join(Meeting.body).where(Meeting.body_id == body_id, reads(by, Part.TITLE)).limit(limit)
    if past:
        query = query.where(Meeting.day < today).order_by(Meeting.day.desc(), Meeting.id.desc())
    else:
        query = query.where(Meeting.day >= today).order_by(Meeting.day, Meeting.id)
    return session.scalars(query).all()


def meeting_for(session: Session, meeting_id: int, by: Standings) -> MeetingRead:
    """The meeting; NotFound when there is none that this person may know of."""
    part = session.scalar(part_of_meeting(by), {"meeting_id": meeting_id})
    if not part:
        raise NotFound(NO_MEETING)
    return MeetingRead(load_meeting(session, meeting_id), Part(part))


def item_for(session: Session, item_id: int, by: Standings) -> ItemRead:
    """The item; NotFound when there is none that this person may know of, or it was taken off the agenda."""
    query = whole_item().join(AgendaItem.body).outerjoin(AgendaItem.meeting).add_columns(item_part_of(by))
    row = session.execute(query.where(AgendaItem.id == item_id, AgendaItem.removed_at.is_(None))).one_or_none()
    if row is None or row[1] < Part.OPEN:
        raise NotFound(NO_ITEM)
    item, part = row[0], Part(row[1])
    return ItemRead(item, part, shows(item, part, by.person_id))


def samples_of(session: Session, statement_ids: Sequence[int]) -> Mapping[int, Sequence[StatementSample]]:
    """Statement -> what advisers said of it, in order."""
    found: dict[int, list[StatementSample]] = {}
    query = select(StatementSample).where(StatementSample.statement_id.in_(statement_ids))
    rows = query.options(joinedload(StatementSample.adviser)).order_by(StatementSample.id)
    for row in session.scalars(rows) if statement_ids else ():
        found.setdefault(row.statement_id, []).append(row)
    return found


def between_of(
    session: Session, body_id: int, by: Standings, *, before: int = 0, limit: int = 25
) -> tuple[Sequence[tuple[AgendaItem, bool]], int]:
    """Items between meetings that this person may know of, the newest first, and whether each shows; then the id
    after which there are more, or 0."""
    part = item_part_of(by)
    query = (
        select(AgendaItem, part)
        .join(AgendaItem.body)
        .outerjoin(AgendaItem.meeting)
        .where(AgendaItem.body_id == body_id, AgendaItem.meeting_id.is_(None), AgendaItem.removed_at.is_(None))
        .where(part >= Part.OPEN)
        .order_by(AgendaItem.id.desc())
        .limit(limit + 1)
    )
    rows = session.execute(query.where(AgendaItem.id < before) if before else query).all()
    shown = [(item, shows(item, Part(may), by.person_id)) for item, may in rows[:limit]]
    return shown, shown[-1][0].id if len(rows) > limit else 0


def corrections_of(session: Session, override_id: int) -> Sequence[OverrideCorrection]:
    query = select(OverrideCorrection).where(OverrideCorrection.override_id == override_id)
    return session.scalars(query.options(joinedload(OverrideCorrection.adviser)).order_by(OverrideCorrection.id)).all()


def assessment_of(session: Session, subject_id: int) -> Assessment | None:
    """The assessment that follows a quick screen up, once it is started."""
    return session.scalar(select(Assessment).where(Assessment.subject_id == subject_id))
