"""`act`: take one step of the table. The only way a version changes its state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands import (
    adopting,
    beginning,
    checks,
    consultees,
    handing,
    rounds,
    signing,
    templates,
    versions,
)
from eia.assessments.commands.copies import KEEP_LOCAL, forget_writing
from eia.assessments.commands.recording import record
from eia.assessments.commands.telling import tell
from eia.assessments.contracts import tell_where_pinned
from eia.assessments.models import Version
from eia.assessments.workflow import TABLE
from eia.audit.record import SYSTEM
from eia.audit.recording import said_since
from eia.people.queries import Standings
from eia.workflow.perform import Permitted, destination, move, permit

Answers = Mapping[str, Any]
Effect = Callable[[Session, Case, Permitted[Case], Answers], Answers]
"""What a step writes besides the state; answers with what the landing and the trail still need to know."""

EFFECTS: Mapping[str, Effect] = {
    "send_screening": rounds.submit_screening,
    "send_to_adviser": rounds.submit_full,
    "claim": rounds.claim,
    "give_opinion": rounds.give_opinion,
    "give_verdicts": checks.give_verdicts,
    "return_to_author": rounds.return_points,
    "return_screening": rounds.return_points,
    "recall": rounds.end_as_recalled,
    "require_full_assessment": rounds.end_as_returned,
    "withdraw_draft": rounds.end_as_withdrawn,
    "withdraw": beginning.close_actions,
    "screen_out": signing.screen_out,
    "sign": signing.sign,
    "refuse": signing.refuse,
    "declare_interest": signing.declare_interest,
    "withdraw_adoption": adopting.withdraw_adoption,
    "check_local": adopting.check_local,
    "sign_before_adopting": adopting.sign_before_adopting,
    "adopt": adopting.adopt,
    "offer_template": templates.offer,
    "take_template_back": templates.take_back,
    "open_version": versions.open_version,
    "challenge": versions.challenge,
    "give_sections": handing.give_sections,
    "give_local_part": handing.give_local_part,
    "hand_back_sections": handing.hand_back_sections,
    "take_back_sections": handing.take_back_sections,
    "hand_over": handing.hand_over,
    "ask_opinion": consultees.ask_opinion,
    "answer_opinion": consultees.answer_opinion,
    "take_back_request": consultees.take_back_request,
}


STANDS_NO_LONGER: Mapping[str, str] = {
    "withdraw": "was withdrawn", "challenge": "is challenged", "supersede": "was superseded by a later version",
    "withdraw_adoption": "is not adopted any longer by an organisation that had signed it",
}  # fmt: skip
"""Steps after which a version does not stand as it did in front of those who decide, in words."""


def act(session: Session, version_id: int, action: str, *, by: Standings, seen: int, answers: Answers) -> Case:
    """Take the step or raise the refusal. `seen` is the revision the reader saw; `answers` what its form asked."""
    return take_step(session, load_case(session, version_id, lock=True), action, by=by, seen=seen, answers=answers)


def take_step(session: Session, case: Case, action: str, *, by: Standings, seen: int, answers: Answers) -> Case:
    """The same for a version that was locked and loaded in this transaction."""
    seen = _looking_past_answers(case, action, by, seen)
    decided = said_since(session, case.assessment.stream) if seen != case.revision else ""
    permitted = permit(TABLE, case, action, by=by, seen=seen, decided=decided, said=str(answers.get("over") or ""))
    effect = EFFECTS.get(action)
    told = {**answers, **(effect(session, case, permitted, answers) if effect else {})}
    return _land(session, case, permitted, told)


def _looking_past_answers(case: Case, action: str, by: Standings, seen: int) -> int:
    """The revision the reader saw; the present one when this step only adds an answer, and nothing that came since
    is more than an answer or the local part of another organisation.
    """
    step = TABLE.steps.get(action)
    standing = step.standing(case, by) if step and step.beside else None
    beside = _revisions_beside(case, standing.organisation_id) if standing else set()
    if not 0 < case.revision - seen <= len(beside):
        return seen
    return case.revision if set(range(seen + 1, case.revision + 1)) <= beside else seen


def _revisions_beside(case: Case, organisation_id: int) -> set[int]:
    """The revisions that only added an answer, or changed the local part of another organisation."""
    parts = case.submission.parts if case.submission else []
    amended = {p.revision for p in parts if p.revision and p.organisation_id != organisation_id}
    return amended | {signature.revision for signature in case.signatures}


def _land(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Case:
    step, before = permitted.step, case.state
    told = {person for audience in step.tells for person in audience.finds(case)} - {permitted.by.person_id}
    new = destination(TABLE, case, step, answers)
    if new != before:
        move(session, Version, case.version.id, old=before, seen=case.revision, new=new, at=clock.now())
        if not TABLE.states[new].editable and (TABLE.states[before].editable or new not in KEEP_LOCAL):
            forget_writing(session, case.version.id, new)
        case = replace(case)  # what was worked out of the former state is forgotten; what was read holds still
    note = str(answers.get("reason") or answers.get("remark") or "")
    sentence = str(answers.get("sentence") or step.done)
    actor = permitted.by.actor(permitted.standing)
    details = answers.get("details") or {}
    record(
        session, case, step.event, actor=actor, sentence=sentence, note=note, before={"state": before}, after=details
    )
    tell(session, case, step, told, who=actor.name, sentence=sentence, note=note, values=_where(case))
    if step.action in STANDS_NO_LONGER:
        words = STANDS_NO_LONGER[step.action]
        tell_where_pinned(session, case.version.id, words, by_id=permitted.by.person_id)
    if new in ("signed_off", "screened_out") and new != before:
        beginning.begin_actions(session, case, by=permitted.by)
        _supersede_earlier(session, case, permitted.by)
    return case


def _where(case: Case) -> Answers:
    planned = case.version.planned_day
    return {"state": TABLE.states[case.state].title, "planned": planned.isoformat() if planned else ""}


def _supersede_earlier(session: Session, case: Case, by: Standings) -> None:
    """The version before is superseded the moment a later one is signed or screened out."""
    step = TABLE.steps["supersede"]
    earlier_ones = case.assessment.versions if case.version.number > 1 else []
    for version in earlier_ones:
        if version.number < case.version.number and version.state in step.source:
            earlier = load_case(session, version.id, lock=True)
            old = earlier.state
            new = destination(TABLE, earlier, step, {})
            move(session, Version, version.id, old=old, seen=earlier.revision, new=new, at=clock.now())
            earlier = load_again(session, earlier)
            sentence = f"{step.done}, version {case.version.number}"
            told = {person for audience in step.tells for person in audience.finds(earlier)}
            handed = beginning.hand_on(session, earlier, case, by)
            record(session, earlier, step.event, actor=SYSTEM, sentence=sentence, before={"state": old}, after=handed)
            tell_where_pinned(session, version.id, STANDS_NO_LONGER["supersede"], by_id=None)
            tell(session, earlier, step, told, who=SYSTEM.name, sentence=sentence, values=_where(earlier))
