"""The columns of a list of past assessments, and what people write in the cells about characteristics."""

import re
from collections.abc import Mapping
from functools import cache

from eia.frameworks.loader import shipped
from eia.spreadsheets.cells import folded

FACTS: Mapping[str, tuple[str, ...]] = {
    "reference": ("Reference", "Own reference", "Ref", "EIA reference", "EIA number", "EqIA number", "No"),
    "title": ("Title", "Name", "Name of assessment", "Assessment", "What was assessed"),
    "policy_number": ("Policy number", "Policy", "Policy ref", "Policy reference"),
    "organisations": ("Organisations", "Other organisations", "Shared with"),
    "unit": ("Unit", "Department", "Business area"),
    "signed_on": ("Date signed", "Signed on", "Signed", "Approved on", "Date approved", "Date completed", "Date"),
    "signed_by": ("Signed by", "Approved by", "Signed off by"),
    "outcome": ("Outcome", "Result", "Conclusion"),
    "review_on": ("Date of review", "Review date", "Review by", "Next review"),
    "link": ("Document", "Link", "Address", "Where the document is"),
}
"""Key -> the titles its column is known by, the one of the template first; then comes one for each characteristic."""
WAYS: Mapping[str, str] = {
    "negative": "Harms", "positive": "Helps", "both": "Harms and helps", "none": "No different effect",
    "unknown": "Not known",
}  # fmt: skip
_WORDS = {
    **{folded(words): key for key, words in WAYS.items()}, **{key: key for key in WAYS},
    "adverse": "negative", "harm": "negative", "it harms": "negative", "-": "negative", "n": "negative",
    "benefit": "positive", "it helps": "positive", "+": "positive", "p": "positive",
    "mixed": "both", "positive and negative": "both", "negative and positive": "both",
    "neutral": "none", "no": "none", "no impact": "none", "no effect": "none", "nil": "none", "0": "none",
    "don't know": "unknown", "don’t know": "unknown", "?": "unknown", "we do not know": "unknown",
}  # fmt: skip
NO_WAY = "“{}” is not a direction. Write one of {}; or leave the cell empty."


@cache
def characteristics() -> Mapping[str, str]:
    """Key -> title, of every law this service knows; what has the same title is the same column."""
    return {one.key: one.title for framework in shipped().values() for one in framework.characteristics}


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    own = {key: (title, key) for key, title in characteristics().items()}
    return {**FACTS, **own}


def direction_of(cell: str) -> str:
    """ "" for an empty cell. Raises ValueError with the sentence."""
    said = re.sub(r"\s+impact$", "", folded(cell)) if folded(cell) not in _WORDS else folded(cell)
    if said and said not in _WORDS:
        raise ValueError(NO_WAY.format(cell[:40], ", ".join(f"“{words}”" for words in WAYS.values())))
    return _WORDS.get(said, "")
