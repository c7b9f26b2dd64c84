"""A release: what of the counts of a process everybody may read, frozen when it was made and never changed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from eia.promotions.figures.counts import POOLED, ProcessCounts
from eia.promotions.figures.results import ProcessResults
from eia.promotions.releasing.cells import Cell

DEFAULT_THRESHOLD = 10
CHOICES = (5, 10)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many people on a count is shown, by organisation; what is pooled takes the strictest."""

    of: Mapping[str, int]

    def at(self, organisation: str) -> int:
        return self.strictest if organisation == POOLED else self.of.get(organisation, DEFAULT_THRESHOLD)

    @property
    def strictest(self) -> int:
        return max(self.of.values(), default=DEFAULT_THRESHOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What everybody reads (`results`), and how it was made.

    `hidden` says of each table of the results what in it is hidden: group, and what was counted.
    `small` says how many numbers are hidden for being small and `besides` how many to protect them, never which is
    which. `withheld` are the breakdowns of which a stage shows nothing: (stage, breakdown), "" for all of them.
    `digest` is keyed: without the key nobody can try counts out until they fit. `shown` is kept for the releases that
    follow.
    """

    results: ProcessResults
    hidden: tuple[tuple[tuple[str, str], ...], ...]
    thresholds: Thresholds
    shown: frozenset[Cell]
    small: int
    besides: int
    withheld: tuple[tuple[str, str], ...]
    digest: str


def keyed_digest(counts: ProcessCounts, key: bytes) -> str:
    """Says whether counts are those a release was made from, to whoever has the key, and nothing to anybody else."""
    return hmac.new(key, counts.canonical(), "sha256").hexdigest()
