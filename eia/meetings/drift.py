"""Scope drift: where what is decided differs from what the pinned version assessed."""

import re
from collections.abc import Mapping, Sequence

from eia.assessments.models import ScopeItem

Line = dict[str, str]


def drift_of(assessed: Sequence[ScopeItem], decided: Mapping[int, str], other: Sequence[tuple[str, str]]) -> list[Line]:
    """[{"name", "assessed", "decided"}] where they differ.

    `decided` is scope item -> the value decided, "" for as assessed; `other` what the assessment does not name.
    """
    found = [
        {"name": one.label, "assessed": one.value, "decided": decided[one.id]}
        for one in assessed
        if decided.get(one.id) and not is_same(one.value, decided[one.id])
    ]
    return found + [{"name": name, "assessed": "", "decided": value} for name, value in other]


def scope_of(assessed: Sequence[ScopeItem], decided: Mapping[int, str], other: Sequence[tuple[str, str]]) -> list[Line]:
    """[{"name", "value"}]: what the decision fixes."""
    said = [{"name": one.label, "value": decided.get(one.id) or one.value} for one in assessed]
    return said + [{"name": name, "value": value} for name, value in other]


def is_same(one: str, other: str) -> bool:
    """Whether two values say the same but for capitals, spaces and the commas between thousands."""
    return _plain(one) == _plain(other)


def _plain(value: str) -> str:
    value = re.sub(r"(?<=\d),(?=\d{3}\b)", "", value)
    return " ".join(value.casefold().split()).rstrip(".")
