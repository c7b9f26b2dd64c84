"""Every trigger is there after the migrations, and one that is gone, changed or switched off counts as missing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from eia import triggers
from tests.support.databases import Database, new_database


@pytest.fixture
def owned(engine_name: str, folder: object) -> Iterator[Connection]:
    """A database of its own, as the owner of its tables sees it."""
    database: Database = new_database(engine_name, folder)  # type: ignore[arg-type]
    engine = create_engine(database.owner_url)
    with engine.begin() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def test_none_is_missing_after_the_migrations(owned: Connection) -> None:
    assert triggers.missing(owned) == []


def test_one_that_was_dropped_is_missing(owned: Connection) -> None:
    on = " ON signature" if owned.dialect.name == "postgresql" else ""
    owned.exec_driver_sql(f"DROP TRIGGER signature_no_update{on}")
    assert triggers.missing(owned) == ["signature_no_update"]


@pytest.mark.only_on("postgresql", because="SQLite cannot switch a trigger off")
def test_one_that_is_switched_off_is_missing(owned: Connection) -> None:
    owned.exec_driver_sql("ALTER TABLE signature DISABLE TRIGGER signature_no_delete")
    assert triggers.missing(owned) == ["signature_no_delete"]


def test_one_that_does_something_else_is_missing(owned: Connection) -> None:
    if owned.dialect.name == "sqlite":
        owned.exec_driver_sql("DROP TRIGGER signature_no_update")
        owned.exec_driver_sql("CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature BEGIN SELECT 1; END")
    else:
        body = "BEGIN RETURN NEW; END"
        create = "CREATE OR REPLACE FUNCTION signature_no_update() RETURNS trigger LANGUAGE plpgsql AS"
        owned.exec_driver_sql(f"{create} $$ {body} $$")
    assert triggers.missing(owned) == ["signature_no_update"]


@pytest.mark.only_on("postgresql", because="a trigger of SQLite is one statement, compared as a whole above")
def test_one_that_asks_first_is_missing(owned: Connection) -> None:
    owned.exec_driver_sql("DROP TRIGGER signature_no_update ON signature")
    owned.exec_driver_sql(
        "CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION signature_no_update()"
    )
    assert triggers.missing(owned) == ["signature_no_update"]


def test_installing_again_brings_all_of_them_back(owned: Connection) -> None:
    triggers.drop(owned)
    assert len(triggers.missing(owned)) == len(triggers.triggers(owned.dialect.name))
    triggers.install(owned)
    assert triggers.missing(owned) == []


def test_the_one_that_refuses_names_the_rule(owned: Connection) -> None:
    add = "INSERT INTO demonstration (id, made_at) VALUES (1, '2026-01-01 00:00:00')"
    owned.exec_driver_sql(add)
    with pytest.raises(DBAPIError, match="eia: rows of demonstration are never changed or removed"):
        owned.exec_driver_sql("DELETE FROM demonstration")
