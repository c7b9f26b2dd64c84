"""The report as lines for a spreadsheet: one for each group in each table, or one for each it is held against."""

from collections.abc import Iterator

from eia.promotions.figures.counts import OTHERS
from eia.promotions.figures.results import Basis, Comparison, Figure, GroupResult
from eia.promotions.figures.results import Table as Results
from eia.promotions.figures.saying import HEADLINES
from eia.promotions.funnel import Hidden
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import PromotionProcess
from eia.promotions.reporting.document import Found
from eia.promotions.showing import ALL_OTHERS, FLAGS, names_of

COLUMNS = (
    "Stage", "Of whom", "Counted by", "Organisation", "Group", "Entered", "Passed", "Withdrew", "Rate, per cent",
    "Rate from", "Rate to", "Held against", "Difference, points", "Difference from", "Difference to", "Ratio of rates",
    "Ratio from", "Ratio to", "Odds ratio", "Exact test, p", "Adjusted p", "Shortfall", "Flagged by", "Verdict",
)  # fmt: skip
BASES = {Basis.STAGE: "Those who entered this stage", Basis.FROM_START: "Those who entered the first stage"}
HIDDEN = "Hidden"


def lines_of(process: PromotionProcess, found: Found) -> Iterator[list[str]]:
    stages, names = {one.key: one.title for one in process.stages}, names_of(process)
    for table, hidden in found:
        group_list = group_lists()[table.breakdown]
        titles = {one.key: one.title for one in group_list.groups}
        place = [stages[table.stage], BASES[table.basis], group_list.title, names[table.organisation]]
        for group in table.groups:
            counted = [*place, titles[group.group], *_counted(group, hidden), *_figure(group.rate, 100)]
            held = [one for one in table.comparisons if one.group == group.group]
            for one in held:
                against = ALL_OTHERS if one.against == OTHERS else titles[one.against]
                yield [*counted, against, *_compared(one)]
            if not held:
                yield [*counted, "", *[""] * 11, _verdict(table)]


def _counted(group: GroupResult, hidden: Hidden) -> list[str]:
    tally = group.tally
    numbers = {"entered": tally.entered, "passed": tally.passed, "withdrew": tally.withdrew}
    return [
        f"{number}" if number is not None else HIDDEN if (group.group, name) in hidden else ""
        for name, number in numbers.items()
    ]


def _compared(one: Comparison) -> list[str]:
    return [
        *_figure(one.difference), *_figure(one.ratio), *_figure(one.odds_ratio)[:1], *_figure(one.p)[:1],
        *_figure(one.adjusted_p)[:1], *_figure(one.shortfall)[:1], ", ".join(FLAGS[flag] for flag in one.flags),
        HEADLINES[one.verdict],
    ]  # fmt: skip


def _verdict(table: Results) -> str:
    return "" if table.comparisons else HEADLINES[table.verdict]


def _figure(figure: Figure, times: int = 1) -> list[str]:
    return ["" if one is None else f"{times * one:.6g}" for one in (figure.value, figure.low, figure.high)]
