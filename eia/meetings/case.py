"""A meeting and all that is asked about it, loaded in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.errors import NotFound
from eia.meetings.models import AgendaItem, Attendance, Body, BodyMember, Meeting
from eia.meetings.models.bodies import DECIDING
from eia.pages import day as day_in_words


@dataclass(frozen=True)
class MeetingCase:
    """What the table of meetings looks at. `items` are those that stand on the agenda, in their order."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    attendance: Sequence[Attendance]

    @property
    def state(self) -> str:
        return self.meeting.state

    @property
    def revision(self) -> int:
        return self.meeting.revision

    @property
    def body(self) -> Body:
        return self.meeting.body

    @property
    def sitting(self) -> list[BodyMember]:
        """Those who sit in the body on the day of the meeting; nobody whose account was closed before it."""
        return [member for member in self.body.members if member.sits_on(self.meeting.day)]

    @property
    def deciding(self) -> set[int]:
        """Those who decide at this meeting: the one person, or everybody who sits in a role that decides."""
        if self.body.decider_id is not None:
            return {self.body.decider_id}
        return {member.person_id for member in self.sitting if member.role in DECIDING}

    @property
    def title(self) -> str:
        """As messages and calendars call it."""
        return f"{self.body.name}, {day_in_words(self.meeting.day)}"


def load_meeting(session: Session, meeting_id: int, *, lock: bool = False) -> MeetingCase:
    """The case; `lock` holds the meeting's row until the transaction ends."""
    query = (
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.body).options(
                joinedload(Body.organisation),
                joinedload(Body.decider),
                selectinload(Body.organisations),
                selectinload(Body.members).joinedload(BodyMember.person),
            ),
        )
        .execution_options(populate_existing=True)
    )
    if lock:
        session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    meeting = session.scalars(query).one_or_none()
    if meeting is None:
        raise NotFound("There is no such meeting, or you may not see it.")
    on_it = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    items = session.scalars(
        on_it.order_by(AgendaItem.position, AgendaItem.id)
        .options(joinedload(AgendaItem.author), selectinload(AgendaItem.organisations))
        .execution_options(populate_existing=True)
    ).all()
    came = session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .options(joinedload(Attendance.person))
        .order_by(Attendance.id)
    ).all()
    return MeetingCase(meeting, items, came)
