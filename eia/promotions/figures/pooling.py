"""Where a pooled figure points one way and an organisation in it the other (Simpson's paradox)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eia.promotions.figures.counts import OTHERS
from eia.promotions.figures.results import Comparison, Opposed, Table


def opposed(pooled: Table, strata: Sequence[Table]) -> tuple[Opposed, ...]:
    """By the sign of the difference to the comparison group, or to all others where none was chosen."""
    return tuple(_opposed(pooled, strata))


def _opposed(pooled: Table, strata: Sequence[Table]) -> Iterator[Opposed]:
    for comparison in _of_one_question(pooled):
        against = tuple(
            table.organisation
            for table in strata
            for own in _of_one_question(table)
            if own.group == comparison.group and _direction(own) * _direction(comparison) < 0
        )
        if against:
            yield Opposed(group=comparison.group, organisations=against)


def _of_one_question(table: Table) -> list[Comparison]:
    wanted = table.compared_with or OTHERS
    return [each for each in table.comparisons if each.against == wanted]


def _direction(comparison: Comparison) -> int:
    difference = comparison.difference.value or 0.0
    return (difference > 0) - (difference < 0)
