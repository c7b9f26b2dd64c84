"""Calling a meeting, and what first stands on its agenda."""

from datetime import date, time

from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.commands.recording import record
from eia.meetings.deadlines import papers_due
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem, Body, Meeting
from eia.people.queries import Standings

ONLY_THOSE_WHO_RUN_IT = "Only its chair, deputy chair or secretary can do this. Ask one of them."


def call_meeting(
    session: Session, body: Body, *, day: date, begins: time, ends: time | None, place: str, link: str, by: Standings
) -> Meeting:
    """A meeting in draft with the standing items of its body; papers are due by the body's rule."""
    standing = standing_to_run(body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if day < clock.today():
        raise Refused(Reason("That day has passed. Give a day from today on.", anchor="day"))
    meeting = Meeting(
        body=body, day=day, begins=begins, ends=ends, place=place, link=link, papers_due=papers_due(body, day),
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
