"""What an attacker works with: every number of every release, known or not, and how they hang together.

A number that did not change between two releases is one number: whoever reads both may know that. So what was shown
once stays known, and what was hidden once must stay protected by whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eia.promotions.releasing.cells import Cell, Ledger


class Number(NamedTuple):
    cell: Cell
    value: int


class Rule(NamedTuple):
    parts: tuple[Number, ...]
    whole: Number
    is_sum: bool

    @property
    def numbers(self) -> tuple[Number, ...]:
        return (*self.parts, self.whole)


@dataclass(frozen=True)
class System:
    """`by_number` finds the rules a number stands in."""

    rules: tuple[Rule, ...]
    by_number: Mapping[Number, Sequence[Rule]]


def system_of(ledgers: Iterable[Ledger]) -> System:
    rules: dict[Rule, None] = {}
    by_number: dict[Number, list[Rule]] = {}
    for ledger in ledgers:
        values = ledger.numbers
        for bound in ledger.bounds:
            parts = tuple(Number(part, values[part]) for part in bound.parts)
            rules[Rule(parts, Number(bound.whole, values[bound.whole]), bound.is_sum)] = None
    for rule in rules:
        for number in rule.numbers:
            by_number.setdefault(number, []).append(rule)
    return System(tuple(rules), by_number)


def components(system: System, unknown: set[Number]) -> list[frozenset[Number]]:
    """What is unknown, in parts that say nothing of each other."""
    left, found = set(unknown), []
    while left:
        reached, edge = set(), {left.pop()}
        while edge:
            reached |= edge
            near = {each for number in edge for rule in system.by_number.get(number, ()) for each in rule.numbers}
            edge = (near & unknown) - reached
        left -= reached
        found.append(frozenset(reached))
    return found
