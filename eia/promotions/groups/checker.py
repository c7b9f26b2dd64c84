"""Says in sentences what is wrong with a list of groups, where it is, and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from eia.frameworks.checker import read_table
from eia.frameworks.outline import outline_faults
from eia.frameworks.places import Fault, Places
from eia.frameworks.reading import built
from eia.promotions.groups.shape import GroupList


def check(content: bytes) -> list[str]:
    """Everything that is wrong with the bytes of a list by itself; nothing when it can be used."""
    table, unreadable = read_table(content)
    if table is None:
        return unreadable
    places = Places(content.decode("utf-8"), table)
    faults = list(outline_faults(table, GroupList)) or list(_meaning_faults(read(content)))
    return sorted({places.sentence(fault): None for fault in faults})


def read(content: bytes) -> GroupList:
    groups: GroupList = built(GroupList, tomllib.loads(content.decode("utf-8")))
    return groups


def check_together(lists: Mapping[str, GroupList]) -> list[str]:
    """What is wrong between lists: a mapping that leaves out a group, or names one that is not there."""
    return [says for one in lists.values() for says in _mapping_faults(one, lists)]


def _meaning_faults(groups: GroupList) -> Iterator[Fault]:
    stated = [group.key for group in groups.groups if group.is_stated]
    if len(stated) < 2:
        yield Fault(("groups",), "there are fewer than two stated groups. Add those that people are compared in.")
    if len(stated) == len(groups.groups):
        yield Fault(("groups",), "nobody can be counted who did not say. Add a group with “is_stated = false”.")
    if groups.compared_with and groups.compared_with not in stated:
        yield Fault(("compared_with",), f"“{groups.compared_with}” is no stated group of this list. Name one that is.")
    if groups.compared_with and not groups.because:
        yield Fault(("because",), "say why this group is proposed to compare with.")
    yield from _ambiguous(groups)
    keys = [group.key for group in groups.groups]
    for index, mapping in enumerate(groups.mappings):
        for here in sorted(set(mapping.groups.values()) - set(keys)):
            yield Fault(("mappings", index, "groups"), f"“{here}” is no group of this list. Name one that is.")


def _ambiguous(groups: GroupList) -> Iterator[Fault]:
    for index, group in enumerate(groups.groups):
        for name in (group.key, group.title, *group.also):
            found = groups.named(name)
            if found is not None and found.key != group.key:
                yield Fault(("groups", index), f"“{name}” also means “{found.key}”. A name means one group only.")


def _mapping_faults(one: GroupList, lists: Mapping[str, GroupList]) -> Iterator[str]:
    for mapping in one.mappings:
        other = lists.get(mapping.other)
        if other is None:
            yield f"In {one.id}: it maps from “{mapping.other}”, and there is no such list. Add it, or take this out."
            continue
        keys = [group.key for group in other.groups]
        for key in [each for each in keys if each not in mapping.groups]:
            yield f"In {one.id}: “{key}” of {other.id} is mapped to no group. Say where it belongs."
        for key in [each for each in mapping.groups if each not in keys]:
            yield f"In {one.id}: “{key}” is no group of {other.id}. Take it out."
