"""The pictures of one table as coordinates: bars by group, and ratios with their intervals on a logarithmic axis.

A picture says nothing that the table before it does not say; what has no number is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from eia.promotions.figures.numbers import per_cent, ratio
from eia.promotions.showing import ALL_OTHERS, Shown

WIDTH, STEP, TOP = 480, 56, 8
LEFT, RIGHT = 8, 472
LEAST, MOST = 0.1, 10.0
TICKS = (0.1, 0.2, 0.5, 0.8, 1.0, 1.25, 2.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """`whole` is the bar of those who entered, `part` of those who passed, in units of the picture."""

    y: int
    label: str
    whole: float
    part: float


@dataclass(frozen=True, slots=True)
class Mark:
    """`beyond` names the side on which the interval goes on outside the picture: "", "left", "right" or "both"."""

    y: int
    label: str
    x: float
    low: float | None
    high: float | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Pictures:
    bars: Sequence[Bar]
    bars_height: int
    bars_say: str
    marks: Sequence[Mark]
    marks_height: int
    marks_say: str
    ticks: Sequence[tuple[float, str]]
    one: float
    """Where 1 stands on the axis: the same rate."""


def pictures_of(shown: Shown) -> Pictures:
    bars, marks = _bars(shown), _marks(shown)
    ticks = [(_x(one), f"{one:g}") for one in TICKS if one in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)]
    return Pictures(
        bars, TOP + STEP * len(bars), "; ".join(one.label for one in bars),
        marks, TOP + STEP * len(marks) + 28, "; ".join(one.label for one in marks), ticks, _x(1.0),
    )  # fmt: skip


def _bars(shown: Shown) -> list[Bar]:
    groups = [one for one in shown.table.groups if one.tally.entered and one.tally.passed is not None]
    most = max((one.tally.entered or 0 for one in groups), default=0)
    scale = (RIGHT - LEFT) / most if most else 0
    return [
        Bar(
            TOP + STEP * place,
            f"{shown.titles.get(one.group, one.group)}: {one.tally.passed:,} of {one.tally.entered:,} passed"
            + (f", {per_cent(one.rate.value)}" if one.rate.value is not None else ""),
            round((one.tally.entered or 0) * scale, 1), round(min(one.tally.passed or 0, most) * scale, 1),
        )
        for place, one in enumerate(groups)
    ]  # fmt: skip


def _marks(shown: Shown) -> list[Mark]:
    drawn = [one for one in shown.table.comparisons if one.ratio.value]
    found = []
    for place, one in enumerate(drawn):
        value, low, high = one.ratio.value or 1.0, one.ratio.low, one.ratio.high
        against = ALL_OTHERS if one.against == "*" else shown.titles.get(one.against, one.against)
        label = f"{shown.titles.get(one.group, one.group)} to {against}: {ratio(value)}"
        if low is not None and high is not None:
            label += f" ({ratio(low)} to {ratio(high)})"
        found.append(
            Mark(
                TOP + STEP * place, label + (", flagged" if one.flags else ""), _x(value),
                None if low is None else _x(low), None if high is None else _x(high), bool(one.flags),
            )
        )  # fmt: skip
    return found


def _x(value: float) -> float:
    """Where a ratio stands; what lies outside stands at the edge, its numbers stand in the label."""
    inside = min(max(value, LEAST), MOST)
    return round(LEFT + (RIGHT - LEFT) * (log(inside) - log(LEAST)) / (log(MOST) - log(LEAST)), 1)
