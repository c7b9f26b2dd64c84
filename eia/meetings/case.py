"""A meeting and all that is asked about it, loaded in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from eia.errors import NotFound
from eia.meetings.models import AgendaItem, Attendance, Body, BodyMember, Meeting
from eia.meetings.models.bodies import DECIDING, body_organisation
from eia.meetings.models.items import item_organisation
from eia.pages import day as day_in_words
from eia.people.models import Organisation


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
    given = {"meeting_id": meeting_id}
    if lock:
        session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    meeting = session.scalars(_MEETING, given).one_or_none()
    if meeting is None:
        raise NotFound("There is no such meeting, or you may not see it.")
    body = {"body_id": meeting.body_id}
    set_committed_value(meeting.body, "organisations", session.scalars(_DECIDED_FOR, body).all())
    set_committed_value(meeting.body, "members", session.scalars(_MEMBERS, body).all())
    items = session.scalars(_ITEMS, given).all()
    bound: defaultdict[int, list[Organisation]] = defaultdict(list)
    for item_id, organisation in session.execute(_BOUND, given) if items else ():
        bound[item_id].append(organisation)
    for item in items:
        set_committed_value(item, "organisations", bound[item.id])
    return MeetingCase(meeting, items, session.scalars(_CAME, given).all())


_READ_ANEW = {"populate_existing": True}
_OF_BODY, _ON_IT = bindparam("body_id", type_=Integer), AgendaItem.meeting_id == bindparam("meeting_id")
_MEETING = (
    select(Meeting)
    .where(Meeting.id == bindparam("meeting_id"))
    .options(joinedload(Meeting.body).options(joinedload(Body.organisation), joinedload(Body.decider)))
    .execution_options(**_READ_ANEW)
)
"""These are put together once: that takes longer than running them."""
_DECIDED_FOR = (
    select(Organisation)
    .join(body_organisation, body_organisation.c.organisation_id == Organisation.id)
    .where(body_organisation.c.body_id == _OF_BODY)
    .order_by(Organisation.name)
    .execution_options(**_READ_ANEW)
)
_MEMBERS = (
    select(BodyMember)
    .where(BodyMember.body_id == _OF_BODY)
    .options(joinedload(BodyMember.person))
    .order_by(BodyMember.id)
    .execution_options(**_READ_ANEW)
)
_ITEMS = (
    select(AgendaItem)
    .where(_ON_IT, AgendaItem.removed_at.is_(None))
    .options(joinedload(AgendaItem.author))
    .order_by(AgendaItem.position, AgendaItem.id)
    .execution_options(**_READ_ANEW)
)
_BOUND = (
    select(item_organisation.c.item_id, Organisation)
    .join(Organisation, Organisation.id == item_organisation.c.organisation_id)
    .join(AgendaItem, AgendaItem.id == item_organisation.c.item_id)
    .where(_ON_IT, AgendaItem.removed_at.is_(None))
    .order_by(Organisation.name)
)
_CAME = (
    select(Attendance)
    .where(Attendance.meeting_id == bindparam("meeting_id"))
    .options(joinedload(Attendance.person))
    .order_by(Attendance.id)
)
