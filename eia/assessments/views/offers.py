"""The steps as a page shows them: the button, what will happen, who will be told, and the reasons against."""

from collections.abc import Sequence
from dataclasses import dataclass

from eia.assessments.case import Case
from eia.assessments.guards.missing import proposed
from eia.assessments.joint.turns import due, on_a_route, turns_in_words
from eia.assessments.workflow import TABLE, WRITING
from eia.errors import Reason
from eia.pages import day, joined
from eia.people.queries import Standings
from eia.workflow.table import Step


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take here, with every reason why not yet."""

    step: Step[Case]
    reasons: Sequence[Reason]
    to_be_said: Sequence[Reason] = ()
    """Reasons against it that this person may go over by saying why."""

    @property
    def told(self) -> str:
        words = [audience.words for audience in self.step.tells]
        if not self.step.subject or not words:
            return ""
        told = joined(words)
        return f"{told[0].upper()}{told[1:]} will be told."


def offers(case: Case, by: Standings) -> list[Offer]:
    """Every step that this person may take in this state, ready or not, in the order of the table.

    Whoever has claimed the check is not told that it is claimed.
    """
    found = []
    for step in TABLE.from_state(case.state):
        if step.action == "claim" and case.version.adviser_id == by.person_id:
            continue
        standing = step.standing(case, by)
        if standing is not None:
            found.append(Offer(step, step.reasons(case, by, standing), step.to_be_said(case)))
    return found


def offer_of(case: Case, action: str, by: Standings) -> Offer | None:
    return next((offer for offer in offers(case, by) if offer.step.action == action), None)


def holder(case: Case) -> str:
    """Who has it now, in words."""
    if case.state in WRITING:
        return f"{case.version.author.name} (author)"
    if case.state in ("sign_off", "screening_review") and (turns := whose_turn(case)):
        return turns
    if case.state in ("adviser_review", "screening_review"):
        return case.version.adviser.name if case.version.adviser else "the equality advisers"
    return ""


def whose_turn(case: Case) -> str:
    """Whoever signs next: "the approvers of Bedfordshire"; "" for a screening that nobody signs on a route."""
    if case.state == "screening_review" and not on_a_route(case):
        return ""
    return turns_in_words([(one.name, due(case, one.id)) for one in case.unanswered])


@dataclass(frozen=True, slots=True)
class Where:
    """Who has it and what comes next, for the line on top of every page of an assessment."""

    holder: str
    next: Offer | None


def where_it_is(case: Case, by: Standings) -> Where:
    with_you = by.person_id == case.version.author_id and case.state in WRITING
    ahead = onward(case, offers(case, by))
    return Where("you" if with_you else holder(case), ahead[0] if ahead else None)


def onward(case: Case, offered: Sequence[Offer]) -> list[Offer]:
    """The steps that lead on from here, the likeliest first; going back to an earlier stage is not among them."""
    leading = [o for o in offered if not o.step.quiet and not _leads_back(case, o.step)]
    full = points_to_more(case)
    return sorted(leading, key=lambda offer: (offer.step.action == "go_to_full_assessment") != full)


def _leads_back(case: Case, step: Step[Case]) -> bool:
    now = TABLE.states[case.state].stage
    return bool(step.dest) and all(0 < TABLE.states[state].stage < now for state in step.dest)


def points_to_more(case: Case) -> bool:
    """Whether it is being screened, and the screening says that a full assessment follows."""
    if case.state != "screening" or not case.version.cells:
        return False
    outcome = proposed(case).outcome
    return outcome is not None and outcome.assess


def in_whose_hands(case: Case, key: str, by: Standings) -> str:
    """ "With Ada Lovelace, wanted by 3 December 2026." """
    rows = [row for row in case.in_hand if row.section == key]
    names = {row.person_id: row.person.name for row in rows} | {by.person_id: "you"}
    said = [f"{names[row.person_id]}{f', wanted by {day(row.wanted_by)}' if row.wanted_by else ''}" for row in rows]
    return f"With {joined(said)}." if said else ""
