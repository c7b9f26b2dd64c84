"""`make_release`: the one place where a release is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eia.promotions.figures.counts import ProcessCounts
from eia.promotions.figures.limits import Limits, newest
from eia.promotions.releasing.cells import Cell, ledger_of
from eia.promotions.releasing.marking import Marking
from eia.promotions.releasing.overlapping import first_of_their_kind, only, withheld_beside
from eia.promotions.releasing.protecting import Earlier, NothingCanBeShown, protect
from eia.promotions.releasing.publishing import published
from eia.promotions.releasing.release import Release, Thresholds, keyed_digest

WITHHELD = (
    "Nothing can be released: however much is hidden, small groups could be worked out from the totals or from an "
    "earlier release. Wait for a round with more people, or release the figures of several organisations together."
)


@dataclass(frozen=True)
class Before:
    """A release made earlier: the counts it was made from, and what it shows of them."""

    counts: ProcessCounts
    shown: frozenset[Cell]
    thresholds: Thresholds


def make_release(
    counts: ProcessCounts, thresholds: Thresholds, before: Sequence[Before], key: bytes, limits: Limits | None = None
) -> Release | str:
    """The release of these counts, protected together with all that were made before; else the sentence why not."""
    chosen = only(counts, first_of_their_kind(counts))
    earlier = [_earlier(each) for each in before]
    try:
        protected = protect(ledger_of(chosen), thresholds, earlier)
    except NothingCanBeShown:
        return WITHHELD
    beside = withheld_beside(counts, thresholds, protected.hidden)
    every = ledger_of(counts).numbers
    hidden = frozenset(protected.hidden | {cell for cell in every if (cell.stage, cell.breakdown) in beside})
    digest, marking = keyed_digest(counts, key), Marking(counts, every, hidden)
    results = published(counts, hidden, digest, (limits or newest()).with_threshold(thresholds.strictest))
    return Release(
        results=replace(results, tables=tuple(map(marking.marked, results.tables))),
        hidden=tuple(map(marking.hidden_in, results.tables)),
        thresholds=thresholds,
        shown=frozenset(every) - hidden,
        small=len(protected.small),
        besides=len(protected.besides),
        withheld=tuple(sorted(protected.withheld | beside)),
        digest=digest,
    )


def _earlier(before: Before) -> Earlier:
    chosen = only(before.counts, first_of_their_kind(before.counts))
    return Earlier(ledger_of(chosen), before.shown, before.thresholds)
