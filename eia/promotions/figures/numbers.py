"""Numbers as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from eia.promotions.figures.results import Figure

SMALLEST_CHANCE = 0.001


def per_cent(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def ratio(value: float) -> str:
    """Two decimals, or as many as a very small one needs to be seen."""
    return f"{value:.2f}" if value >= 0.1 or value == 0 else f"{value:.2g}"


def chance(p: float) -> str:
    if p < SMALLEST_CHANCE:
        return f"p below {SMALLEST_CHANCE}"
    return f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def points(difference: Figure) -> str:
    """ "13.8 percentage points lower (95 % interval: from 21.5 lower to 4.3 lower)" """
    if difference.value is None:
        return "a difference that is not shown"
    said = "the same" if round(difference.value, 1) == 0 else _way(difference.value, " percentage points")
    if difference.low is None or difference.high is None:
        return said
    return f"{said} (95 % interval: from {_way(difference.low)} to {_way(difference.high)})"


def _way(value: float, unit: str = "") -> str:
    if round(value, 1) == 0:
        return f"0.0{unit}"
    return f"{abs(value):.1f}{unit} {'lower' if value < 0 else 'higher'}"


def of_people(passed: int | None, entered: int | None) -> str:
    return "" if passed is None or entered is None else f"{passed:,} of {entered:,}, "


def list_of(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
