"""What the counts show, as plain values that are stored and read back; nothing here computes.

A rate is from 0 to 1, a difference is in percentage points (-13.8), a ratio is of this group's rate to the other's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING

import rfc8785

from eia.frameworks.reading import built
from eia.promotions.figures.counts import Tally
from eia.promotions.figures.reasons import Why

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = 1


class Basis(StrEnum):
    """What a rate is a part of: those who entered this stage, or all who stood at the first one."""

    STAGE = "stage"
    FROM_START = "from_start"


class Flag(StrEnum):
    TEST = "test"
    FOUR_FIFTHS = "four_fifths"


class Verdict(StrEnum):
    """What may be said of a comparison. A table has the first of these that one of its comparisons has."""

    FLAGGED = "flagged"
    TOO_FEW = "too_few"
    NOT_GIVEN = "not_given"
    HIDDEN = "hidden"
    ONLY_RATES = "only_rates"
    NO_DIFFERENCE_SEEN = "no_difference_seen"
    NOTHING_TO_COMPARE = "nothing_to_compare"


class Measure(StrEnum):
    ENTERED = "entered"
    PASSED = "passed"
    RATE = "rate"


class Found(StrEnum):
    """What does not fit in the figures as they were given."""

    GROUPS_DIFFER_FROM_TOTAL = "groups_differ_from_total"
    BREAKDOWNS_DIFFER = "breakdowns_differ"
    MORE_PASSED_THAN_ENTERED = "more_passed_than_entered"
    MORE_LEFT_THAN_ENTERED = "more_left_than_entered"
    RATE_DOES_NOT_RECOMPUTE = "rate_does_not_recompute"
    MORE_ENTERED_THAN_PASSED_BEFORE = "more_entered_than_passed_before"
    FEWER_ENTERED_THAN_PASSED_BEFORE = "fewer_entered_than_passed_before"
    FEW_DECLARED = "few_declared"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its interval where it has one; where either is missing, why."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: Why | None = None

    def __post_init__(self) -> None:
        numbers = [each for each in (self.low, self.value, self.high) if each is not None]
        if not all(isfinite(each) for each in numbers) or numbers != sorted(numbers):
            raise ValueError(f"{self} is not a number within its interval")
        if (self.low is None) != (self.high is None) or (self.value is None and (self.low is not None or not self.why)):
            raise ValueError(f"{self} is half a figure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One group held against another, or against all others that are stated (OTHERS).

    `shortfall` is how many more would have passed at the other's rate. `ratio_range` is what the ratio of two published
    rates may be, by how they were rounded. `smallest_gap` is how many points lower this group's rate would have to be
    for the test to tell in four of five such processes. `p` is Fisher's, two-sided; `adjusted_p` is Holm's within this
    table, for those held against the chosen group and for those held against OTHERS apart.
    """

    group: str
    against: str
    difference: Figure
    ratio: Figure
    ratio_range: Figure
    odds_ratio: Figure
    p: Figure
    adjusted_p: Figure
    shortfall: Figure
    smallest_gap: Figure
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    interval_and_test_differ: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """One group in one table. `rate` has Wilson's interval; `to_highest` describes only: no interval, test or flag."""

    group: str
    is_stated: bool
    tally: Tally
    rate: Figure
    rate_without_withdrawals: Figure
    share_of_entrants: Figure
    share_of_passes: Figure
    to_highest: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in the figures that does not fit: what was given, and what would fit. The figure is shown as given."""

    found: Found
    measure: Measure
    group: str = ""
    given: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """A group whose pooled difference points one way, and the organisations where it points the other way."""

    group: str
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One breakdown at one stage, in one organisation or pooled (POOLED), on one basis.

    `entered_at` is the stage whose entrants all rates are a part of: this one, or the first that was counted. `total`
    counts everyone, those who did not say as well; `declared` is the share of entrants who did say.
    """

    basis: Basis
    stage: str
    entered_at: str
    organisation: str
    breakdown: str
    compared_with: str | None
    total: Tally
    declared: Figure
    groups: tuple[GroupResult, ...]
    comparisons: tuple[Comparison, ...]
    highest: str | None
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    opposed: tuple[Opposed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessResults:
    """Everything computed from one set of counts: the digest of those, the limits and the scipy that did it."""

    counts_digest: str
    limits: str
    scipy: str
    tables: tuple[Table, ...]
    format: int = FORMAT


def canonical(value: DataclassInstance) -> bytes:
    """The one way to write results, or a table of them, so that its digest can be compared."""
    return rfc8785.dumps(asdict(value))


def read_results(content: bytes) -> ProcessResults:
    results: ProcessResults = built(ProcessResults, json.loads(content))
    return results


def read_table(content: bytes) -> Table:
    table: Table = built(Table, json.loads(content))
    return table
