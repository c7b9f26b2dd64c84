"""Every list of groups that comes with the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from types import MappingProxyType

from eia.promotions.figures.counts import Breakdown, Group
from eia.promotions.groups.checker import check, check_together, read
from eia.promotions.groups.shape import GroupList

SHELF = Path(__file__).parent


class ListFault(Exception):
    """A list that cannot be used; `sentences` says everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@cache
def shipped() -> Mapping[str, GroupList]:
    """By id ("ethnicity_18.v1")."""
    lists = dict(_load(path) for path in sorted(SHELF.glob("*.toml")))
    if faults := check_together(lists):
        raise ListFault(faults)
    return MappingProxyType(lists)


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
