"""Every number that the tables of a process print, and how they hang together: sums, and what cannot be more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from eia.promotions.figures.counts import POOLED, Breakdown, ProcessCounts, Tally

TOTAL = "+"
"""Stands for everyone, where the key of a group would stand."""
ANY = ""
"""Stands for every breakdown, where the key of one would stand: a total on which all of them agree."""


class Counted(StrEnum):
    ENTERED = "entered"
    PASSED = "passed"
    WITHDREW = "withdrew"


class Cell(NamedTuple):
    stage: str
    organisation: str
    breakdown: str
    group: str
    counted: Counted

    def beside(self, counted: Counted) -> Cell:
        """The same people, counted at another point."""
        return self._replace(counted=counted)


class Bound(NamedTuple):
    """The parts together are the whole (`is_sum`), or not more than it. Everybody who reads the tables knows this."""

    parts: tuple[Cell, ...]
    whole: Cell
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """`stages` in their order."""

    numbers: Mapping[Cell, int]
    bounds: tuple[Bound, ...]
    stages: tuple[str, ...]


def ledger_of(counts: ProcessCounts) -> Ledger:
    """What was given, its sums over organisations and groups, and how the stages follow from each other.

    What is not given has no cell. A bound that the figures themselves break (a finding says so) is left out.
    """
    numbers = dict(_given(counts))
    bounds = [each for breakdown in counts.breakdowns for each in _over_organisations(numbers, counts, breakdown)]
    bounds += _over_groups(numbers, counts)
    bounds += _within(numbers)
    bounds += _from_stage_to_stage(numbers, counts)
    return Ledger(
        numbers, tuple(each for each in bounds if _holds(each, numbers)), tuple(each.key for each in counts.stages)
    )


def number_in(tally: Tally, counted: Counted) -> int | None:
    return {Counted.ENTERED: tally.entered, Counted.PASSED: tally.passed, Counted.WITHDREW: tally.withdrew}[counted]


def _given(counts: ProcessCounts) -> Iterator[tuple[Cell, int]]:
    for each in counts.counts:
        for counted in Counted:
            number = number_in(each.tally, counted)
            if number is not None:
                yield Cell(each.stage, each.organisation, each.breakdown, each.group, counted), number


def _over_organisations(numbers: dict[Cell, int], counts: ProcessCounts, breakdown: Breakdown) -> Iterator[Bound]:
    """Adds the pooled cells. An organisation that gave nothing of a stage is not pooled there."""
    places = {(each.stage, each.organisation) for each in counts.counts if each.breakdown == breakdown.key}
    for stage in counts.stages:
        gave = [each for each in counts.organisations if (stage.key, each) in places]
        for group in breakdown.groups if len(gave) > 1 else ():
            for counted in Counted:
                parts = tuple(Cell(stage.key, each, breakdown.key, group.key, counted) for each in gave)
                if all(part in numbers for part in parts):
                    whole = parts[0]._replace(organisation=POOLED)
                    numbers[whole] = sum(numbers[part] for part in parts)
                    yield Bound(parts, whole, True)


def _over_groups(numbers: dict[Cell, int], counts: ProcessCounts) -> Iterator[Bound]:
    """Adds the totals: one for all breakdowns where they agree, else one for each."""
    for stage in counts.stages:
        for organisation in (*counts.organisations, POOLED):
            for counted in Counted:
                rows: dict[str, tuple[Cell, ...]] = {}
                for breakdown in counts.breakdowns:
                    groups = [each.key for each in breakdown.groups]
                    parts = tuple(Cell(stage.key, organisation, breakdown.key, each, counted) for each in groups)
                    if parts and all(part in numbers for part in parts):
                        rows[breakdown.key] = parts
                sums = {key: sum(numbers[part] for part in parts) for key, parts in rows.items()}
                agreed = len(set(sums.values())) == 1
                for key, parts in rows.items():
                    whole = Cell(stage.key, organisation, ANY if agreed else key, TOTAL, counted)
                    numbers[whole] = sums[key]
                    yield Bound(parts, whole, True)


def _within(numbers: Mapping[Cell, int]) -> Iterator[Bound]:
    """Nobody passes or withdraws who did not enter."""
    for cell in numbers:
        if cell.counted is Counted.ENTERED:
            parts = tuple(each for each in map(cell.beside, (Counted.PASSED, Counted.WITHDREW)) if each in numbers)
            if parts:
                yield Bound(parts, cell, False)


def _from_stage_to_stage(numbers: Mapping[Cell, int], counts: ProcessCounts) -> Iterator[Bound]:
    """Nobody enters a stage who did not pass the one before; where nobody is said to pass it, who did not enter it."""
    for before, after in pairwise(counts.stages):
        for cell in numbers:
            if cell.stage == after.key and cell.counted is Counted.ENTERED:
                passed = cell._replace(stage=before.key, counted=Counted.PASSED)
                whole = passed if passed in numbers else passed.beside(Counted.ENTERED)
                if whole in numbers:
                    yield Bound((cell,), whole, False)


def _holds(bound: Bound, numbers: Mapping[Cell, int]) -> bool:
    together, whole = sum(numbers[part] for part in bound.parts), numbers[bound.whole]
    return together == whole if bound.is_sum else together <= whole
