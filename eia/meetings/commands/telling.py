"""One way to tell people of a meeting: its notices, queued with the change."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from eia.meetings.case import MeetingCase
from eia.notices.outbox import queue_notice
from eia.workflow.table import Step


def tell_of_step(
    session: Session, case: MeetingCase, step: Step[MeetingCase], told: set[int], *, who: str, note: str
) -> None:
    """Nothing for a step that tells nobody."""
    if step.subject:
        subject = step.subject.format(title=case.title)
        tell(session, case, step.event, told, subject=subject, who=who, note=note, at_once=step.at_once)


def tell(
    session: Session,
    case: MeetingCase,
    event: str,
    told: Iterable[int],
    *,
    subject: str,
    who: str,
    note: str = "",
    at_once: bool = False,
    also: Iterable[str] = (),
) -> None:
    """A message about this meeting, with when and where it is. `also` are further lines of it."""
    meeting = case.meeting
    values = {
        "title": case.body.name,
        "who": who,
        "note": note,
        "day": meeting.day,
        "begins": meeting.begins.isoformat("minutes"),
        "place": meeting.place,
        "online": meeting.link,
        "papers_due": meeting.papers_due,
        "also": list(also),
        "link": {"endpoint": "meetings.meeting", "values": {"meeting_id": meeting.id}},
    }
    queue_notice(
        session,
        event=event,
        to=sorted(told),
        subject=subject,
        values=values,
        about=meeting.stream,
        may_wait=not at_once,
    )
