"""What somebody typed, and what of it the database looks for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eia.assessments.search.words import LITTLE, begins_words, words

READ, MOST = 300, 12
"""So many letters are read of what was typed, and so many words looked for."""
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` are folded, each once; `exact` are those in quotes, which are no beginnings of others; `left_out` are
    little words as they were typed.
    """

    typed: str
    words: Sequence[str] = ()
    phrases: Sequence[Sequence[str]] = ()
    left_out: Sequence[str] = ()
    exact: frozenset[str] = frozenset()

    @property
    def begun(self) -> tuple[str, ...]:
        """Those that may be the beginning of others."""
        return tuple(one for one in self.words if one not in self.exact and begins_words(one))

    def meant_by(self, folded: str) -> str:
        """Which of the words finds that one: itself, else the longest that begins it; "" when none does."""
        if folded in self.words:
            return folded
        return max((one for one in self.begun if folded.startswith(one)), key=len, default="")


def asked(typed: str) -> Asked:
    """Anything at all may be typed: what is neither letter nor digit only parts the words."""
    text = unicodedata.normalize("NFC", " ".join(_without_control(typed[:READ]).split()))
    found = list(dict.fromkeys(word.folded for word in words(text)))
    telling = [word for word in found if word not in LITTLE]
    little = {text[word.begin : word.end].lower(): None for word in words(text) if word.folded in LITTLE}
    phrases = [[word.folded for word in words(one)] for one in _QUOTED.findall(text)]
    exact = frozenset(word for phrase in phrases for word in phrase)
    return Asked(text, telling[:MOST], [phrase for phrase in phrases if len(phrase) > 1], list(little), exact)


def _without_control(text: str) -> str:
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)


@dataclass(frozen=True, slots=True)
class But:
    """What the first finds and the second does not."""

    found: "Words"
    without: "Words"


Words = str | But | tuple[Any, ...] | list[Any]
"""A word; what the first finds and not the second; all of these (a tuple); any of these (a list)."""
_ALL = {"sqlite": " AND ", "postgresql": " & "}
_ANY = {"sqlite": " OR ", "postgresql": " | "}
_BUT = {"sqlite": " NOT ", "postgresql": " & !"}


def written(what: Words, dialect: str) -> str:
    """For that database. Words hold letters and digits alone, so none can end the quotes around it."""
    if isinstance(what, str):
        return f'"{what}"' if dialect == "sqlite" else f"'{what}'"
    if isinstance(what, But):
        return f"({written(what.found, dialect)}{_BUT[dialect]}{written(what.without, dialect)})"
    between = _ALL if isinstance(what, tuple) else _ANY
    return f"({between[dialect].join(written(one, dialect) for one in what)})"
