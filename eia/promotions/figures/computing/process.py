"""Everything the counts of a process show: `compute` is what `eia jobs` calls when counts have come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import scipy

from eia.promotions.figures.computing.groups import declared, highest_of, results_of_groups
from eia.promotions.figures.computing.judging import Family, judge, of_table
from eia.promotions.figures.computing.pairs import compare
from eia.promotions.figures.counts import OTHERS, POOLED, ProcessCounts
from eia.promotions.figures.findings import findings_in
from eia.promotions.figures.limits import Limits, newest
from eia.promotions.figures.pooling import opposed
from eia.promotions.figures.results import Comparison, ProcessResults, Table
from eia.promotions.figures.tallies import Given, Layout, add, given, layouts


def compute(counts: ProcessCounts, limits: Limits | None = None) -> ProcessResults:
    return ProcessResults(
        counts_digest=counts.digest,
        limits=(limits or newest()).id,
        scipy=scipy.__version__,
        tables=tuple(tables(counts, limits or newest())),
    )


def tables(counts: ProcessCounts, limits: Limits) -> Iterator[Table]:
    """One by one, so that whoever waits can be told how far it is; pooled ones follow those they are pooled from."""
    found, strata = given(counts), list[Table]()
    for layout in layouts(found):
        table = _table(layout, found, limits)
        if table.organisation == POOLED:
            yield replace(table, opposed=opposed(table, strata))
            strata = []
        else:
            strata = [*_of_the_same(strata, table), table]
            yield table


def _of_the_same(strata: list[Table], table: Table) -> list[Table]:
    return [
        each
        for each in strata
        if (each.basis, each.stage, each.breakdown) == (table.basis, table.stage, table.breakdown)
    ]


def _table(layout: Layout, found: Given, limits: Limits) -> Table:
    highest, comparisons = highest_of(layout, limits), _comparisons(layout, limits)
    share = declared(layout)
    return Table(
        basis=layout.basis,
        stage=layout.stage,
        entered_at=layout.entered_at,
        organisation=layout.organisation,
        breakdown=layout.breakdown.key,
        compared_with=layout.breakdown.compared_with,
        total=add(layout.tallies.values()),
        declared=share,
        groups=results_of_groups(layout, highest, limits),
        comparisons=comparisons,
        highest=highest.group,
        verdict=of_table(comparisons),
        findings=findings_in(layout, share, found, limits),
    )


def _comparisons(layout: Layout, limits: Limits) -> tuple[Comparison, ...]:
    families = [_with_chosen(layout, limits)]
    if layout.breakdown.also_with_others:
        families.append(_with_others(layout, limits))
    return tuple(each for family in families for each in judge(family, layout.tallies, limits))


def _with_chosen(layout: Layout, limits: Limits) -> Family:
    chosen = layout.breakdown.compared_with
    if chosen is None:
        return []
    against = layout.tallies[chosen]
    rest = [key for key in _stated(layout) if key != chosen]
    return [(compare(key, layout.tallies[key], chosen, against, limits), against) for key in rest]


def _with_others(layout: Layout, limits: Limits) -> Family:
    """Each stated group against all other stated ones together, those who did not say never among them."""
    stated, family = _stated(layout), []
    if len(stated) < 2:
        return []
    for key in stated:
        others = add(layout.tallies[each] for each in stated if each != key)
        family.append((compare(key, layout.tallies[key], OTHERS, others, limits), others))
    return family


def _stated(layout: Layout) -> list[str]:
    return [group.key for group in layout.breakdown.groups if group.is_stated]
