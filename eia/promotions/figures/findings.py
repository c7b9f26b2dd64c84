"""What does not fit in the figures as they were given. A finding stands beside the number and changes nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

from eia.promotions.figures.counts import POOLED, Tally
from eia.promotions.figures.limits import Limits
from eia.promotions.figures.printed import recomputes
from eia.promotions.figures.results import Basis, Figure, Finding, Found, Measure
from eia.promotions.figures.tallies import NOTHING, Given, Layout, add


def findings_in(layout: Layout, declared: Figure, given: Given, limits: Limits) -> tuple[Finding, ...]:
    found = list(_declaration(declared, limits))
    if layout.basis is Basis.STAGE and layout.organisation != POOLED:
        found += _impossible(layout)
        found += _printed(layout, given)
        found += _sums(layout, given)
        found += _chain(layout, given)
    return tuple(found)


def _declaration(declared: Figure, limits: Limits) -> Iterator[Finding]:
    if declared.value is not None and declared.value < limits.declared.value:
        yield Finding(found=Found.FEW_DECLARED, measure=Measure.ENTERED, given=f"{100 * declared.value:.1f}")


def _impossible(layout: Layout) -> Iterator[Finding]:
    for group, tally in layout.tallies.items():
        if tally.is_impossible:
            yield _finding(Found.MORE_PASSED_THAN_ENTERED, Measure.PASSED, group, tally.passed, tally.entered)
        elif tally.entered is not None and tally.withdrew is not None:
            left = tally.withdrew + (tally.passed or 0)
            if left > tally.entered:
                yield _finding(Found.MORE_LEFT_THAN_ENTERED, Measure.ENTERED, group, left, tally.entered)


def _printed(layout: Layout, given: Given) -> Iterator[Finding]:
    for group, tally in [*layout.tallies.items(), *(("", each) for each in _totals(layout, given))]:
        if not recomputes(tally) and tally.entered and tally.passed is not None:
            rate = f"{100 * tally.passed / tally.entered:.2f}"
            yield _finding(Found.RATE_DOES_NOT_RECOMPUTE, Measure.RATE, group, tally.printed, rate)


def _sums(layout: Layout, given: Given) -> Iterator[Finding]:
    """Against the printed total; without one, against the breakdown with the most people."""
    own, totals = add(layout.tallies.values()), _totals(layout, given)
    found = Found.GROUPS_DIFFER_FROM_TOTAL if totals else Found.BREAKDOWNS_DIFFER
    for measure in (Measure.ENTERED, Measure.PASSED):
        mine = _measured(own, measure)
        several = [_measured(each, measure) for each in totals or _other_sums(layout, given)]
        most = max((each for each in several if each is not None), default=None)
        is_off = mine is not None and most is not None and (mine != most if totals else mine < most)
        if is_off:
            yield _finding(found, measure, "", mine, most)


def _chain(layout: Layout, given: Given) -> Iterator[Finding]:
    """Who enters a stage has passed the one before it, of those this organisation counted."""
    stages = [each.key for each in given.counts.stages]
    places = [(each, layout.organisation, layout.breakdown.key) for each in stages[: stages.index(layout.stage)]]
    before = [given.by_place[place] for place in places if place in given.by_place]
    for group, tally in layout.tallies.items() if before else ():
        passed = before[-1].get(group, NOTHING).passed
        if passed is None or tally.entered is None or passed == tally.entered:
            continue
        more = tally.entered > passed
        found = Found.MORE_ENTERED_THAN_PASSED_BEFORE if more else Found.FEWER_ENTERED_THAN_PASSED_BEFORE
        yield _finding(found, Measure.ENTERED, group, tally.entered, passed)


def _totals(layout: Layout, given: Given) -> list[Tally]:
    total = given.totals.get((layout.stage, layout.organisation))
    return [total] if total else []


def _other_sums(layout: Layout, given: Given) -> Iterator[Tally]:
    for breakdown in given.counts.breakdowns:
        tallies = given.by_place.get((layout.stage, layout.organisation, breakdown.key), {})
        if len(tallies) == len(breakdown.groups):
            yield add(tallies.values())


def _measured(tally: Tally, measure: Measure) -> int | None:
    return tally.entered if measure is Measure.ENTERED else tally.passed


def _finding(found: Found, measure: Measure, group: str, given: object, expected: object) -> Finding:
    return Finding(found=found, measure=measure, group=group, given=str(given), expected=str(expected))
