"""The steps as a page shows them: the button, what will happen, who will be told, and the reasons against."""

from collections.abc import Sequence
from dataclasses import dataclass

from eia.assessments.case import Case
from eia.assessments.workflow import TABLE, WRITING
from eia.errors import Reason
from eia.people.queries import Standings
from eia.workflow.table import Step


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take here, with every reason why not yet."""

    step: Step[Case]
    reasons: Sequence[Reason]

    @property
    def told(self) -> str:
        words = [audience.words for audience in self.step.tells]
        if not self.step.subject or not words:
            return ""
        return f"{', '.join(words)} will be told.".capitalize()


def offers(case: Case, by: Standings) -> list[Offer]:
    """Every step that this person may take in this state, ready or not, in the order of the table."""
    found = []
    for step in TABLE.from_state(case.state):
        standing = step.standing(case, by)
        if standing is not None:
            found.append(Offer(step, step.reasons(case, by, standing)))
    return found


def offer_of(case: Case, action: str, by: Standings) -> Offer | None:
    return next((offer for offer in offers(case, by) if offer.step.action == action), None)


def holder(case: Case) -> str:
    """Who has it now, in words."""
    if case.state in WRITING:
        return f"{case.version.author.name} (author)"
    if case.state in ("adviser_review", "screening_review"):
        return case.version.adviser.name if case.version.adviser else "the equality advisers"
    if case.state == "sign_off":
        waiting = [a.organisation.name for a in case.adoptions if a.status == "pending"]
        return f"the approvers of {', '.join(waiting)}"
    return ""


@dataclass(frozen=True, slots=True)
class Where:
    """Who has it and what comes next, for the line on top of every page of an assessment."""

    holder: str
    next: Offer | None


def where_it_is(case: Case, by: Standings) -> Where:
    with_you = by.person_id == case.version.author_id and case.state in WRITING
    return Where("you" if with_you else holder(case), next((o for o in offers(case, by) if not o.step.quiet), None))
