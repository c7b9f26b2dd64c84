"""Conditions in words that lead a database to the plan that is meant; to the other they say the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Boolean, ColumnElement, CompoundSelect, Integer, Select, func, literal_column, text, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import FunctionElement

Numbers = Select[int] | Select[int | None] | CompoundSelect[int]


def one_by_one(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition in words that PostgreSQL does not turn into a join.

    It then goes along the index that has the order of the list and stops when the page is full. As a join it reads
    all that wait first: 20 ms for 10,000, and a second where the plan was made when few waited.
    """
    return condition.is_(true())


def written_out(count: int) -> ColumnElement[int]:
    """For a limit: PostgreSQL plans for so many rows.

    One that is given with the statement it takes for a tenth of the table, and reads whole tables for that many.
    """
    return literal_column(str(count), Integer())


class _Among(FunctionElement[bool]):
    name, type, inherit_cache = "among", Boolean(), True

    def self_group(self, against: Any = None) -> "_Among":
        """As it is: to SQLite, which has no booleans, it would be held against 1, and then no index is looked into."""
        return self


def among(column: InstrumentedAttribute[int], few: Numbers) -> ColumnElement[bool]:
    """Whether the number is one of these few, which are found first.

    PostgreSQL takes what one organisation shares for all that it has, and would read whole tables for a join with
    nothing.
    """
    return _Among(column, few.scalar_subquery())


@compiles(_Among)
def _in(among: _Among, compiler: Any, **more: Any) -> str:
    column, few = among.clauses
    return f"{compiler.process(column, **more)} IN {compiler.process(few, **more)}"


@compiles(_Among, "postgresql")
def _in_array(among: _Among, compiler: Any, **more: Any) -> str:
    column, few = among.clauses
    return f"{compiler.process(column, **more)} = ANY (ARRAY{compiler.process(few, **more)})"


def expected_few(number: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """What holds for every number; PostgreSQL expects it of one row in two hundred.

    Whatever words are looked for, it expects 5,000 of a million rows, and for so many it would read whole tables to
    know who may read them: 600 ms for a page of twenty.
    """
    return func.abs(number) == number


@contextmanager
def bitmaps(session: Session) -> Iterator[None]:
    """For a statement that asks an index of words, which answers with a bitmap or not at all (`postgresql.py` says why
    others do without); nothing on SQLite.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    session.execute(_BITMAPS, {"to": "on"})
    try:
        yield
    finally:
        session.execute(_BITMAPS, {"to": "off"})


_BITMAPS = text("SELECT set_config('enable_bitmapscan', :to, false)")


class _Unsought(FunctionElement[Any]):
    name, inherit_cache = "unsought", True


def unsought(column: InstrumentedAttribute[Any]) -> _Unsought:
    """The number or text in that column, but no database looks into an index for it.

    They take what equals something for fewer than what lies between two values, or is led to by few, however many.
    """
    found = _Unsought(column)
    found.type = column.type
    return found


@compiles(_Unsought)
def _changed_by_nothing(unsought: _Unsought, compiler: Any, **more: Any) -> str:
    nothing = "+ 0" if isinstance(unsought.type, Integer) else "|| ''"
    return f"({compiler.process(next(iter(unsought.clauses)), **more)} {nothing})"
