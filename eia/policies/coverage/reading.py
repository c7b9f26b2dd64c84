"""How policies stand, read from what is kept: right also where their time has come and nobody has written it yet."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, literal_column, null, select, union_all
from sqlalchemy.orm import Session

from eia import clock
from eia.counting import Key, change, columns_of
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.plans import unsought
from eia.policies.coverage.counts import WHOLE, counted_in
from eia.policies.coverage.sources import KEPT, Kept, time_has_come
from eia.policies.coverage.words import NOT_FOLLOWED, Covered
from eia.policies.models import CoverageCount, Policy, PolicyCoverage

STUCK = literal_column(f"'{Covered.STUCK}'", String)
"""Written out, so that a database knows that the index of these has all of them."""
Branch = Select[*tuple[Any, ...]]
LONGEST, WAITING = "longest", "waiting"
"""What a line of the one statement says, besides the parts that are counted."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How one policy stands for one organisation; `where` its open version is, and since when."""

    organisation: Organisation
    covered: Covered
    where: str
    since: datetime | None


def organisations_of(session: Session, by: Standings) -> Sequence[Organisation]:
    """Those this person works or acts for, by name."""
    mine = Organisation.id.in_(sorted(organisation_ids_of(by)))
    return session.scalars(select(Organisation).where(mine).order_by(Organisation.name)).all()


def organisation_ids_of(by: Standings) -> set[int]:
    return {by.organisation_id, *(standing.organisation_id for standing in by.held)}


def stands_for(session: Session, policy: Policy, by: Standings) -> Sequence[Stands]:
    """One for each organisation of this person that the policy binds; nothing while nobody follows it."""
    now, rows = clock.now(), session.execute(select(*KEPT).where(PolicyCoverage.policy_id == policy.id))
    found = {row.organisation_id: row.as_of(now) for row in (Kept(*one) for one in rows)}
    mine = [(one, found[one.id]) for one in organisations_of(session, by) if one.id in found]
    return [
        Stands(one, Covered(row.covered), row.place, row.since) for one, row in mine if row.covered not in NOT_FOLLOWED
    ]


@dataclass(slots=True)
class Sums:
    """How many policies have each key, and since when the one that has not moved for longest is where it is."""

    count: Counter[Key]
    longest: dict[tuple[int, str], datetime]
    """By organisation and state."""


def sums_now(session: Session, organisation_ids: Collection[int]) -> Sums:
    """In one statement, so that all is of one instant. What waits to be turned is counted as it will be."""
    now, found = clock.now(), Sums(Counter(), {})
    mine = sorted(organisation_ids)
    query = union_all(_longest(mine), _counted(mine), _waiting(mine, now))
    for whose, part, key, covered, place, number, policy_class, since in session.execute(query):
        if part == LONGEST:
            found.longest[whose, place] = since
        elif part == WAITING:
            row = Kept(0, whose, covered, int(key) if key else None, policy_class, place, since, now, "")
            found.count.update(change(counted_in(row), counted_in(row.as_of(now))))
            if row.covered == Covered.IN_PROGRESS:
                found.longest[whose, place] = min(since, found.longest.get((whose, place), since))
        else:
            found.count[whose, part, key, covered, place] += int(number)
    return found


def _counted(mine: Sequence[int]) -> Branch:
    key, where = columns_of(CoverageCount), CoverageCount.organisation_id.in_(mine)
    return select(*key, func.sum(CoverageCount.number), literal(""), null()).where(where).group_by(*key)


def _waiting(mine: Sequence[int], now: datetime) -> Branch:
    row = PolicyCoverage
    unit = func.coalesce(cast(row.unit_id, String), "")
    return select(
        row.organisation_id, literal(WAITING), unit, row.covered, row.place, literal(1), row.policy_class, row.since
    ).where(unsought(row.organisation_id).in_(mine), time_has_come(now))


def _longest(mine: Sequence[int]) -> Branch:
    """One look into an index for each state in which something does not move."""
    count, row = CoverageCount, PolicyCoverage
    places = (
        select(count.organisation_id, count.place)
        .where(count.organisation_id.in_(mine), count.part == WHOLE, count.key == "")
        .where(count.covered == Covered.STUCK.value)
        .distinct()
        .subquery()
    )
    first = (
        select(func.min(row.since))
        .where(row.organisation_id == places.c.organisation_id, row.place == places.c.place)
        .where(row.covered == STUCK)
        .scalar_subquery()
    )
    empty = literal("")
    return select(places.c.organisation_id, literal(LONGEST), empty, empty, places.c.place, literal(0), empty, first)
