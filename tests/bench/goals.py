"""What is wanted, what was measured, and whether that is enough."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[18]


@dataclass(frozen=True)
class Goal:
    """`measured` must not pass `limit` (or not fall below it). A run fails only past the margin, which is for noise."""

    words: str
    measured: float
    limit: float
    unit: str
    at_least: bool = False
    margin: float = 1.0

    @property
    def is_met(self) -> bool:
        return self._holds(self.limit)

    @property
    def is_failed(self) -> bool:
        return not self._holds(self.limit / self.margin if self.at_least else self.limit * self.margin)

    @property
    def verdict(self) -> str:
        if self.is_met:
            return "met"
        return "MISSED" if self.is_failed else f"missed, within the margin of {self.margin:g} for noise"

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{self.words}: {self.measured:.4g} {self.unit} (goal {sign} {self.limit:g} {self.unit}): {self.verdict}"

    def _holds(self, limit: float) -> bool:
        return self.measured >= limit if self.at_least else self.measured <= limit


NOISY, RATIO = 1.5, 1.25


def at_most(words: str, measured: float, limit: float, unit: str, margin: float = 1.0) -> Goal:
    return Goal(words, measured, limit, unit, margin=margin)


def at_least(words: str, measured: float, limit: float, unit: str, margin: float = 1.0) -> Goal:
    return Goal(words, measured, limit, unit, at_least=True, margin=margin)
