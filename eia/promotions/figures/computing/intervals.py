"""Intervals of a rate, of the difference between two and of their ratio, made of scipy's.

scipy has no interval of Newcombe: his method 10 (Statistics in Medicine 1998, 17:873-890) combines the Wilson limits
of both rates, here without continuity correction.
"""

from __future__ import annotations

from functools import lru_cache
from math import hypot

from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

Span = tuple[float, float]


@lru_cache(maxsize=50_000)
def wilson(passed: int, entered: int, confidence: float) -> Span:
    """Of a rate. `entered` is more than 0."""
    interval = binomtest(passed, entered).proportion_ci(confidence, method="wilson")
    return float(interval.low), float(interval.high)


def newcombe(passed: int, entered: int, other_passed: int, other_entered: int, confidence: float) -> Span:
    """Of the first rate less the second."""
    rate, other = passed / entered, other_passed / other_entered
    low, high = wilson(passed, entered, confidence)
    other_low, other_high = wilson(other_passed, other_entered, confidence)
    below, above = hypot(rate - low, other_high - other), hypot(high - rate, other - other_low)
    return rate - other - below, rate - other + above


def katz(passed: int, entered: int, other_passed: int, other_entered: int, confidence: float) -> Span:
    """Of the first rate divided by the second. In both some passed and some did not: else it would look certain."""
    interval = relative_risk(passed, entered, other_passed, other_entered).confidence_interval(confidence)
    return float(interval.low), float(interval.high)
