"""What is typed for one assessment; `estate_move` and `dress_code` hold the two published ones.


A name is a field's name, a value what a person gives it: a text, a list of ticks, or a `date`. The facts come from
tests/support/published.py; every text they lack begins with `COMPLETED`, and a choice no source states is only in the
completed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Given = Mapping[str, Any]
Pair = tuple[str, str]
STAFF, PUBLIC = "staff", "public"
NINE = (
    "age", "disability", "gender_reassignment", "marriage_civil_partnership", "pregnancy_maternity", "race",
    "religion_belief", "sex", "sexual_orientation",
)  # fmt: skip
PAIRS: tuple[Pair, ...] = tuple(
    (c, p) for c in NINE for p in (STAFF, PUBLIC) if (c, p) != ("marriage_civil_partnership", PUBLIC)
)
SHARED: Given = {"answer": "no", "shares": True}
"""A "no" for the reason that is written once for several."""


@dataclass(frozen=True)
class Facts:
    """One assessment as it is typed. `people` are the accounts of the demonstration, by office."""

    title: str
    author: str
    adviser: str
    approver: str
    proposal: Given
    scope: tuple[Given, ...] = ()
    shared_reason: str = ""
    screening: Mapping[Pair, Given] = field(default_factory=dict)
    evidence: tuple[Given, ...] = ()
    gaps: tuple[Given, ...] = ()
    nobody_because: str = ""
    not_asked: Given = field(default_factory=dict)
    """Why nobody was asked about those whom a harm touches."""
    options: tuple[Given, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Characteristics whose finding "none" is confirmed."""
    impacts: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)
    """Characteristic -> population -> answers; the aims by their keys; `evidence` holds titles."""
    extra: Given = field(default_factory=dict)
    measures: tuple[tuple[str, Given], ...] = ()
    """What is met, in the words of its heading, and what is done about it; `owner_id` holds a name."""
    conclusion: Given = field(default_factory=dict)
    review: Given = field(default_factory=dict)
    opinion: Given = field(default_factory=dict)
    decision: Given = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    """What stands against sending it to the adviser, in order."""


def plus(given: Given, **more: Any) -> Given:
    return {**given, **more}


def everywhere_else(answered: Mapping[Pair, Given]) -> Mapping[Pair, Given]:
    return {pair: answered.get(pair, SHARED) for pair in PAIRS}
