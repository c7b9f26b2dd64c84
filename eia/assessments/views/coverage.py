"""Who is covered: every organisation that is bound, and what it has said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eia.assessments.case import Case
from eia.assessments.guards.audiences import can_sign_as
from eia.assessments.joint.turns import due, stages, still_to_sign
from eia.assessments.models import ActionStanding
from eia.pages import joined
from eia.people.offices import Office

WORDS = {
    "pending": "has not answered yet",
    "signing": "has begun to sign",
    "signed": "signed",
    "refused": "refused: not covered",
    "withdrawn": "withdrew: not covered",
    "": "has not adopted it: not covered",
}

VOID = {"returned": "it was returned", "recalled": "it was called back", "withdrawn": "it was withdrawn"}
"""How a round ended that covers nobody, in words."""


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
    if case.submission and case.submission.ended_as in VOID:
        return [Coverage(a.organisation.name, _void(a.status, case.submission.ended_as), False) for a in case.adoptions]
    closed = case.state in ("signed_off", "screened_out")
    shown = case.bound if closed else case.organisations
    return [Coverage(o.name, _words(case, o.id, statuses), statuses.get(o.id) == "signed" and closed) for o in shown]


def _void(status: str, ended_as: str) -> str:
    """Of a round that ended before it was complete: what was signed in it counts no more, and nothing is owed."""
    said = {"signed": "signed, which is void", "signing": "had begun to sign, which is void", "refused": "refused"}
    return f"{said[status]}: {VOID[ended_as]}" if status in said else f"asked again when it is sent: {VOID[ended_as]}"


def _words(case: Case, organisation_id: int, statuses: Mapping[int, str]) -> str:
    """Where it stands; of one that signs in stages whose turn it is."""
    said = WORDS[statuses.get(organisation_id, "")]
    if statuses.get(organisation_id) != "signing":
        return said
    return f"{said}: {joined([office.words.lower() for office in due(case, organisation_id)])} next"


def nobody_answers(case: Case) -> list[tuple[str, Office]]:
    """Organisation and office in which nobody is left who could sign: somebody must be appointed."""
    left = {recusal.organisation_id for recusal in case.version.recusals}
    owing = {organisation.id for organisation in case.unanswered} | case.joining
    asked = [o for o in case.bound if o.id in owing and (o.id in left or len(stages(case, o.id)) > 1)]
    return [
        (organisation.name, office)
        for organisation in sorted(asked, key=lambda organisation: organisation.id)
        for office in still_to_sign(case, organisation.id)
        if not can_sign_as(case, organisation.id, office)
    ]


def overdue(case: Case, late: Sequence[ActionStanding]) -> list[tuple[ActionStanding, str]]:
    """Each with the organisation that signed on it as a condition, or “the decision”; "" for any other action."""
    if not any(one.mitigation.condition_id for one in late):
        return [(one, "") for one in late]
    signers = {s.id: s.organisation.name for sent in case.every_round for s in sent.signatures}
    conditions = [c for sent in case.every_round for c in sent.conditions]
    set_by = {c.id: signers[c.signature_id] if c.signature_id else "the decision" for c in conditions}
    return [(one, set_by.get(one.mitigation.condition_id or 0, "")) for one in late]
