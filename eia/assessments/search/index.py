"""The index of each database: FTS5 on SQLite, GIN on PostgreSQL. Nothing else here knows which it is.

FTS5 walks from the newest until a page is full. GIN finds all there is, so it is asked about the newest block of
numbers first, then about larger ones: the numbers of the blocks a version is in stand beside its words in the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

from eia.assessments.models import SearchText, Version
from eia.assessments.search.keeping import kept_as
from eia.plans import expected_few

_FTS = table("search_index", column("search_index"), column("rowid"))
_AS_IN_FTS: ColumnElement[int] = literal_column("+search_index.rowid")
"""The sign keeps SQLite from asking the index about each version."""
BLOCKS = {"b12": 12, "b16": 16, "b20": 20}
"""What its number begins with -> so many binary digits of a number are within the block."""
_GIN: ColumnElement[str] = literal_column(
    "((search_text.words"
    + "".join(f" || ' {letter}.' || (search_text.version_id >> {size})::text" for letter, size in BLOCKS.items())
    + ")::tsvector)"
)
"""In the very words of the index (migration 0052), or PostgreSQL does not use it."""


@dataclass(frozen=True, slots=True)
class Within:
    """Only in these blocks, and only below that number; () and 0 for everywhere."""

    blocks: Sequence[list[str]] = ()
    below: int = 0


EVERYWHERE = [Within()]


def windows_of(session: Session, last: int) -> Sequence[Within]:
    """Where to look, one after the other; `last` is the number to begin below, 0 for the newest."""
    if session.get_bind().dialect.name == "sqlite":
        return EVERYWHERE
    top, found, below = last or session.scalar(select(func.max(SearchText.version_id))) or 0, [], 0
    for letter, size in BLOCKS.items():
        block = top >> size
        found.append(Within(([kept_as(letter, one) for one in (block, block - 1) if one >= 0],), below))
        below = max(block - 1, 0) << size
        if not below:
            return found
    return [*found, Within((), below)]


def found_by(dialect: str, words: str) -> Select[*tuple[Any, ...]]:
    """The versions found by what is given under that name."""
    source, here, fits = proposed_by(dialect, words)
    return select(Version.id).select_from(source).join(Version, Version.id == here).where(fits)


def proposed_by(dialect: str, words: str) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """What to read from, the number of a version in it to join by, and the condition for what is given as `words`."""
    if dialect == "sqlite":
        return _FTS, _AS_IN_FTS, _FTS.c.search_index.op("MATCH")(bindparam(words, type_=Text))
    fits = _GIN.op("@@")(cast(bindparam(words, type_=Text), TSQUERY))
    return SearchText.__table__, SearchText.__table__.c.version_id, and_(fits, expected_few(SearchText.version_id))


def number_in(dialect: str) -> ColumnElement[int] | InstrumentedAttribute[int]:
    """The number of a version as the index has it, to walk along."""
    return _FTS.c.rowid if dialect == "sqlite" else SearchText.version_id
