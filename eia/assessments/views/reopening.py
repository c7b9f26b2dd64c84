"""A new version opened with one press: an action is overdue, or a condition somebody signed on has lapsed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_case import UNDER_WAY
from eia.assessments.afterwards.action_register import ACTION, Line
from eia.assessments.case import Case
from eia.assessments.models import ActionStanding
from eia.assessments.queries import late_with_cases
from eia.assessments.views.offers import Offer
from eia.assessments.workflow import TABLE
from eia.pages import day
from eia.people.queries import Standings

MOST_NAMED = 3
NAMED = 120


@dataclass(frozen=True, slots=True)
class Reopening:
    """The step as this person may take it, and the reason it is taken for."""

    case: Case
    offer: Offer
    because: str


def is_late(one: ActionStanding) -> bool:
    return one.is_open and one.status in UNDER_WAY and one.due < clock.today()


def late_of(progress: Mapping[int, ActionStanding]) -> list[ActionStanding]:
    """The overdue ones, the longest first."""
    return sorted(filter(is_late, progress.values()), key=lambda one: (one.due, one.mitigation_id))


def reopening(case: Case, by: Standings, late: Iterable[ActionStanding]) -> Reopening | None:
    """What those who may open a new version are offered for these overdue actions; None when there is nothing."""
    overdue, step = [one for one in late if is_late(one)], TABLE.steps["open_version"]
    standing = step.standing(case, by) if overdue and case.state in step.source else None
    if standing is None:
        return None
    said = [_because(one) for one in overdue[:MOST_NAMED]]
    more = len(overdue) - MOST_NAMED
    because = "\n".join([*said, f"And {more} more."] if more > 0 else said)
    return Reopening(case, Offer(step, step.reasons(case, by, standing)), because)


def reopenings(session: Session, by: Standings, lines: Iterable[Line]) -> dict[int, Reopening]:
    """Action -> what is offered for it in a list of actions, in a constant number of queries."""
    late = [line.id for line in lines if line.overdue and line.endpoint == ACTION]
    pairs = late_with_cases(session, late) if late else []
    found = {one.mitigation_id: reopening(case, by, [one]) for one, case in pairs}
    return {action_id: offered for action_id, offered in found.items() if offered}


def _because(one: ActionStanding) -> str:
    row = one.mitigation
    what = row.what if len(row.what) <= NAMED else f"{row.what[:NAMED].rstrip()}…"
    kind = "A condition has lapsed" if row.condition_id else "An action is overdue"
    return f"{kind}: “{what}”, due on {day(one.due)}, owner {one.owner.name}."
