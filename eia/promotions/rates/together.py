"""What open tables give away together: a small number that is left between two of them, or of a whole and its parts.

Whoever has both may set them against each other. The two may be a table and a part of it (the county and a town), a
table and its corrected edition, or one by ethnicity and one by sex whose totals ought to agree. Pure: `Open` is what
anybody reads of an edition, and `gives_away` asks it of one more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.rates.given import Given

FAMILIES = (("stop_and_search",), ("use_of_force",), ("custody",), ("workforce", "retention"))
"""Kinds that count the same: the staff of one table may be those of whom others left in another."""
COUNTED: Mapping[str, tuple[str, str, str]] = {
    "workforce": ("staff", "people", "those who are not staff"),
    "retention": ("those who left", "staff", "those who stayed"),
}
"""What the events, the population and the rest of the population are, where it is more than their names say."""
EVENTS = ("events", "people", "those to whom it did not happen")
EVERYBODY, UNKNOWN = "everybody together", "those without a recorded group"


class Key(NamedTuple):
    """One number that several tables may give. `group_list` is "" for what every list has in common."""

    group_list: str
    group: str
    counted: str


@dataclass(frozen=True)
class Open:
    """An edition as anybody reads it."""

    table_id: int
    number: int
    title: str
    kind: str
    year: str
    area: str
    numerator: str
    group_list: str
    given: Given

    @cached_property
    def numbers(self) -> Mapping[Key, int]:
        """Each count, what it adds up to in wider lists, and the total of all that is given."""
        found: dict[Key, int] = {}
        for key, value in self._each():
            found[key] = found.get(key, 0) + value
        return found

    def _each(self) -> Iterator[tuple[Key, int]]:
        events, people, others = COUNTED.get(self.kind, EVENTS)
        for row in self.given.rows:
            counts = {events: row.events, people: row.population}
            if row.events is not None and row.population is not None:
                counts[others] = row.population - row.events
            for counted, value in counts.items():
                if value is not None:
                    yield Key("", EVERYBODY, counted), value
                    yield from ((Key(name, group, counted), value) for name, group in self._groups(row.group))
        if self.given.unknown is not None:
            yield Key("", EVERYBODY, events), self.given.unknown
            yield Key(self.group_list, UNKNOWN, events), self.given.unknown

    def _groups(self, group: str) -> Iterator[tuple[str, str]]:
        """The group as its own list and every wider list call it."""
        yield self.group_list, group
        for name, one in group_lists().items():
            told = one.told_from(self.group_list)
            if told is not None and group in told.groups and name != self.group_list:
                yield name, told.groups[group]


class Gives(NamedTuple):
    """A number from 1 to one below the threshold that follows from these editions and the one that was asked about."""

    about: Key
    others: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """What is done with figures that give something away beside other tables: hidden, or shown because (`apart`)."""

    hide: bool = False
    apart: str = ""

    @property
    def is_answered(self) -> bool:
        return self.hide or bool(self.apart)


UNANSWERED = Together()


def gives_away(one: Open, others: Sequence[Open], threshold: int) -> list[Gives]:
    """The first number found for each set of other editions; empty when this one may be read beside all of them."""
    near = [each for each in others if may_be_of_the_same_time(one.year, each.year)]
    found: dict[frozenset[tuple[int, int]], Gives] = {}
    for each in (*_pairs(one, near, threshold), *_wholes_and_parts(one, near, threshold)):
        found.setdefault(frozenset((other.table_id, other.number) for other in each.others), each)
    return list(found.values())


def _pairs(one: Open, others: Sequence[Open], threshold: int) -> Iterator[Gives]:
    for other in others:
        for key, value in one.numbers.items():
            if key in other.numbers and 0 < abs(value - other.numbers[key]) < threshold:
                yield Gives(key, (other,))
                break


def _wholes_and_parts(one: Open, others: Sequence[Open], threshold: int) -> Iterator[Gives]:
    """Parts by area, where the same is counted; and parts by what is counted, in the same area."""
    for by, other in (("area", "numerator"), ("numerator", "area")):
        parts: dict[str, list[Open]] = {}
        for each in others:
            same = _folded(getattr(each, other)) == _folded(getattr(one, other))
            if same and _folded(getattr(each, by)) != _folded(getattr(one, by)):
                parts.setdefault(_folded(getattr(each, by)), []).append(each)
        yield from _rests(one, parts, threshold)


def _rests(one: Open, parts: Mapping[str, Sequence[Open]], threshold: int) -> Iterator[Gives]:
    """`one` as the whole of some of them, and as a part of each of them beside some of the others."""
    for key, value in one.numbers.items():
        named = {place: [each for each in several if key in each.numbers] for place, several in parts.items()}
        if found := _making(key, value, 0, named.values(), threshold):
            yield Gives(key, found)
        for place, several in named.items():
            beside = [others for elsewhere, others in named.items() if elsewhere != place]
            for whole in several:
                if found := _making(key, whole.numbers[key], value, beside, threshold):
                    yield Gives(key, (whole, *found))


def _making(key: Key, whole: int, already: int, parts: Iterable[Sequence[Open]], threshold: int) -> tuple[Open, ...]:
    """Editions, at most one of each of `parts`, that leave a small rest of the whole; as few as will do, else none.

    The sums that can be reached are the bits of one number, so that thirty parts take as long as three.
    """
    left = [each for each in parts if each]
    if not left or not _leaves_little(key, whole, already, left, threshold):
        return ()
    for each in list(left):
        fewer = [one for one in left if one is not each]
        if _leaves_little(key, whole, already, fewer, threshold):
            left = fewer
    return tuple(several[-1] for several in left)


def _leaves_little(key: Key, whole: int, already: int, parts: Iterable[Sequence[Open]], threshold: int) -> bool:
    reached, within = 1 << already, (1 << (whole + 1)) - 1
    for several in parts:
        more = reached
        for value in {each.numbers[key] for each in several}:
            more |= reached << value
        reached = more & within
    window = reached >> max(whole - threshold + 1, 1)
    return whole > 0 and bool(window & ((1 << min(threshold - 1, whole - 1)) - 1))


def may_be_of_the_same_time(one: str, other: str) -> bool:
    """Whether two descriptions of a year may be of times that overlap: unless both name years, and none in common."""
    years, others = _years(one), _years(other)
    return not years or not others or not years.isdisjoint(others)


def _years(said: str) -> set[int]:
    """The years named and those between; none where several years are meant and not all are named."""
    found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", said)]
    found += [int(year[:2] + end) for year, end in re.findall(r"(?<!\d)((?:19|20)\d\d)\s*[/–-]\s*(\d\d)(?!\d)", said)]
    if not found or re.search(r"\byears\b|\bsince\b", said, re.IGNORECASE):
        return set()
    return set(range(min(found), max(found) + 1))


def _folded(said: str) -> str:
    return " ".join(re.findall(r"\w+", said.casefold()))
