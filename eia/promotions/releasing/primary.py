"""What is hidden for its own sake: few people, few who did not pass, few who failed.

A nought is shown, for there is nobody to be found, and everybody knows this rule: what is hidden is at least one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eia.promotions.releasing.cells import Cell, Counted, Ledger
from eia.promotions.releasing.release import Thresholds


@dataclass(frozen=True, slots=True)
class Few:
    """Few people that two or three numbers tell of together: those who did not pass, or who failed."""

    of: Mapping[Cell, int]
    hide: Cell


def small_cells(ledger: Ledger, thresholds: Thresholds) -> set[Cell]:
    small = {cell for cell, number in ledger.numbers.items() if 0 < number < thresholds.at(cell.organisation)}
    return small | {few.hide for few in told_together(ledger, thresholds)}


def told_together(ledger: Ledger, thresholds: Thresholds) -> Iterator[Few]:
    numbers = ledger.numbers
    for cell, entered in numbers.items():
        passed, withdrew = cell.beside(Counted.PASSED), cell.beside(Counted.WITHDREW)
        if cell.counted is not Counted.ENTERED or passed not in numbers:
            continue
        threshold, stayed_behind = thresholds.at(cell.organisation), entered - numbers[passed]
        if numbers[passed] and 0 < stayed_behind < threshold:
            yield Few({cell: 1, passed: -1}, hide=passed)
        if withdrew in numbers and numbers[withdrew] and 0 < stayed_behind - numbers[withdrew] < threshold:
            yield Few({cell: 1, passed: -1, withdrew: -1}, hide=withdrew)
