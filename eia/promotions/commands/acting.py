"""`act`: take one step of the table of processes. The only way a process changes its state."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record, said_since
from eia.people.queries import Standings
from eia.promotions.case import ProcessCase, load_process
from eia.promotions.commands import releasing, rounds
from eia.promotions.commands.telling import tell_of_step
from eia.promotions.models import PromotionProcess
from eia.promotions.workflow import PROCESS_TABLE
from eia.workflow.perform import Permitted, destination, move, permit

Answers = Mapping[str, Any]
Effect = Callable[[Session, ProcessCase, Permitted[ProcessCase], Answers], Answers]
"""What a step writes besides the state; answers with what the trail still needs to know."""


def _mark(session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Answers) -> Answers:
    """The mark of an override: it stays, whatever is signed later."""
    process = case.process
    process.override_reason = str(answers["reason"])
    process.override_by, process.override_at = permitted.by.person_id, clock.now()
    session.flush()
    return {"details": {"unsigned": sorted(one.code for one in case.unsigned)}}


def _relies_on(session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Answers) -> Answers:
    """What it was opened on: the version, and the digest of its shared part."""
    assessed = case.assessed
    if assessed is None:
        return {}
    said = {"reference": assessed.reference, "version": assessed.number, "digest": assessed.digest}
    return {"details": {"assessment": said}}


EFFECTS: Mapping[str, Effect] = {
    "open_process": _relies_on,
    "open_without": _mark,
    "run_again": rounds.begin_next,
    "next_round": rounds.begin_next,
    "prepare_release": releasing.ask_for_preview,
    "release": releasing.release_it,
    "withdraw_release": releasing.withdraw,
}


def act(session: Session, process_id: int, action: str, *, by: Standings, seen: int, answers: Answers) -> ProcessCase:
    """Take the step or raise the refusal. `seen` is the revision of the process that the reader saw."""
    case = load_process(session, process_id, lock=True)
    decided = said_since(session, case.process.stream) if seen != case.revision else ""
    permitted = permit(PROCESS_TABLE, case, action, by=by, seen=seen, decided=decided)
    effect = EFFECTS.get(action)
    told = {**answers, **(effect(session, case, permitted, answers) if effect else {})}
    step, before = permitted.step, case.state
    tells = {person for audience in step.tells for person in audience.finds(case)} - {by.person_id}
    new = destination(PROCESS_TABLE, case, step, told)
    if new != before:
        move(session, PromotionProcess, process_id, old=before, seen=case.revision, new=new, at=clock.now())
        case = load_process(session, process_id)
    actor, note = permitted.by.actor(permitted.standing), str(told.get("reason") or told.get("review") or "")
    record(
        session, case.process, step.event, actor=actor, sentence=str(told.get("sentence") or step.done), note=note,
        before={"state": before}, after=told.get("details"),
    )  # fmt: skip
    tell_of_step(session, case, step, tells, who=actor.name, note=note)
    return case
