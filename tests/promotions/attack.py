"""Somebody who wants to know what was hidden, and knows all that can be known without being told.

They know the rules: the threshold, that a nought is shown, that people are whole; that nobody passes who did not enter,
nor enters a stage without having passed the one before; that organisations and groups add up; that a number which did
not change is the same number in two releases. They have every number of every release. Written apart from the code
that protects, and from counts alone: one unknown for each group of each organisation at each stage of each release.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from eia.promotions.figures.counts import Breakdown, Count, Group, ProcessCounts, Stage, StageKind, Tally
from eia.promotions.releasing.cells import Cell

Place = tuple[int, str, str, str, str, str]
"""Which release, stage, organisation, breakdown, group, and what was counted."""
COUNTED = ("entered", "passed", "withdrew")


@dataclass
class Published:
    """A release as it is read: what was counted, and which cells of it are shown."""

    counts: ProcessCounts
    shown: frozenset[Cell]
    withheld: frozenset[tuple[str, str]]


class Attacker:
    def __init__(self, releases: Sequence[Published]) -> None:
        self.releases = releases
        self.values = dict(self._everything())
        self.index: dict[object, int] = {}
        self.at = {place: self._same(place) for place in self.values}
        self.truth = np.zeros(len(self.index))
        for place, value in self.values.items():
            self.truth[self.at[place]] = value
        self.rows: list[tuple[np.ndarray, float, float]] = []
        self.least = np.zeros(len(self.index))
        for number, release in enumerate(releases):
            self._read(number, release)
        low, high = np.array([row[1] for row in self.rows]), np.array([row[2] for row in self.rows])
        matrix = csr_array(np.array([row for row, _, _ in self.rows]).reshape(len(self.rows), len(self.index)))
        self.fits = [LinearConstraint(matrix, low, high)] if self.rows else []
        self.worlds = [self.truth]

    def far_apart(self, names: Sequence[tuple[Place, int]], wanted: float) -> bool:
        """Whether two worlds that fit all that was published differ in this number by that much."""
        factors = self._row(names)
        for sign in (0, 1, -1):
            if sign:
                self.worlds.append(self._furthest(sign * factors))
            seen = [float(factors @ world) for world in self.worlds]
            if max(seen) - min(seen) >= wanted:
                return True
        return False

    def _furthest(self, factors: np.ndarray) -> np.ndarray:
        whole, bounds = np.ones(len(factors)), Bounds(self.least, 2 * self.truth.max() + 1_000)
        for presolve in (True, False):
            found = milp(
                factors, integrality=whole, bounds=bounds, constraints=self.fits, options={"presolve": presolve}
            )
            if found.x is not None:
                return np.asarray(np.round(found.x))
        raise AssertionError("the truth fits what was published, and nothing is found")

    def hidden(self, number: int) -> Iterator[tuple[Cell, list[tuple[Place, int]], int]]:
        """Every number of a release that a reader finds hidden: its cell, what it is the sum of, and its value."""
        release = self.releases[number]
        for cell, parts in self._cells(number):
            if cell not in release.shown:
                yield cell, [(part, 1) for part in parts], sum(self.values[part] for part in parts)

    def _everything(self) -> Iterator[tuple[Place, int]]:
        for number, release in enumerate(self.releases):
            for each in release.counts.counts:
                for counted in COUNTED:
                    value = getattr(each.tally, counted)
                    if value is not None:
                        yield (number, each.stage, each.organisation, each.breakdown, each.group, counted), value

    def _same(self, place: Place) -> int:
        return self.index.setdefault((place[1:], self.values[place]), len(self.index))

    def _row(self, names: Sequence[tuple[Place, int]]) -> np.ndarray:
        row = np.zeros(len(self.index))
        for place, factor in names:
            row[self.at[place]] += factor
        return row

    def _cells(self, number: int) -> Iterator[tuple[Cell, list[Place]]]:
        """Every number that tables print, and the places it is the sum of."""
        counts = self.releases[number].counts
        for stage in counts.stages:
            for counted in COUNTED:
                for breakdown in counts.breakdowns:
                    for organisation in (*counts.organisations, "*"):
                        own = counts.organisations if organisation == "*" else (organisation,)
                        if organisation == "*" and len(counts.organisations) == 1:
                            continue
                        row = [
                            [(number, stage.key, one, breakdown.key, group.key, counted) for one in own]
                            for group in breakdown.groups
                        ]
                        if all(place in self.values for places in row for place in places):
                            for group, places in zip(breakdown.groups, row, strict=True):
                                yield Cell(stage.key, organisation, breakdown.key, group.key, counted), places  # type: ignore[arg-type]
                            total = [place for places in row for place in places]
                            named = self._breakdown_of_total(number, stage.key, organisation, counted, breakdown.key)
                            yield Cell(stage.key, organisation, named, "+", counted), total  # type: ignore[arg-type]

    def _breakdown_of_total(self, number: int, stage: str, organisation: str, counted: str, breakdown: str) -> str:
        """ "" for a total on which all breakdowns agree: those that differ print their own."""
        sums = {
            each.key: sum(
                value
                for place, value in self.values.items()
                if (place[0], place[1], place[3], place[5]) == (number, stage, each.key, counted)
                and organisation in ("*", place[2])
            )
            for each in self.releases[number].counts.breakdowns
        }
        return "" if len(set(sums.values())) == 1 else breakdown

    def _read(self, number: int, release: Published) -> None:
        for cell, parts in self._cells(number):
            value = sum(self.values[part] for part in parts)
            if cell in release.shown:
                self.rows.append((self._row([(part, 1) for part in parts]), value, value))
            elif not {(cell.stage, cell.breakdown), (cell.stage, "")} & release.withheld:
                self.rows.append((self._row([(part, 1) for part in parts]), 1, np.inf))
        self._totals_agree(number, release)
        for place in [each for each in self.values if each[0] == number and each[5] == "entered"]:
            inside = [(*place[:5], counted) for counted in ("passed", "withdrew")]
            there = [(one, 1) for one in inside if one in self.values]
            if sum(self.values[one] for one, _ in there) <= self.values[place]:
                self.rows.append((self._row([*there, (place, -1)]), -np.inf, 0))
        for before, after in pairwise(release.counts.stages):
            for place in [each for each in self.values if each[:2] == (number, after.key) and each[5] == "entered"]:
                passed: Place = (number, before.key, *place[2:5], "passed")
                if self.values[place] <= self.values.get(passed, -1):
                    self.rows.append((self._row([(place, 1), (passed, -1)]), -np.inf, 0))

    def _totals_agree(self, number: int, release: Published) -> None:
        """However people are divided into groups, they are the same people."""
        totals: dict[Cell, list[list[tuple[Place, int]]]] = {}
        for cell, parts in self._cells(number):
            if cell.group == "+" and cell not in release.shown:
                totals.setdefault(cell, []).append([(part, 1) for part in parts])
        for several in totals.values():
            for one, other in pairwise(several):
                both = [*one, *((part, -1) for part, _ in other)]
                if sum(self.values[part] * factor for part, factor in both) == 0:
                    self.rows.append((self._row(both), 0, 0))


def random_process(rng: random.Random, *, breakdowns: int = 1) -> ProcessCounts:
    """At most 4 stages, 5 groups and 3 organisations, with groups of few and of many."""
    stages = tuple(Stage(key=f"s{each}", title="", kind=StageKind.EXAM) for each in range(rng.randint(1, 4)))
    organisations = tuple("ABC"[: rng.randint(1, 3)])
    size = rng.randint(2, 5)
    groups = tuple(Group(key=f"g{each}", title="", is_stated=each < 4) for each in range(size))
    several = [
        Breakdown(key=f"b{each}", title="", characteristics=(f"c{each}",), groups=groups, compared_with="g0")
        for each in range(breakdowns)
    ]
    first = list(_counts(rng, several[0], stages, organisations))
    counts = first + [each for one in several[1:] for each in _divided_otherwise(rng, one, first)]
    return ProcessCounts(organisations=organisations, stages=stages, breakdowns=tuple(several), counts=tuple(counts))


def _counts(
    rng: random.Random, breakdown: Breakdown, stages: Sequence[Stage], organisations: Sequence[str]
) -> Iterator[Count]:
    for organisation in organisations:
        for group in breakdown.groups:
            entered = int(rng.choice([3, 8, 15, 40, 80, 200]) * rng.random() * 1.3)
            for stage in stages:
                withdrew = int(entered * rng.random() * 0.1)
                passed = int((entered - withdrew) * rng.random())
                tally = Tally(entered=entered, passed=passed, withdrew=withdrew)
                yield Count(
                    stage=stage.key, organisation=organisation, breakdown=breakdown.key, group=group.key, tally=tally
                )
                entered = passed


def _divided_otherwise(rng: random.Random, breakdown: Breakdown, counts: Sequence[Count]) -> Iterator[Count]:
    """The same people, with the groups of each organisation called something else."""
    names = [each.key for each in breakdown.groups]
    for organisation in sorted({each.organisation for each in counts}):
        others = dict(zip(names, rng.sample(names, len(names)), strict=True))
        for each in counts:
            if each.organisation == organisation:
                yield replace(each, breakdown=breakdown.key, group=others[each.group])


def corrected(rng: random.Random, counts: ProcessCounts) -> ProcessCounts:
    """The same round once more, with late figures: of one count in three more entered the last stage and passed it."""
    last = counts.stages[-1].key
    return replace(counts, counts=tuple(_later(rng, each) if each.stage == last else each for each in counts.counts))


def _later(rng: random.Random, count: Count) -> Count:
    tally, more = count.tally, rng.choice([0, 0, 0, 0, 1, 10])
    return replace(count, tally=replace(tally, entered=(tally.entered or 0) + more, passed=(tally.passed or 0) + more))
