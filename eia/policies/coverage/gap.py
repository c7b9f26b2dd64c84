"""The gap, counted: per organisation, unit and class of policy, however many policies there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia.people.models import Organisation, Unit
from eia.people.queries import Standings
from eia.policies.catalogue.lists import class_title, classes
from eia.policies.coverage.counts import CLASS, NO_UNIT, UNIT, WHOLE
from eia.policies.coverage.reading import Sums, organisations_of, sums_now
from eia.policies.coverage.words import NOT_FOLLOWED, STANDING, Covered
from eia.policies.queries import NO_CLASS


@dataclass(slots=True)
class Group:
    """A unit or a class: how many policies, and how many of them without an assessment in date. `key` as in lists."""

    key: str
    title: str
    total: int = 0
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where open versions have not moved: how many, and since when the longest."""

    state: str
    count: int
    since: datetime


@dataclass(slots=True)
class Coverage:
    organisation: Organisation
    counts: Mapping[Covered, int]
    units: Sequence[Group]
    """Those with the most policies not in date first."""
    classes: Sequence[Group]
    stuck: Sequence[Stuck]
    others: Mapping[str, int] = field(default_factory=dict)
    """Policies nobody follows: how many drafts, how many retired."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def gap(self) -> int:
        """Policies without an assessment that this organisation signed and that is in date."""
        return sum(count for covered, count in self.counts.items() if covered.is_gap)


def coverage(session: Session, by: Standings) -> Sequence[Coverage]:
    """One for each organisation this person works or acts for, those without policies too; in three statements."""
    organisations = organisations_of(session, by)
    mine = [one.id for one in organisations]
    sums = sums_now(session, mine)
    units = _units(session, {key for _, part, key, *_ in sums.count if part == UNIT and key != NO_UNIT})
    return [_of(one, sums, units) for one in organisations]


def _units(session: Session, keys: set[str]) -> dict[str, Unit]:
    """By key. Of a policy that another organisation leads it is a unit of theirs."""
    query = select(Unit).where(Unit.id.in_(sorted(map(int, keys)))).options(joinedload(Unit.organisation))
    return {str(one.id): one for one in session.scalars(query)}


def _unit_title(unit: Unit | None, organisation: Organisation) -> str:
    if unit is None:
        return "No unit named"
    return unit.name if unit.organisation_id == organisation.id else f"{unit.name} ({unit.organisation.name})"


def _of(organisation: Organisation, sums: Sums, units: Mapping[str, Unit]) -> Coverage:
    by_unit: dict[str, Group] = {}
    by_class = {key: Group(key, one.title) for key, one in classes().items()}
    counts, others, stuck = Counter[Covered](), dict[str, int](), list[Stuck]()
    for (whose, part, key, covered, place), count in sums.count.items():
        if whose != organisation.id or not count:
            continue
        if covered in NOT_FOLLOWED:
            others[covered] = count
        elif part == WHOLE:
            counts[Covered(covered)] += count
            if place:
                stuck.append(Stuck(place, count, sums.longest[whose, place]))
        elif part == UNIT:
            _add(by_unit.setdefault(key, Group(key, _unit_title(units.get(key), organisation))), covered, count)
        elif part == CLASS:
            title = class_title("" if key == NO_CLASS else key)
            _add(by_class.setdefault(key, Group(key, title)), covered, count)
    ordered = sorted(by_unit.values(), key=lambda one: (-one.gap, one.title.casefold(), one.key))
    return Coverage(
        organisation, {covered: counts[covered] for covered in STANDING}, ordered,
        [one for one in by_class.values() if one.total], sorted(stuck, key=lambda one: one.since),
        dict(sorted(others.items())),
    )  # fmt: skip


def _add(group: Group, covered: str, count: int) -> None:
    group.total += count
    group.gap += count if Covered(covered).is_gap else 0
