"""Every list of groups that comes with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from eia.promotions.figures.counts import Breakdown
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
