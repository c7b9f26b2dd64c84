"""Looks at all comparisons of a table together: adjusts them for their number, flags them, says what they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from eia.promotions.figures.computing.testing import holm
from eia.promotions.figures.counts import OTHERS, Tally
from eia.promotions.figures.limits import Limits
from eia.promotions.figures.printed import figure
from eia.promotions.figures.results import Comparison, Figure, Flag, Verdict

Family = Sequence[tuple[Comparison, Tally]]
"""Comparisons that were made to answer one question, with the tally each group was held against."""


def judge(family: Family, tallies: Mapping[str, Tally], limits: Limits) -> tuple[Comparison, ...]:
    adjusted = _adjusted([comparison for comparison, _ in family])
    return tuple(
        _judged(one, [tallies[one.group], against], limits) for one, (_, against) in zip(adjusted, family, strict=True)
    )


def of_table(comparisons: Iterable[Comparison]) -> Verdict:
    """The gravest there is; where a group was chosen to compare with, those with all others only stand beside."""
    several = list(comparisons)
    chosen = [each.verdict for each in several if each.against != OTHERS] or [each.verdict for each in several]
    return next((each for each in Verdict if each in chosen), Verdict.NOTHING_TO_COMPARE)


def _adjusted(comparisons: list[Comparison]) -> list[Comparison]:
    tested = [each.p.value for each in comparisons if each.p.value is not None]
    adjusted = iter(holm(tested))
    return [each if each.p.value is None else replace(each, adjusted_p=figure(next(adjusted))) for each in comparisons]


def _judged(comparison: Comparison, both: list[Tally], limits: Limits) -> Comparison:
    if comparison.adjusted_p.value is None:
        return comparison
    is_told = comparison.adjusted_p.value < limits.significance.value
    is_low = comparison.ratio.value is not None and comparison.ratio.value < limits.four_fifths.value
    are_many = all((each.entered or 0) >= limits.threshold.value for each in both)
    flags = [Flag.TEST] * is_told + [Flag.FOUR_FIFTHS] * (is_low and are_many)
    return replace(
        comparison,
        flags=tuple(flags),
        verdict=_verdict(flags, comparison.smallest_gap, limits),
        interval_and_test_differ=_leaves_out_nought(comparison.difference) != is_told,
    )


def _verdict(flags: list[Flag], gap: Figure, limits: Limits) -> Verdict:
    """Too few comes before a low ratio that no test supports: among so few it may be one person."""
    if Flag.TEST in flags:
        return Verdict.FLAGGED
    if gap.value is None or gap.value > limits.telling_gap.value:
        return Verdict.TOO_FEW
    return Verdict.FLAGGED if flags else Verdict.NO_DIFFERENCE_SEEN


def _leaves_out_nought(difference: Figure) -> bool:
    return difference.low is not None and difference.high is not None and not difference.low <= 0 <= difference.high
