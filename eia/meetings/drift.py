"""Scope drift: where what is decided differs from what the pinned version assessed."""

import re
from collections.abc import Mapping, Sequence

from eia.assessments.models import ScopeItem

Line = dict[str, str]
PERMANENT = re.compile(
    r"\b(permanent(ly)?|indefinite(ly)?|for good|open[- ]ended|no end( date)?|without (an )?end)\b", re.I
)
TEMPORARY = re.compile(r"\b(temporar(y|ily)|interim|trial|pilot|until|for \d+ (days|weeks|months|years))\b", re.I)


def drift_of(assessed: Sequence[ScopeItem], decided: Mapping[int, str], other: Sequence[tuple[str, str]]) -> list[Line]:
    """[{"name", "assessed", "decided"}] where they differ, and "became" where temporary became permanent.

    `decided` is scope item -> the value decided, "" for as assessed; `other` what the assessment does not name.
    """
    found = [
        {"name": one.label, "assessed": one.value, "decided": decided[one.id], **_lasting(one, decided[one.id])}
        for one in assessed
        if decided.get(one.id) and not is_same(one.value, decided[one.id])
    ]
    return found + [{"name": name, "assessed": "", "decided": value} for name, value in other]


def _lasting(one: ScopeItem, decided: str) -> Line:
    """{"became": "permanent"} where what was assessed for a time is decided without an end."""
    for_a_time = one.kind == "lasts" or TEMPORARY.search(one.value)
    if for_a_time and PERMANENT.search(decided) and not PERMANENT.search(one.value):
        return {"became": "permanent"}
    return {}


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
