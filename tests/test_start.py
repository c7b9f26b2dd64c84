"""The start is refused, in one line, on a database that lacks a migration or a trigger; upgrading mends it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from config import TOP, NotConfigured
from eia import schema, triggers
from tests.support.databases import SECRET_KEY, Database, make_app, new_database


@pytest.fixture
def own(engine_name: str, folder: Path) -> Database:
    return new_database(engine_name, folder)


def drop_one(database: Database) -> None:
    engine = create_engine(database.owner_url)
    on = " ON signature" if database.engine == "postgresql" else ""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER signature_no_update{on}")
    engine.dispose()


def test_a_migrated_database_is_ready(own: Database) -> None:
    schema.refuse_when_not_ready(make_app(own))


def test_a_database_without_a_table_is_refused_with_what_to_type(empty_database: Database) -> None:
    with pytest.raises(NotConfigured, match=r"is at migration none, and \d+ is needed\. Type: eia db upgrade$"):
        schema.refuse_when_not_ready(make_app(empty_database))


def test_a_missing_trigger_is_refused_by_name_and_brought_back_by_upgrading(own: Database) -> None:
    drop_one(own)
    with pytest.raises(NotConfigured, match=r"trigger signature_no_update is gone.*Type: eia db upgrade$"):
        schema.refuse_when_not_ready(make_app(own))
    owner = make_app(Database(own.engine, own.owner_url, own.owner_url))
    with owner.app_context():
        schema.upgrade()
    schema.refuse_when_not_ready(owner)


def test_how_many_are_missing_is_said(own: Database) -> None:
    engine = create_engine(own.owner_url)
    with engine.begin() as connection:
        count = len(triggers.triggers(connection.dialect.name))
        triggers.drop(connection)
    engine.dispose()
    with pytest.raises(NotConfigured, match=f"and {count - 1} more"):
        schema.refuse_when_not_ready(make_app(own))


@pytest.mark.only_on("sqlite", because="what is missing is found on both, above")
def test_the_server_and_the_jobs_end_with_that_one_line(own: Database) -> None:
    drop_one(own)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
    environ |= {"EIA_SECRET_KEY": SECRET_KEY, "EIA_DATABASE_URL": own.url}
    for command in (["-c", "import wsgi"], ["-m", "eia", "jobs", "--once"]):
        done = subprocess.run([sys.executable, *command], cwd=TOP, env=environ, capture_output=True, text=True)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert "trigger signature_no_update is gone" in done.stderr
