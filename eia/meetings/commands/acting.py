"""`act`: take one step of the table of meetings. The only way a meeting changes its state."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record, said_since
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands import minuting, putting_off
from eia.meetings.commands.packs import queue_pack
from eia.meetings.commands.telling import tell_of_step
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
    parts = ["open", *(["restricted"] if any(item.restricted for item in case.items) else [])]
    packs = [queue_pack(session, case, part, 0, permitted.by)[0].id for part in parts]
    return {"details": {"items": [item.id for item in case.items], "packs": packs}}


EFFECTS: Mapping[str, Effect] = {
    "circulate": _go_out,
    "adjourn": putting_off.carry_all_on,
    "sign_minutes": minuting.sign,
}


def act(session: Session, meeting_id: int, action: str, *, by: Standings, seen: int, answers: Answers) -> MeetingCase:
    """Take the step or raise the refusal. `seen` is the revision of the meeting that the reader saw."""
    case = load_meeting(session, meeting_id, lock=True)
    decided = said_since(session, case.meeting.stream) if seen != case.revision else ""
    permitted = permit(MEETING_TABLE, case, action, by=by, seen=seen, decided=decided)
    effect = EFFECTS.get(action)
    told = {**answers, **(effect(session, case, permitted, answers) if effect else {})}
    step, before = permitted.step, case.state
    tells = {person for audience in step.tells for person in audience.finds(case)} - {by.person_id}
    new = destination(MEETING_TABLE, case, step, told)
    if new != before:
        move(session, Meeting, case.meeting.id, old=before, seen=case.revision, new=new, at=clock.now())
        case = load_meeting(session, meeting_id)
    actor, note = permitted.by.actor(permitted.standing), str(told.get("reason") or "")
    sentence = str(told.get("sentence") or step.done)
    before_it, details = {"state": before}, told.get("details")
    record(
        session, case.meeting, step.event, actor=actor, sentence=sentence, note=note, before=before_it, after=details
    )
    tell_of_step(session, case, step, tells, who=actor.name, note=note)
    return case
