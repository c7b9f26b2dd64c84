"""Rates as somebody printed them: what lies behind the rounding, and what a ratio of two of them may be."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor

from eia.promotions.figures.counts import Tally
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Figure

HUNDRED = Decimal(100)
PLACES = 12


def figure(value: float, low: float | None = None, high: float | None = None, *, why: Why | None = None) -> Figure:
    """A figure kept to twelve digits, so that every machine stores the same, and within its interval."""
    low, high = (None if low is None else min(low, value)), (None if high is None else max(high, value))
    return Figure(_kept(value), None if low is None else _kept(low), None if high is None else _kept(high), why)


def _kept(number: float) -> float:
    return float(f"{number:.{PLACES}g}") + 0.0


def span(printed: str) -> tuple[Decimal, Decimal]:
    """The least and the most that was rounded to this. A whole number is taken as rounded to whole ones."""
    number = Decimal(printed)
    half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
    return max(Decimal(0), number - half), number + half


def counts_behind(passed: int, printed: str) -> tuple[int, ...]:
    """How many may have entered, where it was printed how many passed and which per cent that was."""
    low, high = span(printed)
    if passed == 0 or low <= 0:
        return ()
    least, most = ceil(HUNDRED * passed / high), floor(HUNDRED * passed / low)
    return tuple(entered for entered in range(max(least, passed), most + 1))


def recomputes(tally: Tally) -> bool:
    """Whether the printed rate is what the counts round to, either way at the half."""
    if tally.printed is None or not tally.entered or tally.passed is None:
        return True
    low, high = span(tally.printed)
    return low <= HUNDRED * tally.passed / tally.entered <= high


def rate_of(tally: Tally) -> tuple[Decimal, Decimal, Decimal] | None:
    """Least, as given, most, in per cent: from counts where there are any, else from the printed rate."""
    if tally.entered and tally.passed is not None:
        exact = HUNDRED * tally.passed / tally.entered
        return exact, exact, exact
    if tally.printed is not None and not tally.is_complete:
        low, high = span(tally.printed)
        return low, Decimal(tally.printed), high
    return None


def ratio_of_printed(one: tuple[Decimal, Decimal, Decimal], other: tuple[Decimal, Decimal, Decimal]) -> Figure:
    """The ratio of two rates, and from where to where it may lie by their rounding."""
    if other[1] <= 0:
        return Figure(why=Why.NOBODY_IN_COMPARISON_PASSED)
    value = float(one[1] / other[1])
    if other[0] <= 0:
        return figure(value, why=Why.ONLY_A_RATE)
    return figure(value, float(one[0] / other[2]), float(one[2] / other[0]))
