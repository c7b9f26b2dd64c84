"""One migrated database per run and engine, and copies of it for whoever needs a database of their own."""

import atexit
import itertools
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fasteners
from flask import Flask
from sqlalchemy import event

from config import Settings
from eia import create_app, schema, triggers
from eia.db import Base, db
from tests.support import compiled, postgres

ENGINES = ("sqlite", "postgresql")
SECRET_KEY = "a key for tests, long enough to be accepted as one"
_numbers = itertools.count(1)
FILES = Path(tempfile.mkdtemp(prefix="eia-test-files-"))
"""Where the files of evidence lie in this run."""
atexit.register(shutil.rmtree, FILES, ignore_errors=True)


@dataclass(frozen=True)
class Database:
    """`url` is what the application uses; `owner_url` may also change the tables (the same on SQLite)."""

    engine: str
    url: str
    owner_url: str


def settings_for(database: Database, **values: object) -> Settings:
    given = {"address": "http://127.0.0.1", "cookie_secure": False, "secret_key": SECRET_KEY}
    given = given | {"files": str(FILES)} | values
    return Settings(database_url=database.url, **given)  # type: ignore[arg-type]


def make_app(database: Database, **values: object) -> Flask:
    app = create_app(settings_for(database, **values))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = compiled.cache()
    if database.engine == "sqlite":
        with app.app_context():
            event.listen(db.engine, "connect", trust_the_machine)
    return app


def trust_the_machine(connection: Any, entry: object) -> None:
    """A test says nothing about a power cut, and to wait for the disk at each commit took half its time.

    What is killed loses nothing by this: the system has what was written. Servers keep the settings of production.
    """
    connection.execute("PRAGMA synchronous=OFF")


def new_database(engine: str, folder: Path) -> Database:
    """A migrated, empty database; a copy of one that was migrated once."""
    return copy_of(_template(engine, folder), folder)


def empty_database(engine: str, folder: Path) -> Database:
    """A database without a single table, for those who test the migrations."""
    number = next(_numbers)
    if engine == "sqlite":
        return _sqlite(folder / f"{number}.sqlite")
    return _postgresql(postgres.database(f"{folder.name}_{number}"))


def migrate(database: Database) -> None:
    """Bring the tables up as the owner, then give the application its rights."""
    app = create_app(settings_for(Database(database.engine, database.owner_url, database.owner_url)))
    with app.app_context():
        if any(schema.MIGRATIONS.glob("versions/*.py")):
            schema.upgrade()
        else:
            with db.engine.begin() as connection:
                Base.metadata.create_all(connection)
                triggers.install(connection)
        if database.engine == "postgresql":
            schema.grant(postgres.role(postgres.APPLICATION))
        db.session.remove()
        db.engine.dispose()


@cache
def _template(engine: str, folder: Path) -> Database:
    """Migrated by the first worker that needs it: the others find it in the folder they share."""
    kept = (folder.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / f"migrated.{engine}.json"
    with fasteners.InterProcessLock(f"{kept}.lock"):
        if not kept.exists():
            database = empty_database(engine, folder)
            migrate(database)
            kept.write_text(json.dumps(asdict(database)))
    return Database(**json.loads(kept.read_text()))


def copy_of(source: Database, folder: Path) -> Database:
    """Nobody may be connected to the source."""
    number = next(_numbers)
    if source.engine == "sqlite":
        return _sqlite(Path(shutil.copy(_file(source), folder / f"{number}.sqlite")))
    template = source.url.rpartition("/")[2].partition("?")[0]
    return _postgresql(postgres.database(f"{folder.name}_{number}", template=template))


def _sqlite(file: Path) -> Database:
    return Database("sqlite", f"sqlite:///{file}", f"sqlite:///{file}")


def _file(database: Database) -> Path:
    return Path(database.url.removeprefix("sqlite:///"))


def _postgresql(name: str) -> Database:
    application, owner = (postgres.url_of(name, role) for role in (postgres.APPLICATION, postgres.OWNER))
    return Database("postgresql", application, owner)
