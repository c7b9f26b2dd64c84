"""Fisher's exact test of two groups, Holm's adjustment for several, and the smallest gap that so many can show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, sqrt

from scipy.special import ndtr, ndtri
from scipy.stats import fisher_exact

STEPS = 40
TENTHS = 10


@lru_cache(maxsize=50_000)
def fisher(passed: int, entered: int, other_passed: int, other_entered: int) -> float:
    """Two-sided p of a table of two by two. Of larger tables scipy gives a simulated one, which is not reproducible."""
    table = [[passed, entered - passed], [other_passed, other_entered - other_passed]]
    return min(1.0, float(fisher_exact(table).pvalue))


def holm(chances: Sequence[float]) -> list[float]:
    """The p of several tests, so adjusted that one false alarm among them stays as rare as for one (Holm 1979)."""
    order = sorted(range(len(chances)), key=lambda index: chances[index])
    adjusted, highest = [0.0] * len(chances), 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, chances[index] * (len(chances) - rank)))
        adjusted[index] = highest
    return adjusted


def smallest_gap(
    entered: int, other_entered: int, other_rate: float, significance: float, power: float
) -> float | None:
    """How many points lower than the other rate this one must be for the test to tell as often as `power` says.

    Normal approximation with continuity correction, which follows Fisher's test closely and errs to the large side;
    rounded up to a tenth of a point. None where even a rate of 0 would not be told.
    """

    def is_told(gap: float) -> bool:
        return _power(entered, other_entered, other_rate - gap, other_rate, significance) >= power

    if other_rate <= 0 or not is_told(other_rate):
        return None
    low, high = 0.0, other_rate
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_told(middle) else (middle, high)
    return min(100 * other_rate, ceil(round(100 * high * TENTHS, 6)) / TENTHS)


def _power(entered: int, other_entered: int, rate: float, other_rate: float, significance: float) -> float:
    """The chance that two such rates are told apart by so many people."""
    each = 1 / entered + 1 / other_entered
    pooled = (entered * rate + other_entered * other_rate) / (entered + other_entered)
    if_alike = sqrt(pooled * (1 - pooled) * each)
    if_not = sqrt(rate * (1 - rate) / entered + other_rate * (1 - other_rate) / other_entered)
    beyond = other_rate - rate - each / 2 - float(ndtri(1 - significance / 2)) * if_alike
    return float(ndtr(beyond / if_not)) if if_not else float(beyond > 0)
