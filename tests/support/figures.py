"""Counts of promotion processes, as short as a test can say them."""

from __future__ import annotations

from collections.abc import Mapping

from eia.promotions.figures.computing.process import compute
from eia.promotions.figures.counts import Breakdown, Count, Group, ProcessCounts, Stage, StageKind, Tally, Total
from eia.promotions.figures.results import Basis, Comparison, GroupResult, ProcessResults, Table

NOT_STATED = "not_stated"
Said = tuple[int | None, ...] | str
"""Passed, entered and perhaps withdrew; or a printed rate."""


def tally(said: Said) -> Tally:
    if isinstance(said, str):
        return Tally(printed=said)
    passed, entered, withdrew = (*said, None)[:3]
    return Tally(entered=entered, passed=passed, withdrew=withdrew)


def breakdown(groups: list[str], against: str | None, *, others: bool = False, key: str = "sex") -> Breakdown:
    named = tuple(Group(key=each, title=each.title(), is_stated=each != NOT_STATED) for each in groups)
    return Breakdown(
        key=key,
        title=key.title(),
        characteristics=(key,),
        groups=named,
        compared_with=against,
        also_with_others=others,
        group_list=f"{key}.v1",
    )


def process(
    said: Mapping[str, Mapping[str, Mapping[str, Said]]],
    against: str | None,
    *,
    others: bool = False,
    totals: tuple[Total, ...] = (),
) -> ProcessCounts:
    """Stage -> organisation -> group -> what was counted. The groups are those that any place names."""
    by_place = [(stage, code, groups) for stage, codes in said.items() for code, groups in codes.items()]
    names = list(dict.fromkeys(group for _, _, groups in by_place for group in groups))
    kinds = {each.value: each for each in StageKind}
    return ProcessCounts(
        organisations=tuple(dict.fromkeys(code for _, code, _ in by_place)),
        stages=tuple(Stage(key=key, title=key.title(), kind=kinds.get(key, StageKind.BOARD)) for key in said),
        breakdowns=(breakdown(names, against, others=others),),
        counts=tuple(
            Count(stage=stage, organisation=code, breakdown="sex", group=group, tally=tally(each))
            for stage, code, groups in by_place
            for group, each in groups.items()
        ),
        totals=totals,
    )


def one_stage(groups: Mapping[str, Said], against: str | None, *, others: bool = False) -> ProcessCounts:
    return process({"board": {"CAMBS": groups}}, against, others=others)


def only_table(groups: Mapping[str, Said], against: str | None, *, others: bool = False) -> Table:
    return compute(one_stage(groups, against, others=others)).tables[0]


def only_comparison(group: Said, other: Said) -> Comparison:
    return only_table({"group": group, "other": other}, "other").comparisons[0]


def group_in(table: Table, key: str) -> GroupResult:
    return next(each for each in table.groups if each.group == key)


def comparison_in(table: Table, group: str, against: str) -> Comparison:
    return next(each for each in table.comparisons if (each.group, each.against) == (group, against))


def table_in(results: ProcessResults, stage: str, organisation: str, basis: Basis = Basis.STAGE) -> Table:
    found = [each for each in results.tables if (each.stage, each.organisation) == (stage, organisation)]
    return next(each for each in found if each.basis is basis)
