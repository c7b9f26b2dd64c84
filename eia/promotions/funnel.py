"""One list of groups through all stages: how many of each group came how far, in words and as bars.

What has no number is not drawn. A bar is the part of those who entered the first stage that passed this one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from eia.promotions.figures.numbers import per_cent
from eia.promotions.figures.results import Basis, GroupResult, Table
from eia.promotions.figures.saying import HEADLINES
from eia.promotions.groups.shape import GroupList

Hidden = Collection[tuple[str, str]]
"""What of a table is hidden: the group, and what was counted of it."""
LEFT, FULL, HIGH = 8, 464, 14
HEADING, STEP = 30, 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One group at one stage: of its own entrants, and of those who entered the first stage."""

    own: str
    whole_way: str


@dataclass(frozen=True, slots=True)
class Label:
    y: int
    words: str
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`wholes` and `parts` are paths, one box for each bar."""

    height: int
    labels: Sequence[Label]
    wholes: str
    parts: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """`headlines` say of each stage the verdict on its own entrants."""

    stages: Sequence[str]
    titles: Sequence[str]
    headlines: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Cell]]]
    picture: Picture | None


def funnel_of(
    found: Sequence[tuple[Table, Hidden]], stages: Sequence[tuple[str, str]], group_list: GroupList
) -> Funnel:
    """`found` are the tables of one organisation by this list, on either basis; `stages` keys and titles in order."""
    there = {(table.basis, table.stage): (table, hidden) for table, hidden in found}
    counted = [(key, title) for key, title in stages if (Basis.STAGE, key) in there]
    groups = {one.group for table, _ in there.values() for one in table.groups}
    listed = [one for one in group_list.groups if one.key in groups]
    rows = [
        (one.title, [_cell(there, key, one.key, is_first=place == 0) for place, (key, _) in enumerate(counted)])
        for one in listed
    ]
    return Funnel(
        stages=[key for key, _ in counted], titles=[title for _, title in counted],
        headlines=[HEADLINES[there[Basis.STAGE, key][0].verdict] for key, _ in counted], groups=rows,
        picture=_picture(there, counted, [(one.key, one.title) for one in listed]),
    )  # fmt: skip


def side_by_side(
    found: Sequence[tuple[Table, Hidden]], names: Mapping[str, str], group_list: GroupList
) -> Sequence[tuple[str, Sequence[str]]]:
    """Of each group how far it came in each organisation: from the first stage on where there is one before."""
    basis = Basis.FROM_START if any(table.basis is Basis.FROM_START for table, _ in found) else Basis.STAGE
    there = {table.organisation: (table, hidden) for table, hidden in found if table.basis is basis}
    counted = {one.group for table, _ in there.values() for one in table.groups}

    def words(code: str, group: str) -> str:
        table, hidden = there.get(code, (None, ()))
        return _words(_result(table, group), {what for name, what in hidden if name == group})

    groups = [one for one in group_list.groups if one.key in counted]
    return [(one.title, [words(code, one.key) for code in names]) for one in groups]


def _cell(there: Mapping[tuple[Basis, str], tuple[Table, Hidden]], stage: str, group: str, *, is_first: bool) -> Cell:
    def words(basis: Basis) -> str:
        table, hidden = there.get((basis, stage), (None, ()))
        return _words(_result(table, group), {counted for name, counted in hidden if name == group})

    own = words(Basis.STAGE)
    return Cell(own, own if is_first else words(Basis.FROM_START))


def _result(table: Table | None, group: str) -> GroupResult | None:
    return next((one for one in table.groups if one.group == group), None) if table else None


def _words(result: GroupResult | None, hidden: Collection[str]) -> str:
    """ "79 of 91, 86.8 %"; of a number that is not there, why."""
    if result is None:
        return "Not given"
    passed, entered, rate = result.tally.passed, result.tally.entered, _rate(result)
    if passed is not None and entered is not None:
        return f"{passed:,} of {entered:,}{rate}"
    if passed is None and entered is None:
        return ("Hidden" if hidden else "Not given") + rate
    why = "hidden" if hidden else "not given"
    return (
        f"{passed:,} passed, of how many is {why}{rate}"
        if passed is not None
        else f"{entered:,} entered, who passed is {why}{rate}"
    )


def _rate(result: GroupResult) -> str:
    return f", {per_cent(result.rate.value)}" if result.rate.value is not None else ""


def _picture(
    there: Mapping[tuple[Basis, str], tuple[Table, Hidden]],
    counted: Sequence[tuple[str, str]],
    groups: Sequence[tuple[str, str]],
) -> Picture | None:
    """A box for each stage under the name of each group that has a rate anywhere."""
    labels, wholes, parts, y = list[Label](), list[str](), list[str](), 0
    for group, title in groups:
        rates = [
            (name, _result(there.get((Basis.FROM_START if place else Basis.STAGE, key), (None, ()))[0], group))
            for place, (key, name) in enumerate(counted)
        ]
        drawn = [(name, one.rate.value) for name, one in rates if one is not None and one.rate.value is not None]
        if not drawn:
            continue
        labels.append(Label(y + 20, title, is_heading=True))
        y += HEADING
        for name, rate in drawn:
            labels.append(Label(y + 14, f"{name}: {per_cent(rate)}", is_heading=False))
            wholes.append(_box(y + 20, FULL))
            parts.append(_box(y + 20, round(FULL * min(rate, 1), 1)))
            y += STEP
    return Picture(y + 4, labels, "".join(wholes), "".join(parts)) if labels else None


def _box(y: int, width: float) -> str:
    return f"M{LEFT} {y}h{width:g}v{HIGH}h{-width:g}z" if width else ""
