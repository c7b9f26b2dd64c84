"""A new version opened with one press: an action is overdue, or a condition somebody signed on has lapsed."""

from collections.abc import Iterable
from dataclasses import dataclass

from eia.assessments.action_case import UNDER_WAY
from eia.assessments.case import Case
from eia.assessments.models import ActionStanding
from eia.assessments.views.offers import Offer, offer_of
from eia.pages import day
from eia.people.queries import Standings

MOST_NAMED = 3
NAMED = 120


@dataclass(frozen=True, slots=True)
class Reopening:
    """The step as this person may take it, and the reason it is taken for."""

    offer: Offer
    because: str


def reopening(case: Case, by: Standings, late: Iterable[ActionStanding]) -> Reopening | None:
    """What those who may open a new version are offered for these overdue actions; None when there is nothing."""
    overdue = [one for one in late if one.status in UNDER_WAY]
    offer = offer_of(case, "open_version", by) if overdue else None
    if offer is None:
        return None
    said = [_because(one) for one in overdue[:MOST_NAMED]]
    more = len(overdue) - MOST_NAMED
    return Reopening(offer, "\n".join([*said, f"And {more} more."] if more > 0 else said))


def _because(one: ActionStanding) -> str:
    row = one.mitigation
    what = row.what if len(row.what) <= NAMED else f"{row.what[:NAMED].rstrip()}…"
    kind = "A condition has lapsed" if row.condition_id else "An action is overdue"
    return f"{kind}: “{what}”, due on {day(one.due)}, owner {one.owner.name}."
