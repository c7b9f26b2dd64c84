"""`protect`: which numbers of a process may be shown so that nobody can work out the others.

Small numbers are hidden first (`primary`), then as many others as it takes: wherever the tables, together with every
earlier release, would leave too little room for a hidden number, the next number beside it is hidden too. At the end
what turned out not to be needed is shown again. The same counts always give the same release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from eia.promotions.figures.counts import POOLED
from eia.promotions.releasing.auditing import Factors, Question, Room
from eia.promotions.releasing.cells import ANY, TOTAL, Cell, Ledger
from eia.promotions.releasing.primary import small_cells, told_together
from eia.promotions.releasing.release import Thresholds
from eia.promotions.releasing.system import Number, Rule, System, components, system_of

LARGEST_TRIMMED = 40
"""Numbers in one component: above, what was hidden besides is left hidden, for trying each would take minutes."""


class NothingCanBeShown(Exception):
    """Hiding all that is new would not protect what is hidden."""


@dataclass(frozen=True)
class Earlier:
    """A release made before: its counts, and what it showed of them."""

    ledger: Ledger
    shown: frozenset[Cell]
    thresholds: Thresholds


@dataclass(frozen=True)
class Protected:
    """Cells of the newest counts: hidden for being small and hidden besides.

    `withheld` are the breakdowns of which nothing is shown at a stage: (stage, breakdown), ANY for all of them.
    """

    small: frozenset[Cell]
    besides: frozenset[Cell]
    withheld: frozenset[tuple[str, str]]

    @property
    def hidden(self) -> frozenset[Cell]:
        return self.small | self.besides


def protect(ledger: Ledger, thresholds: Thresholds, earlier: Sequence[Earlier] = ()) -> Protected:
    work = _Work(ledger, thresholds, earlier)
    work.settle()
    work.trim()
    hidden = {number.cell for number in work.unknown if ledger.numbers.get(number.cell) == number.value}
    small = hidden & small_cells(ledger, thresholds)
    return Protected(frozenset(small), frozenset(hidden - small), frozenset(work.withheld))


@dataclass
class _Work:
    ledger: Ledger
    thresholds: Thresholds
    earlier: Sequence[Earlier]
    withheld: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.system: System = system_of([self.ledger, *(each.ledger for each in self.earlier)])
        self.public = {number for each in self.earlier for number in _numbers(each.ledger) if number.cell in each.shown}
        before = {number for each in self.earlier for number in _numbers(each.ledger)}
        small = small_cells(self.ledger, self.thresholds)
        self.unknown = (before | {Number(cell, self.ledger.numbers[cell]) for cell in small}) - self.public
        self.kept = frozenset(self.unknown)
        self.together = list(self._together())

    def settle(self) -> None:
        """Hide more until every hidden number has room enough. Room that was found stays when more is hidden."""
        enough: set[Question] = set()
        tried: Counter[Number] = Counter()
        while True:
            if self._cover_exposed():
                continue
            short = self._short(components(self.system, self.unknown), enough)
            if not short:
                return
            if not [number for number in short if self._widen(number, 2 ** tried[number])]:
                self._withhold(short[0])
            tried.update(set(short))

    def trim(self) -> None:
        """Show again what need not be hidden, the largest first."""
        besides = sorted(self.unknown - self.kept, key=lambda each: (-each.value, each.cell))
        for number in besides:
            if number.value and not self._is_withheld(number):
                self.unknown.discard(number)
                near = {each for rule in self.system.by_number[number] for each in rule.numbers} & self.unknown
                parts = [one for one in components(self.system, self.unknown) if one & near]
                fits = max(map(len, parts), default=0) < LARGEST_TRIMMED
                if not fits or next(self._exposed(), None) or self._short(parts, set()):
                    self.unknown.add(number)

    def _cover_exposed(self) -> bool:
        exposed = list(self._exposed())
        for rule, number in exposed:
            if sum(each in self.unknown for each in rule.numbers) == 1:
                self._hide_one([rule], number)
        return bool(exposed)

    def _exposed(self) -> Iterator[tuple[Rule, Number]]:
        """Sums in which one number alone is unknown, so that a subtraction gives it."""
        for rule in self.system.rules:
            if rule.is_sum:
                unknown = [each for each in rule.numbers if each in self.unknown]
                if len(unknown) == 1:
                    yield rule, unknown[0]

    def _short(self, parts: Sequence[frozenset[Number]], enough: set[Question]) -> list[Number]:
        """Those of these components with too little room; questions answered well go into `enough`.

        What takes long to find out is asked only where nothing is short for sure: hiding more may answer it.
        """
        for exactly in (False, True):
            short = [each for one in parts for each in self._short_of(one, enough, exactly)]
            if short:
                return short
        return []

    def _short_of(self, one: frozenset[Number], enough: set[Question], exactly: bool) -> list[Number]:
        asked = [question for question in self._questions(one) if question not in enough]
        if not asked:
            return []
        answered = Room(self.system, one, {number: self._least(number) for number in one}).answered(asked, exactly)
        enough |= {question for question, is_enough in answered.items() if is_enough}
        return [question.about for question, is_enough in answered.items() if not is_enough]

    def _questions(self, one: frozenset[Number]) -> Iterator[Question]:
        for number in sorted(one):
            yield Question(number, ((number, 1),), self._wanted(number))
        for factors in self.together:
            hidden = [number for number, _ in factors if number in one]
            if hidden:
                yield Question(hidden[-1], factors, self._wanted(hidden[-1]))

    def _wanted(self, number: Number) -> float:
        strictest = [self.thresholds, *(each.thresholds for each in self.earlier)]
        return max(each.at(number.cell.organisation) for each in strictest) / 2

    def _least(self, number: Number) -> int:
        """A nought is shown, so what is hidden is at least one; but not where nothing is shown."""
        return 0 if self._is_withheld(number) else 1

    def _widen(self, number: Number, count: int) -> bool:
        """Hide the cheapest numbers that stand in a rule with it, else with whatever hangs together with it.

        One at first; twice as many each time it was not enough, for each time everything is asked again.
        """
        rules = self.system.by_number[number]
        if self._hide_cheapest([rule for rule in rules if rule.is_sum], count) or self._hide_cheapest(rules, count):
            return True
        around = next(one for one in components(self.system, self.unknown) if number in one)
        return self._hide_cheapest([rule for each in sorted(around) for rule in self.system.by_number[each]], count)

    def _hide_one(self, rules: Sequence[Rule], number: Number) -> None:
        if not self._hide_cheapest(rules):
            self._withhold(number)

    def _hide_cheapest(self, rules: Sequence[Rule], count: int = 1) -> bool:
        found = {each for rule in rules for each in rule.numbers if self._may_be_hidden(each)}
        self.unknown.update(nsmallest(count, found, key=self._cost))
        return bool(found)

    def _may_be_hidden(self, number: Number) -> bool:
        return number.value > 0 and self._is_new(number) and number not in self.unknown and number not in self.public

    def _is_new(self, number: Number) -> bool:
        return self.ledger.numbers.get(number.cell) == number.value

    def _cost(self, number: Number) -> tuple[bool, bool, int, int, Cell]:
        """Totals last, then what is pooled, then what would expose itself in another sum, then the larger."""
        alone = sum(
            rule.is_sum and not any(each in self.unknown for each in rule.numbers)
            for rule in self.system.by_number[number]
        )
        return number.cell.group == TOTAL, number.cell.organisation == POOLED, alone, number.value, number.cell

    def _withhold(self, number: Number) -> None:
        """Nothing beside this number can be hidden: show nothing new of its breakdown at its stage, else of the stage.

        When that is not enough, nothing of the stages nearest to it either.
        """
        stages = self.ledger.stages
        here = stages.index(number.cell.stage) if number.cell.stage in stages else 0
        nearest = sorted(stages, key=lambda one: abs(stages.index(one) - here))
        for place in [(number.cell.stage, number.cell.breakdown), *((stage, ANY) for stage in nearest)]:
            if place[0] in stages and place not in self.withheld:
                self.withheld.add(place)
                self.unknown |= {each for each in _numbers(self.ledger) if self._is_withheld(each)} - self.public
                return
        raise NothingCanBeShown

    def _is_withheld(self, number: Number) -> bool:
        return any((number.cell.stage, each) in self.withheld for each in (number.cell.breakdown, ANY))

    def _together(self) -> Iterator[Factors]:
        """Of every release: the few who did not pass, or who failed, as a difference of numbers."""
        every = [(self.ledger, self.thresholds), *((each.ledger, each.thresholds) for each in self.earlier)]
        for ledger, thresholds in every:
            for few in told_together(ledger, thresholds):
                yield tuple((Number(cell, ledger.numbers[cell]), factor) for cell, factor in few.of.items())


def _numbers(ledger: Ledger) -> Iterator[Number]:
    return (Number(cell, value) for cell, value in ledger.numbers.items())
