"""Covered by a parent: what must be true of it, and when it is lost."""

from collections.abc import Sequence

from eia.assessments.case import Case
from eia.assessments.guards import needs
from eia.assessments.models import Version
from eia.errors import Reason
from eia.people.models import Organisation

DRIFTS = {"amend": "was adopted with changes", "reject": "was not adopted"}
"""Decisions on the parent's subject that are no longer what was assessed."""


def cover_lost(case: Case) -> str:
    """Why the parent does not cover it (any more), as a sentence; "" while it does, and without a parent."""
    return not_covered_by(case.cover.parent, case.organisations) if case.cover else ""


def not_covered_by(parent: Version, organisations: Sequence[Organisation]) -> str:
    """Why that version covers nothing for these organisations, as a sentence; "" when it does."""
    name = f"{parent.assessment.reference}, version {parent.number},"
    if parent.state != "signed_off":
        words = {"superseded": "was superseded", "withdrawn": "was withdrawn", "stopped": "was stopped"}
        return f"{name} {words.get(parent.state, 'is not signed')}."
    signed = {a.organisation_id for a in parent.adoptions if a.round == parent.round and a.status == "signed"}
    for organisation in organisations:
        if organisation.id not in signed:
            return f"{name} is not signed for {organisation.name}."
    decided = {decision.organisation_id: decision for decision in parent.assessment.decisions}
    for organisation in organisations:
        decision = decided.get(organisation.id)
        if decision and decision.outcome in DRIFTS:
            return f"What {name} assessed {DRIFTS[decision.outcome]} by {organisation.name}."
    return ""


def screening_answered_or_covered(case: Case) -> Reason | None:
    return None if case.cover else needs.screening_answered(case)


def screening_allows_it_or_covered(case: Case) -> Reason | None:
    return None if case.cover else needs.screening_allows_screening_out(case)


def minor_harms_met_or_covered(case: Case) -> Reason | None:
    return None if case.cover else needs.minor_harms_have_actions(case)


def parent_covers_it(case: Case) -> Reason | None:
    """The parent named is signed for every organisation of this one, and its decision has not drifted."""
    why = cover_lost(case)
    return Reason(f"The parent does not cover this: {why}", "assessments.cover", case.address) if why else None
