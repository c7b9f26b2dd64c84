"""One group's ratio from round to round, and where the rounds cannot be set beside each other.

It describes: rounds are not tested against each other, and a break is never bridged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import log

from eia.promotions.figures.counts import StageKind
from eia.promotions.figures.results import Basis, Figure


class Break(StrEnum):
    GROUP_LIST = "group_list"
    COMPARISON = "comparison"
    STAGE = "stage"
    ORGANISATIONS = "organisations"


class Direction(StrEnum):
    CLOSER = "closer"
    FURTHER = "further"
    AS_BEFORE = "as_before"
    CANNOT_SAY = "cannot_say"


BREAKS: Mapping[Break, str] = {
    Break.GROUP_LIST: "the groups were counted by another list",
    Break.COMPARISON: "another group was chosen to compare with",
    Break.STAGE: "the stage was another kind of stage",
    Break.ORGANISATIONS: "other organisations were counted",
}
DIRECTIONS: Mapping[Direction, str] = {
    Direction.CLOSER: "The two rates are closer to each other than in the round before.",
    Direction.FURTHER: "The two rates are further apart than in the round before.",
    Direction.AS_BEFORE: "The two rates are as far apart as in the round before.",
    Direction.CANNOT_SAY: "A ratio is missing in one of the two rounds, so nothing is said of the change.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The ratio of one group in one round, with all that must be the same for two rounds to be one series."""

    title: str
    day: date
    organisations: tuple[str, ...]
    stage: StageKind
    basis: Basis
    group_list: str
    compared_with: str
    ratio: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    before: Round
    after: Round
    breaks: tuple[Break, ...]
    direction: Direction

    @property
    def sentence(self) -> str:
        if not self.breaks:
            return DIRECTIONS[self.direction]
        why = "; ".join(BREAKS[each] for each in self.breaks)
        return f"Not one series: {why}. The two rounds are not set against each other."


def changes(rounds: Sequence[Round]) -> tuple[Change, ...]:
    """From each round to the next by date."""
    in_order = sorted(rounds, key=lambda one: (one.day, one.title))
    return tuple(_change(before, after) for before, after in pairwise(in_order))


def _change(before: Round, after: Round) -> Change:
    breaks = tuple(_breaks(before, after))
    direction = Direction.CANNOT_SAY if breaks else _direction(before.ratio.value, after.ratio.value)
    return Change(before=before, after=after, breaks=breaks, direction=direction)


def _breaks(before: Round, after: Round) -> Iterator[Break]:
    if before.group_list != after.group_list:
        yield Break.GROUP_LIST
    if before.compared_with != after.compared_with:
        yield Break.COMPARISON
    if (before.stage, before.basis) != (after.stage, after.basis):
        yield Break.STAGE
    if set(before.organisations) != set(after.organisations):
        yield Break.ORGANISATIONS


def _direction(before: float | None, after: float | None) -> Direction:
    """How far a ratio is from 1 is counted in proportion: a half is as far as the double."""
    if not before or not after:
        return Direction.CANNOT_SAY
    was, became = round(abs(log(before)), 9), round(abs(log(after)), 9)
    if was == became:
        return Direction.AS_BEFORE
    return Direction.CLOSER if became < was else Direction.FURTHER
