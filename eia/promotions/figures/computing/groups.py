"""What is said of each group by itself: its rates, its shares, and its rate beside the highest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eia.promotions.figures.computing.intervals import wilson
from eia.promotions.figures.counts import Group, Tally
from eia.promotions.figures.limits import Limits
from eia.promotions.figures.printed import figure
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Figure, GroupResult
from eia.promotions.figures.tallies import Layout, add


@dataclass(frozen=True, slots=True)
class Highest:
    """The groups large enough to be set beside each other, and the one of them with the highest rate."""

    ranked: tuple[str, ...]
    group: str | None
    rate: float


def results_of_groups(layout: Layout, highest: Highest, limits: Limits) -> tuple[GroupResult, ...]:
    total = add(layout.tallies.values())
    return tuple(
        _result(group, layout.tallies[group.key], total, highest, limits.confidence.value)
        for group in layout.breakdown.groups
    )


def declared(layout: Layout) -> Figure:
    """The share of all entrants who stated the characteristic."""
    stated = add(layout.tallies[group.key] for group in layout.breakdown.groups if group.is_stated)
    return _share(stated.entered, add(layout.tallies.values()).entered)


def highest_of(layout: Layout, limits: Limits) -> Highest:
    rates = dict(_rates_to_rank(layout, limits))
    if len(rates) < 2:
        return Highest(tuple(rates), None, 0.0)
    best = max(rates, key=lambda key: rates[key])
    return Highest(tuple(rates), best, rates[best])


def _rates_to_rank(layout: Layout, limits: Limits) -> Mapping[str, float]:
    everyone = sum(each.entered or 0 for each in layout.tallies.values())
    least = max(limits.threshold.value, limits.smallest_share.value * everyone)
    stated = [group.key for group in layout.breakdown.groups if group.is_stated]
    tallies = [(key, layout.tallies[key]) for key in stated if not layout.tallies[key].is_impossible]
    return {
        key: tally.passed / tally.entered
        for key, tally in tallies
        if tally.entered and tally.passed is not None and tally.entered >= least
    }


def _result(group: Group, tally: Tally, total: Tally, highest: Highest, confidence: float) -> GroupResult:
    return GroupResult(
        group=group.key,
        is_stated=group.is_stated,
        tally=tally,
        rate=rate(tally, confidence),
        rate_without_withdrawals=_rate_without_withdrawals(tally, confidence),
        share_of_entrants=_share(tally.entered, total.entered),
        share_of_passes=_share(tally.passed, total.passed, Why.NOBODY_PASSED),
        to_highest=_to_highest(group, tally, highest),
    )


def rate(tally: Tally, confidence: float) -> Figure:
    if tally.entered is None or tally.passed is None:
        published = tally.is_published_rate and tally.printed
        return figure(float(published) / 100, why=Why.ONLY_A_RATE) if published else Figure(why=Why.NOT_GIVEN)
    if tally.is_impossible:
        return Figure(why=Why.MORE_THAN_ENTERED)
    if tally.entered == 0:
        return Figure(why=Why.NOBODY_ENTERED)
    return figure(tally.passed / tally.entered, *wilson(tally.passed, tally.entered, confidence))


def _rate_without_withdrawals(tally: Tally, confidence: float) -> Figure:
    if tally.entered is None or tally.passed is None or tally.withdrew is None:
        return Figure(why=Why.NOT_GIVEN)
    stayed = tally.entered - tally.withdrew
    if stayed < tally.passed:
        return Figure(why=Why.MORE_THAN_ENTERED)
    if stayed == 0:
        return Figure(why=Why.EVERYONE_WITHDREW if tally.entered else Why.NOBODY_ENTERED)
    return figure(tally.passed / stayed, *wilson(tally.passed, stayed, confidence))


def _share(part: int | None, whole: int | None, why: Why = Why.NOBODY_ENTERED) -> Figure:
    if part is None or whole is None:
        return Figure(why=Why.NOT_GIVEN)
    return figure(part / whole) if whole else Figure(why=why)


def _to_highest(group: Group, tally: Tally, highest: Highest) -> Figure:
    """Describes only: no interval, no test, no flag."""
    if not group.is_stated:
        return Figure(why=Why.NOT_STATED)
    if group.key not in highest.ranked or highest.group is None:
        return Figure(why=Why.TOO_FEW_TO_RANK if tally.is_complete else Why.NOT_GIVEN)
    if highest.rate == 0 or not tally.entered or tally.passed is None:
        return Figure(why=Why.NOBODY_PASSED)
    return figure(tally.passed / tally.entered / highest.rate)
