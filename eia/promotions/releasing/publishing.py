"""What everybody reads: figures worked out anew from the numbers that are shown, and from nothing else.

So a rate, a ratio, an interval or a sum whose counts are hidden is not there to be left in by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eia.promotions.figures.computing.process import compute
from eia.promotions.figures.counts import POOLED, Count, ProcessCounts, Tally
from eia.promotions.figures.limits import Limits
from eia.promotions.figures.results import ProcessResults
from eia.promotions.releasing.cells import Cell, Counted, ledger_of


def published(counts: ProcessCounts, hidden: frozenset[Cell], digest: str, limits: Limits) -> ProcessResults:
    """The results of what is shown. Pooled tables come from pooled numbers: those may be shown where parts are not."""
    own = compute(shown_of(counts, hidden), limits)
    together = compute(pooled_of(counts, hidden), limits)
    tables = [each for each in own.tables if each.organisation != POOLED]
    opposed = {(each.basis, each.stage, each.breakdown): each.opposed for each in own.tables if each not in tables}
    pooled = [
        replace(each, opposed=opposed.get((each.basis, each.stage, each.breakdown), ())) for each in together.tables
    ]
    return replace(own, counts_digest=digest, tables=(*tables, *pooled))


def shown_of(counts: ProcessCounts, hidden: frozenset[Cell]) -> ProcessCounts:
    places = {(each.stage, each.organisation) for each in hidden}
    return replace(
        counts,
        counts=tuple(replace(each, tally=_shown(each, hidden)) for each in counts.counts),
        totals=tuple(each for each in counts.totals if (each.stage, each.organisation) not in places),
    )


def pooled_of(counts: ProcessCounts, hidden: frozenset[Cell]) -> ProcessCounts:
    numbers = ledger_of(counts).numbers
    rows: dict[tuple[str, str, str], dict[str, int]] = {}
    for cell, number in numbers.items():
        if cell.organisation == POOLED and cell.breakdown and cell.group != "+" and cell not in hidden:
            rows.setdefault((cell.stage, cell.breakdown, cell.group), {})[cell.counted.value] = number
    return replace(counts, organisations=(POOLED,), totals=(), counts=tuple(_pooled(rows)))


def _pooled(rows: dict[tuple[str, str, str], dict[str, int]]) -> Iterable[Count]:
    for (stage, breakdown, group), row in rows.items():
        yield Count(stage=stage, organisation=POOLED, breakdown=breakdown, group=group, tally=_tally(row))


def _tally(row: dict[str, int]) -> Tally:
    return Tally(entered=row.get("entered"), passed=row.get("passed"), withdrew=row.get("withdrew"))


def _shown(count: Count, hidden: frozenset[Cell]) -> Tally:
    """A rate that was printed beside counts is shown with both of them, or not at all."""
    tally, at = count.tally, Cell(count.stage, count.organisation, count.breakdown, count.group, Counted.ENTERED)
    entered = None if at in hidden else tally.entered
    passed = None if at.beside(Counted.PASSED) in hidden else tally.passed
    withdrew = None if at.beside(Counted.WITHDREW) in hidden else tally.withdrew
    whole = tally.is_published_rate or (entered is not None and passed is not None)
    return Tally(entered=entered, passed=passed, withdrew=withdrew, printed=tally.printed if whole else None)
