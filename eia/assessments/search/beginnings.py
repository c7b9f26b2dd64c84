"""The words assessments say that begin with what somebody typed: those are looked for, each by itself.

The indexes find words, and walk along many of them as they walk along one. Of the beginning of a word they would gather
all that has it first. So the words are kept in a list of their own, and a beginning is looked up there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Text, bindparam, func, literal_column, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia.assessments.models import SearchWord
from eia.assessments.search.words import begins_words

MOST = 20
"""So many words are looked for where somebody typed the beginning of them."""
_LAST = "\U0010ffff"
"""Sorts after every letter."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed, and the words that begin so, itself first. `more` says that there are others besides."""

    words: Sequence[str]
    more: bool = False


def beginnings(session: Session, words: Sequence[str]) -> dict[str, Begun]:
    """Each of these folded words -> those that begin so, in one statement; the shorter come first."""
    asked = [word for word in words if begins_words(word)]
    found: dict[str, list[str]] = {word: [word] for word in words}
    if asked:
        given = {f"{name}_{n}": word + end for n, word in enumerate(asked) for name, end in _ENDS}
        for place, word in session.execute(_statement(len(asked)), given):
            found[asked[place]] += [word] if word != asked[place] else []
    return {word: Begun(every[:MOST], len(every) > MOST) for word, every in found.items()}


_ENDS = (("from", ""), ("to", _LAST))


@lru_cache
def _statement(count: int) -> Select[*tuple[Any, ...]]:
    parts = [_those(number).subquery() for number in range(count)]
    return select(union_all(*(select(part.c.place, part.c.word) for part in parts)).subquery())


def _those(number: int) -> Select[*tuple[Any, ...]]:
    word = SearchWord.word
    begin, end = (bindparam(f"{name}_{number}", type_=Text) for name, _ in _ENDS)
    place: Any = literal_column(str(number)).label("place")
    return select(place, word).where(word >= begin, word < end).order_by(func.length(word), word).limit(MOST + 1)


def learn(session: Session, words: Iterable[str]) -> None:
    """Put those that are not there into the list. It forgets none: a word that nobody says any more finds nothing."""
    unknown = sorted(unknown_of(session, words))
    if unknown:
        insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(SearchWord)
        session.execute(insert.on_conflict_do_nothing(), [{"word": word} for word in unknown])


def unknown_of(session: Session, words: Iterable[str]) -> set[str]:
    """Those that should be in the list and are not."""
    wanted = sorted({word for word in words if begins_words(word)})
    known: set[str] = set()
    for some in _at_once(wanted):
        known.update(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(some))))
    return set(wanted) - known


def _at_once(words: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (words[at : at + 500] for at in range(0, len(words), 500))
