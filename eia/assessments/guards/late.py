"""Late: the recorded decision came before any recorded regard to a version of the assessment.

Computed from the decision records, the signatures and quick screens of meetings, never from a forecast.
"""

from datetime import UTC, datetime, time

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import DecisionRecord


def regard_recorded_at(case: Case, organisation_id: int) -> datetime | None:
    """When any version was first signed for that organisation; signatures of void rounds do not count."""
    signed = [
        signature.signed_at
        for submission in case.every_round
        if submission.ended_as not in ("returned", "recalled", "withdrawn")
        for signature in submission.answers
        if signature.organisation_id == organisation_id and signature.kind != "refusal"
    ]
    return min(signed, default=None)


def came_late(case: Case, decision: DecisionRecord) -> bool:
    """Whether it was decided before that organisation's first signature, and before regard was recorded elsewhere.

    Without a time the day decides.
    """
    known = (regard_recorded_at(case, decision.organisation_id), decision.regarded_at)
    regard = min((at for at in known if at is not None), default=None)
    if regard is None:
        return True
    if decision.decided_at is None:
        return decision.decided_on < clock.london(regard).date()
    decided = datetime.combine(decision.decided_on, decision.decided_at or time(), tzinfo=clock.LONDON)
    return decided.astimezone(UTC) < regard.replace(second=0, microsecond=0)  # its time is known to the minute


def is_late(case: Case) -> bool:
    return any(came_late(case, decision) for decision in standing_decisions(case))


def standing_decisions(case: Case) -> list[DecisionRecord]:
    """The latest record of each organisation; an earlier one was corrected by it."""
    return list({decision.organisation_id: decision for decision in case.assessment.decisions}.values())
