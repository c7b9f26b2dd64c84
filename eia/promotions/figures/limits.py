"""The limits that decide what is flagged and said: read from limits.v<n>.toml, where each has its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path

from eia.frameworks.reading import built

NEWEST = Path(__file__).parent / "limits.v1.toml"


@dataclass(frozen=True, slots=True)
class Limit:
    value: float
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """`telling_gap` is in percentage points, `threshold` in people; the others are parts of one."""

    key: str
    version: int
    confidence: Limit
    significance: Limit
    four_fifths: Limit
    threshold: Limit
    smallest_share: Limit
    declared: Limit
    power: Limit
    telling_gap: Limit

    @property
    def id(self) -> str:
        """Names the file, and the threshold, which an organisation may choose."""
        return f"{self.key}.v{self.version}, threshold {self.threshold.value:g}"

    def with_threshold(self, people: int) -> Limits:
        says = f"Groups of fewer than {people} entrants are not flagged by their ratio and not ranked."
        return replace(self, threshold=replace(self.threshold, value=float(people), says=says))


@cache
def newest() -> Limits:
    limits: Limits = built(Limits, tomllib.loads(NEWEST.read_text()))
    return limits


def in_words(limits: Limits) -> str:
    """The limits as a table for docs/."""
    rows = [getattr(limits, one.name) for one in fields(limits)]
    lines = [f"| {row.says} | {row.source} |" for row in rows if isinstance(row, Limit)]
    return "\n".join(["| limit | where it comes from |", "|---|---|", *lines])
