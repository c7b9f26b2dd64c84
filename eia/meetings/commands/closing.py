"""Closing a body: with the reason, and what becomes of its meetings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotOffered, Reason, Refused, Stale
from eia.meetings.commands.acting import act
from eia.meetings.commands.bodies import body_to_change
from eia.meetings.commands.recording import record_of_body
from eia.meetings.models import Body, Meeting
from eia.pages import day
from eia.people.queries import Standings

TO_CANCEL = ("drafted", "circulated")


def close_body(session: Session, body_id: int, *, reason: str, seen: str, by: Standings) -> Body:
    """Meetings to come are cancelled with the same reason, and those who sit there are told. One that was held is
    minuted first. What it decided stays, conditions that it tracks among it. `seen` names the body and the meetings
    that the page showed (`seen_of`).
    """
    body, standing = body_to_change(session, body_id, by)
    if body.closed_at is not None:
        raise NotOffered(f"{body.name} was closed already.")
    if seen != seen_of(session, body):
        raise Stale("The body or its meetings changed since you opened the page. Read it again, then close it.")
    held = meetings_at(session, body_id, ("held",))
    if held:
        words = f"The minutes of the meeting on {day(held[0].day)} are not signed yet. Sign them, then close the body."
        raise Refused(Reason(words, "meetings.meeting", {"meeting_id": held[0].id}))
    cancelled = meetings_at(session, body_id, TO_CANCEL)
    for meeting in cancelled:
        act(session, meeting.id, "cancel", by=by, seen=meeting.revision, answers={"reason": reason})
    body, _ = body_to_change(session, body_id, by)
    body.closed_at = clock.now()
    after = {"closed": True, "reason": reason, "cancelled": [meeting.id for meeting in cancelled]}
    record_of_body(session, body, "body_closed", actor=by.actor(standing), sentence=f"Closed: {reason}", after=after)
    return body


def seen_of(session: Session, body: Body) -> str:
    cancelled = "-".join(str(meeting.id) for meeting in meetings_at(session, body.id, TO_CANCEL))
    return f"{body.revision}:{cancelled}"


def meetings_at(session: Session, body_id: int, states: Sequence[str]) -> Sequence[Meeting]:
    query = select(Meeting).where(Meeting.body_id == body_id, Meeting.state.in_(states))
    return session.scalars(query.order_by(Meeting.day, Meeting.id)).all()
