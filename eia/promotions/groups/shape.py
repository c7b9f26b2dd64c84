"""One list of groups for one characteristic, and how the groups of other lists are told in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eia.frameworks.shape.rows import line, prose
from eia.promotions.figures.counts import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGroup:
    """`heading` is the wider group it stands under; `also` are codes and names that files use for it ("W1")."""

    key: str
    title: str = line()
    heading: str = line(default="")
    is_stated: bool = True
    also: tuple[str, ...] = line(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`groups` names, for each group of the other list, the group here; `says` what cannot be compared after it."""

    other: str
    says: str = prose()
    groups: Mapping[str, str] = field(metadata={"per": "group"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList:
    """`compared_with` is proposed as the comparison group, and `because` says why; a person chooses."""

    key: str
    version: int
    title: str = line()
    characteristic: str
    source: str = prose()
    compared_with: str = ""
    because: str = prose(default="")
    groups: tuple[ListedGroup, ...]
    mappings: tuple[Told, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.key}.v{self.version}"

    @property
    def characteristics(self) -> tuple[str, ...]:
        return (self.characteristic,)

    @property
    def counted(self) -> tuple[Group, ...]:
        """The groups as a breakdown takes them."""
        return tuple(Group(key=each.key, title=each.title, is_stated=each.is_stated) for each in self.groups)

    def named(self, name: str) -> ListedGroup | None:
        """The group a file means by a key, a title or one of its other names; capitals and spaces do not matter."""
        wanted = _folded(name)
        for group in self.groups:
            if wanted in map(_folded, (group.key, group.title, *group.also)):
                return group
        return None

    def told_from(self, other: str) -> Told | None:
        return next((each for each in self.mappings if each.other == other), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing(GroupList):
    """Several lists at once: a group for each way to be in one group of each."""

    lists: tuple[GroupList, ...]

    @property
    def id(self) -> str:
        return "+".join(one.id for one in self.lists)

    @property
    def characteristics(self) -> tuple[str, ...]:
        return tuple(one.characteristic for one in self.lists)


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())
