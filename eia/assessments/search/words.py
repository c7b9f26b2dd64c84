"""How text becomes words that are found alike on every database: without accents, case and plural.

The same function folds what is said and what is looked for. What it leaves holds nothing but letters and digits, so it
is never read as an operator by any database.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*")
_ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})
"""Letters that are not a letter with an accent to Unicode."""
LONGEST = 40
"""So many letters of a word are kept."""
BEGINNING = 3
"""So many letters are the beginning of a word."""
LITTLE = frozenset(
    """
    a an and are as at be but by for from has have he her his i if in into is it its of on or our she so that the their
    them then there these they this those to was we were what when where which who will with you your
    """.split()  # noqa: SIM905  a list of words, one under the other, is read by nobody
)
"""Words that stand in nearly everything: nobody is found by them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and what it is found by."""

    begin: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in NFC, little ones too."""
    for match in _WORD.finditer(text):
        if found := folded(match.group()):
            yield Word(match.start(), match.end(), found)


def begins_words(word: str) -> bool:
    """Whether others may begin with it, or it with others: numbers and "a" are whole words."""
    return word[:BEGINNING].isalpha() and (len(word) >= BEGINNING or not word.isascii())


def words_in_a_row(text: str) -> str:
    """Each once, in their order, with a space before it: " x" stands in it where a word begins with x."""
    found = dict.fromkeys(word.folded for word in words(unicodedata.normalize("NFC", text)))
    return "".join(f" {word}" for word in found)


def folded_words(text: str) -> set[str]:
    """What a text is found by; NUL and rubbish are no letters."""
    return {found for word in _WORD.findall(unicodedata.normalize("NFC", text)) if (found := folded(word))}


@lru_cache(50_000)
def folded(word: str) -> str:
    """ "Shifts" and "shift" -> "shift", "Tŷ" -> "ty", "carer's" -> "carer"; "" for what is nothing but marks."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(one for one in letters.translate(_ALONE) if one.isalnum())
    if "'" in word or "’" in word:
        plain = plain.removesuffix("s") if word.casefold().endswith(("'s", "’s")) else plain
    return _singular(plain)[:LONGEST]


def _singular(word: str) -> str:
    """A few plain rules for English; what they make need not be a word, only the same for both."""
    if len(word) < 4 or not word.isascii() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]
