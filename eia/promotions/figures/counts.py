"""What is counted of a process: of each group how many entered each stage, passed it and withdrew from it.

Whole numbers only, never people. None means "not given", which is not nought: what is not given is never guessed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256

import rfc8785

MOST = 10_000_000
POOLED = "*"
"""Stands for all organisations together, where the code of one would stand."""
OTHERS = "*"
"""Stands for all other stated groups together, where the key of one would stand."""


class StageKind(StrEnum):
    ELIGIBLE_POOL = "eligible_pool"
    APPLIED = "applied"
    SUPPORTED = "supported"
    SIFT = "sift"
    EXAM = "exam"
    ASSESSMENT_CENTRE = "assessment_centre"
    BOARD = "board"
    POOL = "pool"
    POSTED = "posted"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    key: str
    title: str
    kind: StageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of a breakdown. One that is not stated ("prefer not to say") counts in totals and is never compared."""

    key: str
    title: str
    is_stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The groups that people are counted in: of one characteristic, or of several at once (an intersection).

    `compared_with` is the key of the comparison group; None where nobody chose one. `group_list` is the id of the list
    the groups are from ("ethnicity_5.v1"): two rounds on different lists are a break in the series.
    """

    key: str
    title: str
    characteristics: tuple[str, ...]
    groups: tuple[Group, ...]
    compared_with: str | None
    also_with_others: bool = False
    group_list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many entered, passed and withdrew, and the rate as it was printed, in per cent ("84.9").

    A printed rate beside counts is checked against them; one without counts is a published rate and gets ratios only.
    """

    entered: int | None = None
    passed: int | None = None
    withdrew: int | None = None
    printed: str | None = None

    def __post_init__(self) -> None:
        for number in (self.entered, self.passed, self.withdrew):
            if number is not None and (isinstance(number, bool) or not 0 <= number <= MOST):
                raise ValueError(f"{number!r} is not a count of people")
        if self.printed is not None and not _is_percentage(self.printed):
            raise ValueError(f"{self.printed!r} is not a percentage")

    @property
    def is_complete(self) -> bool:
        return self.entered is not None and self.passed is not None

    @property
    def is_impossible(self) -> bool:
        """More are said to have passed than entered: it is shown as given, and nothing is worked out from it."""
        return self.entered is not None and self.passed is not None and self.passed > self.entered

    @property
    def is_published_rate(self) -> bool:
        return self.printed is not None and not self.is_complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What was counted of one group at one stage in one organisation."""

    stage: str
    organisation: str
    breakdown: str
    group: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What a source prints as the total of one stage in one organisation: checked against the groups, never used."""

    stage: str
    organisation: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessCounts:
    """All that was counted of one process. Stages stand in their order; organisations are codes."""

    organisations: tuple[str, ...]
    stages: tuple[Stage, ...]
    breakdowns: tuple[Breakdown, ...]
    counts: tuple[Count, ...]
    totals: tuple[Total, ...] = ()

    def __post_init__(self) -> None:
        for what in impossible(self):
            raise ValueError(what)

    def canonical(self) -> bytes:
        """The same bytes whatever order the counts came in."""
        return rfc8785.dumps(asdict(_in_order(self)))

    @property
    def digest(self) -> str:
        """Kept beside what was computed. Never published as it is: few people can be counted back from it."""
        return sha256(self.canonical()).hexdigest()


def impossible(counts: ProcessCounts) -> list[str]:
    """What names something that is not there, or stands there twice: a fault of the caller, not of the figures."""
    stages = [each.key for each in counts.stages]
    groups = [(each.key, group.key) for each in counts.breakdowns for group in each.groups]
    places = [(each.stage, each.organisation, each.breakdown, each.group) for each in counts.counts]
    totals = [(each.stage, each.organisation) for each in counts.totals]
    lists: tuple[list[object], ...] = ([*stages], [*groups], [*places], [*totals], [*counts.organisations])
    found = [f"{each!r} stands there twice" for one in lists for each in _repeated(one)]
    found += [f"{each!r} names a stage that is not there" for each in [*places, *totals] if each[0] not in stages]
    known, organisations = set(groups), set(counts.organisations)
    found += [f"{each!r} names a group that is not there" for each in places if each[2:] not in known]
    found += [f"{each!r} names another organisation" for each in [*places, *totals] if each[1] not in organisations]
    chosen = {(each.key, each.compared_with) for each in counts.breakdowns if each.compared_with is not None}
    stated = {(each.key, group.key) for each in counts.breakdowns for group in each.groups if group.is_stated}
    return found + [f"{each!r} cannot be compared with" for each in sorted(chosen - stated)]


def _repeated(keys: list[object]) -> list[object]:
    seen: set[object] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def _in_order(counts: ProcessCounts) -> ProcessCounts:
    return ProcessCounts(
        organisations=tuple(sorted(counts.organisations)),
        stages=counts.stages,
        breakdowns=tuple(sorted(counts.breakdowns, key=lambda one: one.key)),
        counts=tuple(sorted(counts.counts, key=lambda one: (one.stage, one.organisation, one.breakdown, one.group))),
        totals=tuple(sorted(counts.totals, key=lambda one: (one.stage, one.organisation))),
    )


def _is_percentage(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 <= number <= 100 and "e" not in text.lower()
