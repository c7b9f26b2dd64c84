"""Breakdowns that count the same people by the same characteristic twice: a finer list, or several at once.

From the finer one the coarser can be added up, so one of them is protected, and the other is shown only at stages at
which nothing of either need be hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eia.promotions.figures.counts import Breakdown, ProcessCounts
from eia.promotions.releasing.cells import Cell, ledger_of
from eia.promotions.releasing.primary import small_cells
from eia.promotions.releasing.release import Thresholds


def first_of_their_kind(counts: ProcessCounts) -> list[Breakdown]:
    """Breakdowns of which no two share a characteristic; those of fewest characteristics come first."""
    chosen: list[Breakdown] = []
    for breakdown in sorted(counts.breakdowns, key=lambda one: len(one.characteristics)):
        if not any(_share(breakdown, other) for other in chosen):
            chosen.append(breakdown)
    return chosen


def only(counts: ProcessCounts, breakdowns: Iterable[Breakdown]) -> ProcessCounts:
    keys = {each.key for each in breakdowns}
    return replace(
        counts,
        breakdowns=tuple(each for each in counts.breakdowns if each.key in keys),
        counts=tuple(each for each in counts.counts if each.breakdown in keys),
    )


def withheld_beside(counts: ProcessCounts, thresholds: Thresholds, hidden: Iterable[Cell]) -> set[tuple[str, str]]:
    """The (stage, breakdown) of the others that are not shown, given what is hidden of the first of their kind."""
    chosen = first_of_their_kind(counts)
    places = {(each.stage, each.breakdown) for each in hidden}
    found: set[tuple[str, str]] = set()
    for breakdown in counts.breakdowns:
        if breakdown in chosen:
            continue
        small = {each.stage for each in small_cells(ledger_of(only(counts, [breakdown])), thresholds)}
        beside = [other.key for other in chosen if _share(breakdown, other)]
        for stage in counts.stages:
            if stage.key in small or any((stage.key, key) in places for key in (*beside, "")):
                found.add((stage.key, breakdown.key))
    return found


def _share(one: Breakdown, other: Breakdown) -> bool:
    return bool(set(one.characteristics) & set(other.characteristics))
