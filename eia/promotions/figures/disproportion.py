"""Events set against populations: stop and search, use of force, custody, the workforce. Rates and ratios, no tests.

One person may be stopped many times and residents are not those in the street, so that no test of chance means
anything here. What a rate counts, of whom, by which census and definition, is part of the table and always printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from eia.frameworks.reading import built
from eia.promotions.figures import reasons
from eia.promotions.figures.printed import figure, ratio_of_printed, span
from eia.promotions.figures.reasons import Why
from eia.promotions.figures.results import Figure

SENTENCES: Mapping[Why, str] = {
    **reasons.SENTENCES,
    Why.NOBODY_ENTERED: "Nobody of this group is in the population.",
    Why.NOBODY_IN_COMPARISON: "Nobody of the comparison group is in the population.",
    Why.NOBODY_PASSED: "There were no events.",
    Why.NOBODY_IN_COMPARISON_PASSED: "There were no events of the comparison group, so there is no ratio to it.",
}
Span = tuple[Decimal, Decimal, Decimal]
"""The least it may be, what is given, the most it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What must be read with every figure of the table."""

    numerator: str
    denominator: str
    benchmark: str
    year: str
    definition: str
    per: int

    def __post_init__(self) -> None:
        missing = [
            name for name in ("numerator", "denominator", "benchmark", "year", "definition") if not self._has(name)
        ]
        if missing or self.per not in (1_000, 100_000):
            raise ValueError(f"a table of rates says what it counts: {', '.join(missing) or 'per 1,000 or 100,000'}")

    def _has(self, name: str) -> bool:
        return bool(str(getattr(self, name)).strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Of one group: events and population as counts, or the rate as it was printed ("1920" per `Means.per`)."""

    group: str
    events: int | None = None
    population: int | None = None
    printed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disparity:
    """`ratio` is this group's rate to the comparison's; `representation` its share of events to its share of people.

    `excess` is how many events fewer there would have been at the comparison's rate. `rounding` is what the ratio may
    be by the rounding of printed rates.
    """

    group: str
    events: int | None
    population: int | None
    rate: Figure
    ratio: Figure
    rounding: Figure
    representation: Figure
    excess: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DisparityTable:
    means: Means
    compared_with: str
    unknown: Figure
    """The share of events whose group nobody recorded."""
    rows: tuple[Disparity, ...]
    warnings: tuple[str, ...]


def disparities(means: Means, rows: tuple[Events, ...], compared_with: str, unknown: int | None) -> DisparityTable:
    """`unknown` counts the events without a recorded group: they are in no row and never shared out."""
    base = next((each for each in rows if each.group == compared_with), None)
    found = tuple(_disparity(each, base, rows, means) for each in rows)
    counted = [each.events for each in rows if each.events is not None]
    known = sum(counted) if len(counted) == len(rows) else None
    return DisparityTable(
        means=means,
        compared_with=compared_with,
        unknown=_part(unknown, None if known is None or unknown is None else known + unknown),
        rows=found,
        warnings=tuple(_warnings(found, unknown)),
    )


def read_disparities(content: bytes) -> DisparityTable:
    """What `results.canonical` wrote of one."""
    table: DisparityTable = built(DisparityTable, json.loads(content))
    return table


def ratio_of(one: str, other: str) -> Figure:
    """Of two printed rates or shares (4.6 % of officers, 9.7 % of people), with the range it may have by rounding."""
    return ratio_of_printed(_span(one), _span(other))


def change(before: int, after: int) -> Figure:
    """In per cent."""
    return figure(100 * (after / before - 1)) if before else Figure(why=Why.NOBODY_ENTERED)


def _disparity(row: Events, base: Events | None, rows: tuple[Events, ...], means: Means) -> Disparity:
    rate, other = _rate(row, means), _rate(base, means) if base else None
    rounding = ratio_of_printed(rate, other) if rate and other else Figure(why=_why_no_ratio(row, base))
    is_rounded = row.printed is not None or (base is not None and base.printed is not None)
    ratio = Figure(rounding.value, why=rounding.why if rounding.value is None or rounding.low is None else None)
    return Disparity(
        group=row.group,
        events=row.events,
        population=row.population,
        rate=figure(float(rate[1])) if rate else Figure(why=Why.NOT_GIVEN),
        ratio=ratio,
        rounding=rounding if is_rounded or rounding.value is None else Figure(why=Why.NOT_ROUNDED),
        representation=_representation(row, rows),
        excess=_excess(row, other, means),
    )


def _rate(row: Events, means: Means) -> Span | None:
    if row.events is not None and row.population:
        exact = Decimal(means.per) * row.events / row.population
        return exact, exact, exact
    return _span(row.printed) if row.printed is not None else None


def _span(printed: str) -> Span:
    low, high = span(printed)
    return low, Decimal(printed), high


def _why_no_ratio(row: Events, base: Events | None) -> Why:
    if base is None:
        return Why.COMPARISON_NOT_GIVEN
    if row.population == 0:
        return Why.NOBODY_ENTERED
    return Why.NOBODY_IN_COMPARISON if base.population == 0 else Why.NOT_GIVEN


def _representation(row: Events, rows: tuple[Events, ...]) -> Figure:
    events = [each.events for each in rows]
    people = [each.population for each in rows]
    if None in events or None in people or row.events is None or not row.population:
        return Figure(why=Why.NOT_GIVEN)
    whole, all_people = sum(each or 0 for each in events), sum(each or 0 for each in people)
    if not whole:
        return Figure(why=Why.NOBODY_PASSED)
    return figure(row.events / whole / (row.population / all_people))


def _excess(row: Events, other: Span | None, means: Means) -> Figure:
    if row.events is None or row.population is None or other is None:
        return Figure(why=Why.NOT_GIVEN)
    return figure(row.events - float(other[1]) * row.population / means.per)


def _part(part: int | None, whole: int | None) -> Figure:
    if part is None or not whole:
        return Figure(why=Why.NOT_GIVEN)
    return figure(part / whole)


def _warnings(rows: tuple[Disparity, ...], unknown: int | None) -> Iterator[str]:
    for row in rows:
        low, high = row.rounding.low, row.rounding.high
        if low is not None and high is not None and f"{low:.1f}" != f"{high:.1f}":
            yield f"{row.group}: the rates were rounded, so the ratio may be anything from {low:.2f} to {high:.2f}."
    if unknown is None:
        yield "Nobody gave how many events have no recorded group. The ratios may be quite different with them."
