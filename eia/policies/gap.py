"""The gap, counted: per organisation, unit and class of policy, in one statement and from it alone."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.policies.catalogue.lists import class_title, classes
from eia.policies.coverage import STANDING, Covered, organisations_of, standing
from eia.policies.models import BINDING, Policy
from eia.policies.queries import NO_CLASS, units_of
from eia.subjects.models import subject_organisation


@dataclass(slots=True)
class Group:
    """A unit or a class: how many policies, and how many of them without an assessment in date. `key` as in lists."""

    key: str
    title: str
    total: int = 0
    gap: int = 0


@dataclass(slots=True)
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


@dataclass(frozen=True, slots=True)
class _Line:
    unit_id: int | None
    policy_class: str
    covered: Covered
    place: str | None
    count: int
    since: datetime | None


def coverage(session: Session, by: Standings) -> Sequence[Coverage]:
    """One for each organisation this person works or acts for, those without policies too; in four statements."""
    organisations = organisations_of(session, by)
    mine = [one.id for one in organisations]
    stands = standing(mine).subquery().c
    keys = (stands.organisation_id, stands.unit_id, stands["class"], stands.covered, stands.place)
    lines: dict[int, list[_Line]] = defaultdict(list)
    for row in session.execute(select(*keys, func.count(), func.min(stands.since)).group_by(*keys)):
        lines[row[0]].append(_Line(row[1], row[2], Covered(row[3]), row[4], row[5], row[6]))
    others, units = _others(session, mine), {one.id: one.name for one in units_of(session, mine)}
    return [_of(one, lines[one.id], units, others[one.id]) for one in organisations]


def _others(session: Session, organisation_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    binds, policy = subject_organisation.c, Policy.__table__.c
    query = (
        select(binds.organisation_id, policy.state, func.count())
        .join(Policy.__table__, policy.id == binds.subject_id)
        .where(binds.organisation_id.in_(organisation_ids), policy.state.not_in(BINDING))
        .group_by(binds.organisation_id, policy.state)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for organisation_id, state, count in session.execute(query):
        found[organisation_id][state] = count
    return found


def _of(
    organisation: Organisation, lines: Sequence[_Line], units: Mapping[int, str], others: Mapping[str, int]
) -> Coverage:
    counts: Counter[Covered] = Counter()
    by_unit: dict[str, Group] = {}
    by_class = {key: Group(key, one.title) for key, one in classes().items()}
    stuck: dict[str, Stuck] = {}
    for line in lines:
        counts[line.covered] += line.count
        unit = str(line.unit_id or "none")
        _add(by_unit.setdefault(unit, Group(unit, units.get(line.unit_id or 0, "No unit named"))), line)
        key = line.policy_class or NO_CLASS
        _add(by_class.setdefault(key, Group(key, class_title(line.policy_class))), line)
        if line.covered is Covered.STUCK and line.place and line.since:
            place = stuck.setdefault(line.place, Stuck(line.place, 0, line.since))
            place.count, place.since = place.count + line.count, min(place.since, line.since)
    ordered = sorted(by_unit.values(), key=lambda one: (one.key == "none", one.title.casefold()))
    return Coverage(
        organisation, {covered: counts[covered] for covered in STANDING}, ordered,
        [one for one in by_class.values() if one.total], sorted(stuck.values(), key=lambda one: one.since), others,
    )  # fmt: skip


def _add(group: Group, line: _Line) -> None:
    group.total += line.count
    group.gap += line.count if line.covered.is_gap else 0
