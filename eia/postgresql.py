"""How the house speaks with PostgreSQL: plans that are kept, and statements that the driver does not read again.

psycopg looks for placeholders in the text of each statement and tells SQLAlchemy about each column of each answer;
with statements of some kilobytes and answers of a hundred columns, that was a tenth of a page. SQLAlchemy writes the
placeholders as PostgreSQL has them, and looks at the columns once for each statement.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Self, overload

from psycopg import Column, RawCursor, RawServerCursor
from psycopg.pq import TransactionStatus
from sqlalchemy.pool import ConnectionPoolEntry

STATEMENTS_KEPT = 400
"""Prepared statements of one connection."""


class Columns(Sequence[Column]):
    """The columns of an answer, made when somebody looks at them."""

    def __init__(self, cursor: "Cursor", count: int) -> None:
        self._cursor, self._count = cursor, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Column]:
        return (self[number] for number in range(self._count))

    @overload
    def __getitem__(self, number: int) -> Column: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Column]: ...
    def __getitem__(self, number: int | slice) -> Column | Sequence[Column]:
        made = [Column(self._cursor, one) for one in range(self._count)]
        return made[number]


class Cursor(RawCursor[Any]):
    @property
    def description(self) -> Any:
        answer = self.pgresult
        return Columns(self, answer.nfields) if answer and answer.nfields else super().description


class ServerCursor(RawServerCursor[Any]):
    """It lives in a transaction, also where a read has none."""

    def execute(self, *asked: Any, **more: Any) -> Self:
        if self.connection.autocommit and self.connection.info.transaction_status == TransactionStatus.IDLE:
            self.connection.execute("BEGIN")
        return super().execute(*asked, **more)


def begin_by_itself(connection: Any, wanted: bool) -> None:
    """Whether the driver opens a transaction before the first statement; not told to it in the middle of one."""
    if connection.autocommit == wanted and connection.info.transaction_status == TransactionStatus.IDLE:
        connection.autocommit = not wanted


def read_nothing_twice(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.cursor_factory, connection.server_cursor_factory = Cursor, ServerCursor


def keep_plans(connection: Any, entry: ConnectionPoolEntry) -> None:
    """Each statement is planned once a connection: every one here looks up a few rows by an index.

    Without this each page plans some twenty joins anew, and again for the first five times after they are prepared.
    A bitmap loses the order of the index: it reads and sorts thousands that wait where twenty are shown. A row found
    by an index is as near as any other: no disk here has a head to move. To start workers for a statement takes
    longer than any statement of a page.
    """
    connection.prepare_threshold, connection.prepared_max = 1, STATEMENTS_KEPT
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute("SET jit = off")
        cursor.execute("SET enable_bitmapscan = off")
        cursor.execute("SET random_page_cost = 1.1")
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()
