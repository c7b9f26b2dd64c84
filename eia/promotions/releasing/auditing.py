"""How far what is hidden can be worked out: the least and the most each number can be, as whole numbers (scipy's milp).

A number is protected when the most and the least it can be lie at least half its threshold apart. A small number of
people who did not pass is as telling as a small number who did, so the difference of the two is asked for as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from eia.promotions.releasing.system import Number, Rule, System

FAR = 1_000
"""People: what nothing bounds is looked at no further than this, for a solver that goes on for ever errs."""
TURNS = 40
"""What follows from one rule by another is followed so far."""
TRIES = 3
"""Worlds looked at that answer next to nothing, before questions are asked one by one."""
FEW = 4
"""Questions: no more than that are quicker asked one by one."""
Factors = tuple[tuple[Number, int], ...]


class Question(NamedTuple):
    """How far apart the least and the most of a number, or of numbers taken together, lie; `wanted` at least."""

    about: Number
    factors: Factors
    wanted: float


class Room:
    """One component of what is unknown. What a solution shows of one number it shows of all the others as well.

    So most questions are answered together: `_sweep` looks for worlds close by in which as many numbers as possible are
    other than in truth, and only what none of those worlds answers is asked one by one.
    """

    def __init__(self, system: System, unknown: frozenset[Number], least: Mapping[Number, int]) -> None:
        self.numbers: Sequence[Number] = sorted(unknown)
        self.place = {number: index for index, number in enumerate(self.numbers)}
        rules = {rule for number in self.numbers for rule in system.by_number.get(number, ())}
        self.entries, self.rule_least, self.rule_most = self._rows(sorted(rules))
        matrix = csr_array((self.entries[2], self.entries[:2]), shape=(len(rules), len(self.numbers)))
        self.constraints = [LinearConstraint(matrix, self.rule_least, self.rule_most)] if rules else []
        self.truth = np.array([each.value for each in self.numbers], dtype=float)
        self.least = np.array([least[each] for each in self.numbers], dtype=float)
        self.most = np.full(len(self.numbers), 2 * self.truth.max() + FAR)
        self.seen = [self.truth]

    def answered(self, questions: Sequence[Question], exactly: bool) -> dict[Question, bool]:
        """Whether the range of each is wide enough; without `exactly` those are left out that take long to find out."""
        asked = csr_array(np.array([self._factors(each.factors) for each in questions]))
        wanted = np.array([each.wanted for each in questions])
        narrow = self._surely_narrow(asked, wanted)
        self._sweep(asked[~narrow, :], wanted[~narrow])
        found = dict.fromkeys([questions[int(each)] for each in np.flatnonzero(narrow)], False)
        for index in np.flatnonzero(~narrow):
            row, enough = asked[[index], :], wanted[[index]]
            if self._wide(row, enough)[0]:
                found[questions[int(index)]] = True
            elif exactly:
                found[questions[int(index)]] = self._wider(row, enough)
        return found

    def _surely_narrow(self, asked: csr_array, wanted: np.ndarray) -> np.ndarray:
        """Those to which even each rule by itself leaves too little room. Nothing is solved for that."""
        low, high = self.least.copy(), self.most.copy()
        for _ in range(TURNS):
            before = (high - low).sum()
            self._tighten(low, high)
            if (high - low).sum() == before:
                break
        return np.asarray(abs(asked) @ (high - low) < wanted)

    def _tighten(self, low: np.ndarray, high: np.ndarray) -> None:
        """What each rule says of each number in it, given the least and the most that the others in it can be."""
        rows, columns, signs = self.entries
        up = signs > 0
        least = np.where(up, low[columns], -high[columns])
        most = np.where(up, high[columns], -low[columns])
        below = (self.rule_most - np.bincount(rows, least, len(self.rule_most)))[rows] + least
        above = (self.rule_least - np.bincount(rows, most, len(self.rule_most)))[rows] + most
        np.minimum.at(high, columns[up], below[up])
        np.maximum.at(low, columns[up], above[up])
        np.maximum.at(low, columns[~up], -below[~up])
        np.minimum.at(high, columns[~up], -above[~up])

    def _sweep(self, asked: csr_array, wanted: np.ndarray) -> None:
        """Worlds in which many numbers are other than in truth, each a little; as long as they answer something."""
        if not wanted.size:
            return
        near, chance = 2 * float(wanted.max()), np.random.default_rng(0)
        box = Bounds(np.maximum(self.least, self.truth - near), self.truth + near)
        left, in_vain = ~self._wide(asked, wanted), 0
        while left.sum() > FEW and in_vain < TRIES:
            signs = chance.choice((-1.0, 1.0), size=int(left.sum()))
            world = self._world(signs @ asked[left, :], box, gap=0.1, nodes=1)
            if world is None:
                return
            self.seen.append(world)
            still = ~self._wide(asked, wanted)
            in_vain = 0 if still.sum() < left.sum() - 1 else in_vain + 1
            left = still

    def _wider(self, row: csr_array, wanted: np.ndarray) -> bool:
        factors = row.toarray()[0]
        for sign in (1, -1):
            self._reach(factors * sign)
            if self._wide(row, wanted)[0]:
                return True
        return False

    def _reach(self, factors: np.ndarray) -> None:
        """Look as far as it goes in one direction."""
        for presolve in (True, False):  # which at times finds nothing where there is something
            world = self._world(factors, Bounds(self.least, self.most), presolve=presolve)
            if world is not None:
                self.seen.append(world)
                return
        raise ValueError("the truth fits what is published, and yet nothing was found that does")

    def _world(
        self, factors: np.ndarray, box: Bounds, *, presolve: bool = True, gap: float = 0.0, nodes: int | None = None
    ) -> np.ndarray | None:
        """Whole numbers that fit all that is published, the lowest by these factors, or near to it."""
        options = {"presolve": presolve, "mip_rel_gap": gap} | ({"node_limit": nodes} if nodes else {})
        found = milp(
            factors, integrality=np.ones(len(factors)), bounds=box, constraints=self.constraints, options=options
        )
        return None if found.x is None else np.asarray(np.round(found.x))

    def _wide(self, asked: csr_array, wanted: np.ndarray) -> np.ndarray:
        values = asked @ np.array(self.seen).T
        return np.asarray(values.max(axis=1) - values.min(axis=1) >= wanted)

    def _factors(self, named: Factors) -> np.ndarray:
        factors = np.zeros(len(self.numbers))
        for number, factor in named:
            if number in self.place:
                factors[self.place[number]] = factor
        return factors

    def _rows(self, rules: Sequence[Rule]) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
        """Every rule as a row: which numbers stand in it with which sign, and the least and the most they may be."""
        rows: list[int] = []
        columns: list[int] = []
        signs: list[int] = []
        known = np.zeros(len(rules))
        for row, rule in enumerate(rules):
            for number, sign in [*((part, 1) for part in rule.parts), (rule.whole, -1)]:
                if number in self.place:
                    rows.append(row)
                    columns.append(self.place[number])
                    signs.append(sign)
                else:
                    known[row] += sign * number.value
        is_sum = np.array([rule.is_sum for rule in rules], dtype=bool)
        entries = np.array(rows, dtype=int), np.array(columns, dtype=int), np.array(signs, dtype=int)
        return entries, np.where(is_sum, -known, -np.inf), -known
