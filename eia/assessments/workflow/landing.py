"""Where a step lands when there is more than one place: each answers with the name of a state."""

from collections.abc import Mapping

from eia.assessments.case import Case
from eia.assessments.models import UNANSWERED


def after_answer(case: Case, answers: Mapping[str, object]) -> str:
    """The state after one more organisation has answered, for every combination of answers.

    `answers` holds the status each organisation has now, by id (see `commands/signing.py`).
    """
    statuses: dict[int, str] = answers["statuses"]  # type: ignore[assignment]
    if statuses[case.lead.id] != "signed" or not set(UNANSWERED).isdisjoint(statuses.values()):
        return case.state
    if case.state == "screening_review":
        return "screened_out"
    outcome = case.submission.outcome if case.submission else case.answer("conclusion", "outcome")
    return "stopped" if case.framework.outcome(outcome).stops else "signed_off"


def after_refusal(case: Case, answers: Mapping[str, object]) -> str:
    """A refusal by the lead returns it to the author; by another it stays, or completes the round."""
    statuses: dict[int, str] = answers["statuses"]  # type: ignore[assignment]
    return "mitigation" if statuses[case.lead.id] == "refused" else after_answer(case, answers)


def chosen_stage(case: Case, answers: Mapping[str, object]) -> str:
    """The stage the returner chose."""
    return str(answers["stage"])


def stage_before_submission(case: Case, answers: Mapping[str, object]) -> str:
    return "screening" if case.state == "screening_review" else "mitigation"
