"""What is made once a run, in a database of its own, by the first worker that asks; all others look at the same."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import fasteners
from sqlalchemy import Connection, create_engine, insert, select, text

from eia.db import Base, db
from tests.support import postgres
from tests.support.databases import Database, make_app, new_database

T = TypeVar("T")


def made_once(
    name: str, engine: str, folder: Path, everybodys_folder: Path, make: Callable[[], T]
) -> tuple[Database, T]:
    """The database in which `make` did its work, and what it answered: ids, for nothing else survives the way.

    Whoever writes there takes a copy (`copy_of`). It is made on SQLite; PostgreSQL is given the same rows.
    """
    kept = everybodys_folder / f"{name}.{engine}.pickle"
    with fasteners.InterProcessLock(f"{kept}.lock"):
        if not kept.exists():
            if engine == "sqlite":
                database, made = _made(folder, make)
            else:
                source, made = made_once(name, "sqlite", folder, everybodys_folder, make)
                database = _on_postgresql(source, folder)
            kept.write_bytes(pickle.dumps((database, made)))
    found: tuple[Database, Any] = pickle.loads(kept.read_bytes())  # noqa: S301  written by ourselves a moment ago
    return found


def _made(folder: Path, make: Callable[[], T]) -> tuple[Database, T]:
    database = new_database("sqlite", folder)
    with make_app(database).app_context():
        made = make()
        db.session.remove()
        db.engine.dispose()
    return database, made


def _on_postgresql(source: Database, folder: Path) -> Database:
    """The same rows there, past its triggers, and its sequences behind them."""
    target = new_database("postgresql", folder)
    name = target.url.rpartition("/")[2].partition("?")[0]
    theirs, ours = create_engine(source.url), create_engine(postgres.server_url().set(database=name))
    with theirs.connect() as taken, ours.begin() as given:
        given.execute(text("SET session_replication_role = replica"))
        names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
        given.execute(text(f"TRUNCATE {names}"))
        for table in Base.metadata.sorted_tables:
            if rows := [dict(row) for row in taken.execute(select(table)).mappings()]:
                given.execute(insert(table), rows)
            if rows and "id" in table.columns:
                _go_behind(given, table.name)
    theirs.dispose()
    ours.dispose()
    return target


def _go_behind(connection: Connection, table: str) -> None:
    """Let the next number of this table be one that no row has."""
    numbers = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": f'"{table}"'})
    if numbers:
        connection.execute(text(f'SELECT setval(:numbers, max(id)) FROM "{table}"'), {"numbers": numbers})
