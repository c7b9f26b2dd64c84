"""Putting an item on an agenda."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.case import load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.recording import record
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem
from eia.meetings.models.items import KINDS
from eia.people.models import Organisation, Person
from eia.people.queries import Standings


def add_item(
    session: Session, meeting_id: int, *, kind: str, title: str, author: Person, report: str = "",
    recommendation: str = "", restricted_reason: str = "", organisations: Sequence[Organisation] = (),
    late_reason: str = "", by: Standings,
) -> AgendaItem:  # fmt: skip
    """An item at the end of the agenda. It binds every organisation of the body unless some are named."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if case.state not in ("drafted", "circulated"):
        raise Refused("Nothing is added to the agenda of a meeting that has ended. Put it on the next one.")
    bound = list(organisations) or list(case.body.organisations)
    if {one.id for one in bound} - {one.id for one in case.body.organisations}:
        raise Refused(Reason("The body does not decide for every organisation you named.", anchor="organisations"))
    last = session.scalars(select(AgendaItem.position).where(AgendaItem.meeting_id == meeting_id)).all()
    item = AgendaItem(
        body_id=case.body.id, meeting_id=meeting_id, position=max(last, default=0) + 1, kind=kind, title=title,
        author_id=author.id, report=report, recommendation=recommendation, restricted=bool(restricted_reason),
        restricted_reason=restricted_reason, is_equality=False, late_reason=late_reason, organisations=bound,
        created_by=by.person_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(item)
    case.meeting.revision += 1
    session.flush()
    after = {"item": item.id, "kind": kind, "title": title, "author": author.id}
    sentence = f"{KINDS[kind]}: “{title}” was put on the agenda"
    record(session, case.meeting, "item_added", actor=by.actor(standing), sentence=sentence, after=after)
    return item
