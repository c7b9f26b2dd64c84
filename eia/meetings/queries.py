"""Looking up bodies and meetings for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.errors import NotFound
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.models import AgendaItem, Body, BodyMember, Meeting
from eia.meetings.readers import Part, knows_body, part_of, reads
from eia.people.queries import Standings

NO_BODY = "There is no such body, or you may not see it."
NO_MEETING = "There is no such meeting, or you may not see it."
NO_ITEM = "There is no such item, or you may not see it."


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """A meeting, and how much of it its reader may read."""

    case: MeetingCase
    part: Part

    def shows(self, item: AgendaItem, person_id: int) -> bool:
        """Whether this reader reads the item itself, and not only that it is restricted."""
        return item.author_id == person_id or self.part >= (Part.RESTRICTED if item.restricted else Part.OPEN)


def bodies_for(session: Session, by: Standings, *, limit: int = 100) -> Sequence[Body]:
    """The bodies this person may know of, by name."""
    query = (
        select(Body)
        .where(knows_body(by), Body.closed_at.is_(None))
        .options(joinedload(Body.organisation), selectinload(Body.organisations))
        .order_by(Body.sort_name, Body.id)
        .limit(limit)
    )
    return session.scalars(query).all()


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


def meetings_of(session: Session, body_id: int, by: Standings, *, limit: int = 50) -> Sequence[Meeting]:
    """The meetings of a body that this person may know of, the latest first."""
    query = (
        select(Meeting)
        .join(Meeting.body)
        .where(Meeting.body_id == body_id, reads(by, Part.TITLE))
        .order_by(Meeting.day.desc(), Meeting.id.desc())
        .limit(limit)
    )
    return session.scalars(query).all()


def meeting_for(session: Session, meeting_id: int, by: Standings) -> MeetingRead:
    """The meeting; NotFound when there is none that this person may know of."""
    part = session.scalar(select(part_of(by)).select_from(Meeting).join(Meeting.body).where(Meeting.id == meeting_id))
    if not part:
        raise NotFound(NO_MEETING)
    return MeetingRead(load_meeting(session, meeting_id), Part(part))
