"""Every list of groups that comes with the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from pathlib import Path
from types import MappingProxyType

from eia.promotions.figures.counts import Breakdown, Group
from eia.promotions.groups.checker import check, check_together, read
from eia.promotions.groups.shape import Crossing, GroupList, ListedGroup

SHELF = Path(__file__).parent
MOST_CROSSED = 100
"""Groups of two lists at once: more cannot be entered on a page, and each would hold hardly anybody."""


class ListFault(Exception):
    """A list that cannot be used; `sentences` says everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class _Shelf(dict[str, GroupList]):
    """The lists that are shipped, and by the ids of two of them what they make at once."""

    def __missing__(self, name: str) -> GroupList:
        one, _, other = name.partition("+")
        if one not in self or other not in self or self[one].characteristic == self[other].characteristic:
            raise KeyError(name)
        return crossing_of(one, other)


@cache
def shipped() -> Mapping[str, GroupList]:
    """By id ("ethnicity_18.v1"); the lists of an intersection ("ethnicity_5.v1+sex.v1") are found and not listed."""
    lists = dict(_load(path) for path in sorted(SHELF.glob("*.toml")))
    if faults := check_together(lists):
        raise ListFault(faults)
    return MappingProxyType(_Shelf(lists))


def _load(path: Path) -> tuple[str, GroupList]:
    content = path.read_bytes()
    if faults := check(content):
        raise ListFault(faults)
    groups = read(content)
    if path.name != f"{groups.id}.toml":
        raise ListFault([f"The file is called {path.name}. By what it says, call it {groups.id}.toml."])
    return groups.id, groups


def lists_for(characteristic: str) -> list[GroupList]:
    return [each for each in shipped().values() if each.characteristic == characteristic]


def breakdown_by(groups: GroupList, compared_with: str | None, *, also_with_others: bool = False) -> Breakdown:
    """The breakdown of a whole list; `compared_with` is what a person chose, None where nobody did."""
    return Breakdown(
        key=groups.characteristic,
        title=groups.title,
        characteristics=(groups.characteristic,),
        groups=groups.counted,
        compared_with=compared_with,
        also_with_others=also_with_others,
        group_list=groups.id,
    )


@cache
def crossing_of(first: str, second: str) -> Crossing:
    """Both lists at once, by their ids."""
    one, other = shipped()[first], shipped()[second]
    both = crossed([breakdown_by(one, None), breakdown_by(other, None)], None)
    return Crossing(
        key=f"{one.key}+{other.key}", version=1, title=f"{one.title}, with {other.title.lower()}",
        characteristic="+".join(both.characteristics), source=f"{one.source} {other.source}", lists=(one, other),
        groups=tuple(ListedGroup(key=each.key, title=each.title, is_stated=each.is_stated) for each in both.groups),
    )  # fmt: skip


def crossings(names: Iterable[str]) -> list[Crossing]:
    """What of these lists can be counted two at once, by people who enter it on a page."""
    lists = [one for one in shipped().values() if one.id in set(names)]
    pairs = [
        crossing_of(one.id, other.id)
        for one, other in combinations(lists, 2)
        if one.characteristic != other.characteristic
    ]
    return [one for one in pairs if len(one.groups) <= MOST_CROSSED]


def compared_in(crossing: Crossing, chosen: Mapping[str, str | None]) -> str | None:
    """The comparison group of both at once: those who are in that of each list; None where one has none."""
    each = [chosen.get(one.id) for one in crossing.lists]
    return "+".join(key for key in each if key) if all(each) else None


def crossed(breakdowns: Sequence[Breakdown], compared_with: str | None) -> Breakdown:
    """The intersection of several: a group for each way to be in one group of each, stated where all of them are."""
    groups = [
        Group(
            key="+".join(each.key for each in several),
            title=", ".join(each.title for each in several),
            is_stated=all(each.is_stated for each in several),
        )
        for several in product(*(breakdown.groups for breakdown in breakdowns))
    ]
    return Breakdown(
        key="+".join(each.key for each in breakdowns),
        title=" and ".join(each.title for each in breakdowns),
        characteristics=tuple(name for each in breakdowns for name in each.characteristics),
        groups=tuple(groups),
        compared_with=compared_with,
        group_list="+".join(each.group_list for each in breakdowns),
    )
