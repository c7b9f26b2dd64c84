"""The pictures of one table as coordinates: bars by group, and ratios with their intervals on a logarithmic axis.

A picture says nothing that the table before it does not say; what has no number is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from eia.promotions.figures.numbers import per_cent, ratio
from eia.promotions.figures.results import Figure
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
    marks: Sequence[Mark]
    marks_height: int
    marks_say: str
    ticks: Sequence[tuple[float, str]]
    one: float
    """Where 1 stands on the axis: the same rate."""


def pictures_of(shown: Shown) -> Pictures:
    return _drawn(_bars(shown), _marks(shown))


def ratios_of(labelled: Sequence[tuple[str, Figure]]) -> Pictures:
    """Ratios beside each other that are no table's; those that are not there are not drawn."""
    there = [(label, figure) for label, figure in labelled if figure.value]
    return _drawn([], [_mark(place, label, figure, flagged=False) for place, (label, figure) in enumerate(there)])


def _drawn(bars: Sequence[Bar], marks: Sequence[Mark]) -> Pictures:
    ticks = [(_x(one), f"{one:g}") for one in TICKS if one in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)]
    return Pictures(
        bars, TOP + STEP * len(bars),
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
    found = []
    for place, one in enumerate(each for each in shown.table.comparisons if each.ratio.value):
        against = ALL_OTHERS if one.against == "*" else shown.titles.get(one.against, one.against)
        label = f"{shown.titles.get(one.group, one.group)} to {against}"
        found.append(_mark(place, label, one.ratio, flagged=bool(one.flags)))
    return found


def _mark(place: int, label: str, figure: Figure, *, flagged: bool) -> Mark:
    value, low, high = figure.value or 1.0, figure.low, figure.high
    label += f": {ratio(value)}"
    if low is not None and high is not None:
        label += f" ({ratio(low)} to {ratio(high)})"
    return Mark(
        TOP + STEP * place, label + (", flagged" if flagged else ""), _x(value), None if low is None else _x(low),
        None if high is None else _x(high), flagged,
    )  # fmt: skip


def _x(value: float) -> float:
    """Where a ratio stands; what lies outside stands at the edge, its numbers stand in the label."""
    inside = min(max(value, LEAST), MOST)
    return round(LEFT + (RIGHT - LEFT) * (log(inside) - log(LEAST)) / (log(MOST) - log(LEAST)), 1)
