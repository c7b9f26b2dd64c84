"""Which counts stand behind each table: of one stage or from the start, of one organisation or of all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from eia.promotions.figures.counts import POOLED, Breakdown, Count, ProcessCounts, Stage, StageKind, Tally
from eia.promotions.figures.results import Basis

NOTHING = Tally()
Place = tuple[str, str, str]
"""Stage, organisation, breakdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One table before anything is worked out: a tally for every group of the breakdown, NOTHING where none came."""

    basis: Basis
    stage: str
    entered_at: str
    organisation: str
    breakdown: Breakdown
    tallies: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Given:
    """The counts, found by their place. Nobody passes the eligible pool: who entered what follows counts as passed."""

    counts: ProcessCounts
    by_place: Mapping[Place, Mapping[str, Tally]]
    totals: Mapping[tuple[str, str], Tally]


def given(counts: ProcessCounts) -> Given:
    totals = {(each.stage, each.organisation): each.tally for each in counts.totals}
    return Given(counts, _with_pool_filled(counts), totals)


def layouts(given: Given) -> Iterator[Layout]:
    """Every table there is something to say in; pooled ones after those they are pooled from."""
    counts, by_place = given.counts, given.by_place
    for breakdown in counts.breakdowns:
        for stage in counts.stages:
            own = [_at_stage(by_place, stage, each, breakdown) for each in counts.organisations]
            yield from _and_pooled([each for each in own if each is not None])
            whole = [_from_start(by_place, counts, stage, each, breakdown) for each in counts.organisations]
            yield from _and_pooled([each for each in whole if each is not None])


def _with_pool_filled(counts: ProcessCounts) -> dict[Place, dict[str, Tally]]:
    by_place = _by_place(counts.counts)
    for stage, following in pairwise(counts.stages):
        if stage.kind is StageKind.ELIGIBLE_POOL:
            for (key, *rest), groups in list(by_place.items()):
                if key == stage.key:
                    after = by_place.get((following.key, rest[0], rest[1]), {})
                    by_place[key, rest[0], rest[1]] = {
                        group: tally if tally.passed is not None else _gone_on(tally, after.get(group, NOTHING))
                        for group, tally in groups.items()
                    }
    return by_place


def add(tallies: Iterable[Tally]) -> Tally:
    """All of them together; what one of them does not give is not known of all. Printed rates cannot be added."""
    several = list(tallies)
    return Tally(
        entered=_sum([each.entered for each in several]),
        passed=_sum([each.passed for each in several]),
        withdrew=_sum([each.withdrew for each in several]),
    )


def _sum(numbers: list[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _gone_on(tally: Tally, after: Tally) -> Tally:
    return replace(tally, passed=after.entered)


def _by_place(counts: Iterable[Count]) -> dict[Place, dict[str, Tally]]:
    by_place: dict[Place, dict[str, Tally]] = {}
    for each in counts:
        by_place.setdefault((each.stage, each.organisation, each.breakdown), {})[each.group] = each.tally
    return by_place


def _at_stage(
    by_place: Mapping[Place, Mapping[str, Tally]], stage: Stage, organisation: str, breakdown: Breakdown
) -> Layout | None:
    found = by_place.get((stage.key, organisation, breakdown.key))
    if found is None:
        return None
    return Layout(
        basis=Basis.STAGE,
        stage=stage.key,
        entered_at=stage.key,
        organisation=organisation,
        breakdown=breakdown,
        tallies={group.key: found.get(group.key, NOTHING) for group in breakdown.groups},
    )


def _from_start(
    by_place: Mapping[Place, Mapping[str, Tally]],
    counts: ProcessCounts,
    stage: Stage,
    organisation: str,
    breakdown: Breakdown,
) -> Layout | None:
    """Those who passed this stage, of all who entered the first one that anybody counted in this breakdown."""
    counted = {place[0] for place in by_place if place[2] == breakdown.key}
    passed_through = [each.key for each in counts.stages if each.key in counted]
    if stage.key not in passed_through or stage.key == passed_through[0]:
        return None
    until = passed_through[: passed_through.index(stage.key) + 1]
    here = [by_place.get((each, organisation, breakdown.key), {}) for each in until]
    if not here[0] or not here[-1]:
        return None
    return Layout(
        basis=Basis.FROM_START,
        stage=stage.key,
        entered_at=until[0],
        organisation=organisation,
        breakdown=breakdown,
        tallies={group.key: _whole_way([each.get(group.key, NOTHING) for each in here]) for group in breakdown.groups},
    )


def _whole_way(stages: list[Tally]) -> Tally:
    return Tally(entered=stages[0].entered, passed=stages[-1].passed, withdrew=add(stages).withdrew)


def _and_pooled(own: list[Layout]) -> Iterator[Layout]:
    """An organisation that gave nothing here is left out; a group that one of the others did not give is not known."""
    yield from own
    if len(own) > 1:
        groups = own[0].breakdown.groups
        pooled = {group.key: add(each.tallies[group.key] for each in own) for group in groups}
        yield replace(own[0], organisation=POOLED, tallies=pooled)
