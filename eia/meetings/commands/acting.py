"""`act`: take one step of the table of meetings. The only way a meeting changes its state."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.recording import record
from eia.meetings.models import Meeting
from eia.meetings.workflow import MEETING_TABLE
from eia.people.queries import Standings
from eia.workflow.perform import Permitted, destination, move, permit

Answers = Mapping[str, Any]
Effect = Callable[[Session, MeetingCase, Permitted[MeetingCase], Answers], Answers]
"""What a step writes besides the state; answers with what the trail still needs to know."""


def _go_out(session: Session, case: MeetingCase, permitted: Permitted[MeetingCase], answers: Answers) -> Answers:
    case.meeting.circulated_at = clock.now()
    session.flush()
    return {"details": {"items": [item.id for item in case.items]}}


EFFECTS: Mapping[str, Effect] = {"circulate": _go_out}


def act(session: Session, meeting_id: int, action: str, *, by: Standings, seen: int, answers: Answers) -> MeetingCase:
    """Take the step or raise the refusal. `seen` is the revision of the meeting that the reader saw."""
    case = load_meeting(session, meeting_id, lock=True)
    decided = _decided(session, case) if seen != case.revision else ""
    permitted = permit(MEETING_TABLE, case, action, by=by, seen=seen, decided=decided)
    effect = EFFECTS.get(action)
    told = {**answers, **(effect(session, case, permitted, answers) if effect else {})}
    step, before = permitted.step, case.state
    new = destination(MEETING_TABLE, case, step, told)
    if new != before:
        move(session, Meeting, case.meeting.id, old=before, seen=case.revision, new=new, at=clock.now())
        case = load_meeting(session, meeting_id)
    record(
        session,
        case.meeting,
        step.event,
        actor=permitted.by.actor(permitted.standing),
        sentence=str(told.get("sentence") or step.done),
        note=str(told.get("reason") or ""),
        before={"state": before},
        after=told.get("details"),
    )
    return case


def _decided(session: Session, case: MeetingCase) -> str:
    """Who acted last, for the one who came too late."""
    last = entries(session, case.meeting.stream, newest=1)
    body = last[0].payload.body if last and last[0].payload else None
    if not body:
        return ""
    at = clock.london(last[0].at)
    who, what = body["actor"]["name"], body["sentence"]
    return f"Already changed by {who} at {at:%H:%M} on {at.day} {at:%B %Y}: {what}. Read it again, then decide."
