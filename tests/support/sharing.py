"""What is made once a run, in a database of its own, by the first worker that asks; all others look at the same."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import fasteners

from eia.db import db
from tests.support.databases import Database, make_app, new_database

T = TypeVar("T")


def made_once(
    name: str, engine: str, folder: Path, everybodys_folder: Path, make: Callable[[], T]
) -> tuple[Database, T]:
    """The database in which `make` did its work, and what it answered: ids, for nothing else survives the way.

    Whoever writes there takes a copy (`copy_of`).
    """
    kept = everybodys_folder / f"{name}.{engine}.pickle"
    with fasteners.InterProcessLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_made(engine, folder, make)))
    found: tuple[Database, Any] = pickle.loads(kept.read_bytes())  # noqa: S301  written by ourselves a moment ago
    return found


def _made(engine: str, folder: Path, make: Callable[[], T]) -> tuple[Database, T]:
    database = new_database(engine, folder)
    with make_app(database).app_context():
        made = make()
        db.session.remove()
        db.engine.dispose()
    return database, made
