"""The database: the base of all rows, UTC instants, and `transaction()`, the only place that commits.

Reads run in a plain BEGIN on SQLite and without one on PostgreSQL, where it would hold nothing together that a read
committed transaction does not and would ask twice more. A write ends the read and begins anew (BEGIN IMMEDIATE on
SQLite), so that what is decided on was read inside the transaction that decides; a flush anywhere else is refused.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import JSON, ClauseElement, Connection, DateTime, Dialect, Engine, Enum, MetaData, Text, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from eia.errors import Busy

WRITE, READ, AT_THE_END = "eia_write", "eia_read", "eia_at_the_end"
"""What a session says of its connection. Whoever takes one from the engine says neither, and has a transaction."""
NOT_HERE = "a change outside transaction()"
AS_POSTGRESQL = "numeric_dollar"
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL", "cache_size=-256")
"""A worker has five connections; each would keep two megabytes of the file, which the system keeps for all."""
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite gives back naive values and accepts them; this type does neither."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime, str: Text, dict[str, Any]: JSON, list[str]: JSON},
    )


class OneDatabase(FlaskSession):
    """There is one database, so no statement looks for its own among the tables it names.

    Every statement asks for it before it runs, and a change outside `transaction()` is refused here: an event for
    each statement took a tenth of its time.
    """

    def get_bind(
        self, *about: Any, bind: Engine | Connection | None = None, clause: ClauseElement | None = None, **more: Any
    ) -> Engine | Connection:
        if clause is not None and clause.is_dml and not self.info.get(WRITE):
            raise RuntimeError(NOT_HERE)
        return bind or _for_sessions(self._db.engine)


@lru_cache(8)
def _for_sessions(engine: Engine) -> Engine:
    return engine.execution_options(**{READ: True}) if engine.dialect.name == "postgresql" else engine


db = SQLAlchemy(model_class=Base, session_options={"class_": OneDatabase})


def choice(kind: type[StrEnum]) -> Enum:
    """A column that holds one of the words of `kind`, as plain text on every database."""
    return Enum(kind, native_enum=False, length=40, values_callable=lambda e: [word.value for word in e])


def placeholders(url: str) -> dict[str, Any]:
    """For `create_engine`: statements name their values as PostgreSQL does, so that nobody has to read them again."""
    return {"paramstyle": AS_POSTGRESQL} if url.startswith("postgresql") else {}


def init_app(app: Flask) -> None:
    db.init_app(app)
    app.teardown_appcontext(_end_of_request)  # before Flask-SQLAlchemy's own, which was registered first
    with app.app_context():
        prepare_engine(db.engine)


def _end_of_request(error: BaseException | None) -> None:
    """Nobody looks at the rows any more, so they are not marked to be read anew one by one."""
    if db.session.registry.has():
        session = db.session()
        session.expire_on_commit = False
        end_reading(session)


def end_reading(session: Session) -> None:
    """End a transaction that only read, with COMMIT: at a ROLLBACK psycopg forgets all its prepared statements."""
    if session.in_transaction() and session.is_active and not (session.new or session.dirty or session.deleted):
        session.commit()
    else:
        session.rollback()


def prepare_engine(engine: Engine) -> None:
    """Foreign keys, WAL and explicit BEGIN on SQLite (pysqlite's own BEGIN loses updates); plans kept on PostgreSQL."""
    if engine.dialect.name == "postgresql":
        from eia import postgresql  # loads the driver

        event.listen(engine, "connect", postgresql.keep_plans)
        if engine.dialect.paramstyle == AS_POSTGRESQL:
            event.listen(engine, "connect", postgresql.read_nothing_twice)
        event.listen(engine, "begin", _begin_postgresql)
    else:
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Any) -> None:
    from eia import postgresql

    said = connection.get_execution_options()
    alone = READ in said and not (said.get(WRITE) or said.get("isolation_level"))
    postgresql.begin_by_itself(connection.connection.driver_connection, not alone)


@contextmanager
def transaction(*, read_on: bool = True) -> Iterator[Session]:
    """Run the block as one write: everything in it is committed, or nothing.

    What was read before and in it is read anew when somebody asks for it; with `read_on` false nobody will, and the
    hundreds of rows of a page are not marked for it.
    """
    session: Session = db.session()
    if session.info.get(WRITE):
        raise RuntimeError("a transaction inside a transaction")
    session.expire_on_commit = read_on
    end_reading(session)
    session.info[WRITE] = True
    try:
        session.connection(execution_options={WRITE: True})
        yield session
        _put_in_order(session)
        session.commit()
    except OperationalError as error:
        session.rollback()
        raise _busy(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.expire_on_commit = True
        session.info.pop(WRITE, None)
        session.info.pop(AT_THE_END, None)


def at_the_end(session: Session, work: Callable[[Session, set[int]], object], number: int) -> None:
    """Call `work` with all the numbers it was asked for, once, before what this transaction writes is committed."""
    session.info.setdefault(AT_THE_END, {}).setdefault(work, set()).add(number)


def _put_in_order(session: Session) -> None:
    for work, numbers in session.info.get(AT_THE_END, {}).items():
        work(session, numbers)


def _busy(error: DBAPIError) -> Exception:
    """A lock that could not be had is a sentence; anything else stays what it is."""
    words = str(error.orig).lower()
    if any(word in words for word in ("locked", "deadlock", "could not obtain lock", "lock timeout")):
        return Busy("The service was busy and nothing was saved. Wait a moment, then press the button again.")
    if "disk" in words or "full" in words:
        return Busy("The server's disk is full and nothing was saved. Keep this page open and tell your administrator.")
    return error


@event.listens_for(Session, "before_flush")
def _only_in_a_transaction(session: Session, *_: object) -> None:
    if (session.new or session.dirty or session.deleted) and not session.info.get(WRITE):
        raise RuntimeError(NOT_HERE)
