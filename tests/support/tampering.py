"""Hands on the database past the application: as the application's own role, and as the owner who can drop triggers."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import triggers
from eia.db import prepare_engine
from eia.verify import everything
from tests.support.databases import FILES, Database, make_app, new_database

REFUSED = r"eia: |permission denied|must be owner"


class Tampered:
    """A database of its own. Whatever is done to it here is rolled back at the end.

    Both hands keep their engine, which remembers the statements of `eia verify`: to write them anew takes longer than
    to ask them.
    """

    def __init__(self, engine: str, folder: Path) -> None:
        self.database: Database = new_database(engine, folder)
        self.app: Flask = make_app(self.database)
        self.application, self.owner = _engine(self.database.url), _engine(self.database.owner_url)
        weakref.finalize(self, _dispose, self.application, self.owner)

    @contextmanager
    def as_application(self) -> Iterator[Connection]:
        """With the rights the application has."""
        with self.application.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def as_owner(self, *, without_triggers: bool = False) -> Iterator[Connection]:
        """As the owner of the tables, who can take the triggers away."""
        with self.owner.connect() as connection:
            if without_triggers:
                triggers.drop(connection)
            yield connection
            connection.rollback()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


def _dispose(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


def refused_to_everybody(tampered: Tampered, statement: str) -> None:
    """By trigger or privilege to the application, by trigger to the owner of the tables."""
    with pytest.raises(DBAPIError, match=REFUSED), tampered.as_application() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_owner() as connection:
        connection.exec_driver_sql(statement)


def findings(connection: Connection, *, only: str = "") -> list[str]:
    """What `eia verify` would print of what this connection sees, but for the missing triggers."""
    with Session(connection) as session:
        found = [str(finding) for finding in everything(session, FILES, lambda *_: None, only=only)]
    return [line for line in found if not line.startswith("trigger:")]
