"""Conditions in words that lead PostgreSQL to the plan that is meant; to SQLite they say the same."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, CompoundSelect, Integer, Select, literal_column, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
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
