"""How far what is hidden can be worked out: the least and the most each number can be, as whole numbers (scipy's milp).

A number is protected when the most and the least it can be lie at least half its threshold apart. A small number of
people who did not pass is as telling as a small number who did, so the difference of the two is asked for as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from eia.promotions.releasing.system import Number, Rule, System

FAR = 1_000
"""People: what nothing bounds is looked at no further than this, for a solver that goes on for ever errs."""


Factors = tuple[tuple[Number, int], ...]


class Question(NamedTuple):
    """How far apart the least and the most of a number, or of numbers taken together, lie; `wanted` at least."""

    about: Number
    factors: Factors
    wanted: float


class Room:
    """One component of what is unknown. What a solution shows of one number it shows of all the others as well."""

    def __init__(self, system: System, unknown: frozenset[Number], least: Mapping[Number, int]) -> None:
        self.numbers: Sequence[Number] = sorted(unknown)
        self.place = {number: index for index, number in enumerate(self.numbers)}
        rules = {rule for number in self.numbers for rule in system.by_number.get(number, ())}
        self.constraints = self._constraints(sorted(rules))
        most = 2 * max(each.value for each in self.numbers) + FAR
        self.bounds = Bounds(np.array([least[each] for each in self.numbers], dtype=float), float(most))
        self.seen = [np.array([each.value for each in self.numbers], dtype=float)]

    def too_narrow(self, questions: Iterable[Question]) -> list[Question]:
        """Those whose range is smaller than it must be."""
        asked = [(question, self._factors(question.factors)) for question in questions]
        return [
            each
            for each, factors in asked
            if not (self._wide(factors, each.wanted) or self._wider(factors, each.wanted))
        ]

    def _wider(self, factors: np.ndarray, wanted: float) -> bool:
        for sign in (1, -1):
            self._reach(factors * sign)
            if self._wide(factors, wanted):
                return True
        return False

    def _reach(self, factors: np.ndarray) -> None:
        """Look as far as it goes in one direction."""
        for presolve in (True, False):  # which at times finds nothing where there is something
            found = milp(
                factors, integrality=np.ones(len(factors)), bounds=self.bounds, constraints=self.constraints,
                options={"presolve": presolve},
            )  # fmt: skip
            if found.x is not None:
                break
        else:
            raise ValueError(f"the truth fits what is published, and yet: {found.message}")
        self.seen.append(np.round(found.x))

    def _wide(self, factors: np.ndarray, wanted: float) -> bool:
        values = [float(factors @ each) for each in self.seen]
        return max(values) - min(values) >= wanted

    def _factors(self, named: Factors) -> np.ndarray:
        factors = np.zeros(len(self.numbers))
        for number, factor in named:
            if number in self.place:
                factors[self.place[number]] = factor
        return factors

    def _constraints(self, rules: Sequence[Rule]) -> list[LinearConstraint]:
        rows: list[int] = []
        columns: list[int] = []
        factors: list[int] = []
        known = np.zeros(len(rules))
        for row, rule in enumerate(rules):
            for number, factor in [*((part, 1) for part in rule.parts), (rule.whole, -1)]:
                if number in self.place:
                    rows.append(row)
                    columns.append(self.place[number])
                    factors.append(factor)
                else:
                    known[row] += factor * number.value
        if not rules:
            return []
        matrix = csr_array((factors, (rows, columns)), shape=(len(rules), len(self.numbers)))
        low = np.array([-each if rule.is_sum else -np.inf for each, rule in zip(known, rules, strict=True)])
        return [LinearConstraint(matrix, low, -known)]
