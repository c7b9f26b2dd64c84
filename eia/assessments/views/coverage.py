"""Who is covered: every organisation that is bound, and what it has said."""

from collections.abc import Mapping
from dataclasses import dataclass

from eia import clock
from eia.assessments.case import Case
from eia.assessments.guards.audiences import can_answer
from eia.assessments.models import ActionStanding, Mitigation

WORDS = {
    "pending": "has not answered yet",
    "signed": "signed",
    "refused": "refused: not covered",
    "withdrawn": "withdrew: not covered",
    "": "has not adopted it: not covered",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    organisation: str
    words: str
    is_covered: bool


def coverage(case: Case) -> list[Coverage]:
    """Once it was sent: a line for each organisation of the round, and after it for each that is bound besides."""
    if not case.adoptions:
        return []
    statuses = {adoption.organisation_id: adoption.status for adoption in case.adoptions}
    closed = case.state in ("signed_off", "screened_out")
    shown = case.bound if closed else case.organisations
    return [Coverage(o.name, WORDS[statuses.get(o.id, "")], statuses.get(o.id) == "signed" and closed) for o in shown]


def nobody_answers(case: Case) -> list[str]:
    """The organisations in which everybody who could answer declared an interest: somebody must be appointed."""
    left = {recusal.organisation_id: recusal.organisation.name for recusal in case.version.recusals}
    pending = {organisation.id for organisation in case.unanswered}
    return [left[key] for key in sorted(left.keys() & (pending | case.joining)) if not can_answer(case, key)]


def overdue_conditions(case: Case, standings: Mapping[int, ActionStanding]) -> list[tuple[Mitigation, str]]:
    """Conditions past their day and still open, each with the organisation that signed on it, or “the decision”."""
    late = {key for key, standing in standings.items() if standing.is_open and standing.due < clock.today()}
    rows = [row for row in case.version.mitigations if row.condition_id and row.id in late]
    if not rows:
        return []
    signers = {s.id: s.organisation.name for sent in case.every_round for s in sent.signatures}
    conditions = [c for sent in case.every_round for c in sent.conditions]
    set_by = {c.id: signers[c.signature_id] if c.signature_id else "the decision" for c in conditions}
    return [(row, set_by[row.condition_id]) for row in rows if row.condition_id]
