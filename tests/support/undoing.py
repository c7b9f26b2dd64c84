"""What a test writes is undone when it ends, so that what many tests begin with is walked to once.

The application of a test works on one connection, in one transaction that is never committed. `transaction()` becomes
a savepoint in it: kept when the block ends well, rolled back when it raises. Nothing in either database waits for the
commit (no deferred constraint, no trigger at the end), so a command is refused or done as it would be; but nobody on
another connection sees it. A test about that, or about several connections, says `commits(because=...)`.

`lent` gives what was made by an earlier test and left untouched since, for all that was done to it was undone; or what
lay in stock before the first test (tests/support/stock.py).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

import time_machine
from flask import Flask
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from eia import clock
from eia.db import WRITE, db, placeholders, prepare_engine
from tests.support.databases import trust_the_machine

T = TypeVar("T")
Lent = dict[Hashable, list[Any]]
"""By what it depends on: the day, and what was asked for."""


class Lender(Protocol):
    def lend(self, key: Hashable, make: Callable[[], T]) -> T: ...


class OneTransaction:
    """An engine with one connection, whose transactions are savepoints in one that is begun and undone from outside."""

    def __init__(self, url: str, stock: Lent) -> None:
        self.engine: Engine = create_engine(url, poolclass=StaticPool, **placeholders(url))
        prepare_engine(self.engine)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", trust_the_machine)
        self.driver: Any = self.engine.raw_connection().driver_connection
        for name in ("do_begin", "do_commit", "do_rollback"):
            setattr(self.engine.dialect, name, lambda connection: None)
        event.listen(self.engine, "before_cursor_execute", _begin_nothing, retval=True)
        for name in ("begin", "commit", "rollback"):
            event.listen(self.engine, name, getattr(self, f"_{name}"))
        self.writer: Connection | None = None
        self.has_written = False
        self.lent: Lent = {key: list(made) for key, made in stock.items()}
        self.taken: Counter[Hashable] = Counter()

    def start(self) -> None:
        self._say("BEGIN")
        self.has_written = False

    def undo(self) -> None:
        self._say("ROLLBACK")
        self.writer = None
        self.taken.clear()

    def lend(self, key: Hashable, make: Callable[[], T]) -> T:
        kept, number = self.lent.setdefault(key, []), self.taken[key]
        if number == len(kept):
            if self.has_written:
                return make()  # what this test did before must not stay
            kept.append(make())
            self._say("COMMIT")
            self.start()
        self.taken[key] += 1
        found: T = kept[number]
        return found

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get(WRITE):
            assert self.writer is None, "two write at once: this test needs commits(because=...)"
            self.writer, self.has_written = connection, True
            self._say("SAVEPOINT writing")

    def _commit(self, connection: Connection) -> None:
        if connection is self.writer:
            self._say("RELEASE writing")
            self.writer = None

    def _rollback(self, connection: Connection) -> None:
        if connection is self.writer:
            self._say("ROLLBACK TO writing", "RELEASE writing")
            self.writer = None

    def _say(self, *statements: str) -> None:
        """Past the driver, which at a ROLLBACK would forget all it has prepared."""
        for statement in statements:
            if self.engine.dialect.name == "sqlite":
                self.driver.execute(statement)
            else:
                answer = self.driver.pgconn.exec_(statement.encode())
                assert not answer.error_message, answer.error_message.decode()


class Stocktaking:
    """Makes whatever is asked for, and remembers for what it was made."""

    def __init__(self) -> None:
        self.made: Lent = {}

    def lend(self, key: Hashable, make: Callable[[], T]) -> T:
        made = make()
        self.made.setdefault(key, []).append(made)
        return made


_of_app: WeakKeyDictionary[Flask, OneTransaction] = WeakKeyDictionary()
_stock_of: WeakKeyDictionary[Flask, Lent] = WeakKeyDictionary()
_now: list[Lender] = []


def lie_in_stock(app: Flask, made: Lent) -> None:
    """This is in the database of this app from the beginning, and may be lent."""
    _stock_of[app] = made


@contextmanager
def taking_stock() -> Iterator[Lent]:
    """Whatever is made to be lent in the block."""
    stocktaking = Stocktaking()
    _now.append(stocktaking)
    try:
        yield stocktaking.made
    finally:
        _now.remove(stocktaking)


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Whatever this app writes in the block is not there afterwards."""
    with app.app_context():
        engines = cast("dict[str | None, Engine]", db.engines)
    real = engines[None]
    if app not in _of_app:
        _of_app[app] = OneTransaction(real.url.render_as_string(hide_password=False), _stock_of.get(app, {}))
    one = _of_app[app]
    engines[None] = one.engine
    one.start()
    _now.append(one)
    try:
        yield
    finally:
        _now.remove(one)
        one.undo()
        engines[None] = real


def lent(make: Callable[[], T], *key: Hashable) -> T:
    """What `make` makes: for this test alone, but perhaps made before it. `key` says all that `make` depends on."""
    if not _now or time_machine.escape_hatch.is_travelling():
        return make()
    return _now[-1].lend((clock.today(), *key), make)


def _begin_nothing(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    """The BEGIN that eia/db.py sends to SQLite: we are in a transaction already."""
    return ("SELECT 1" if statement.startswith("BEGIN") else statement), parameters
