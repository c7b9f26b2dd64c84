"""The migrations, up and down with data in: what the direction leaves is left as it was, and the triggers are there."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy import Connection, create_engine, inspect

from eia import schema, triggers
from eia.assessments.register.keeping import rebuild
from eia.db import Base, db, prepare_engine
from tests.support.assessments import decide, make_assessment
from tests.support.databases import Database, copy_of, make_app, new_database
from tests.support.tampering import findings

Rows = dict[str, list[dict[str, str]]]
"""Table -> its rows, column by column, as text."""
INDEXES = ("search_index", "ix_search_text_words")
"""What each database keeps to search by has no model: FTS5 with its own tables, and an index of an expression."""


@pytest.fixture(scope="module")
def decided(engine_name: str, folder: Path) -> Database:
    """A database with a signed and decided assessment, for others to copy."""
    database = new_database(engine_name, folder)
    with make_app(database).app_context():
        made = make_assessment(at="signed_off", organisations=2)
        decide(made, made.lead["owner"])
        db.session.remove()
        db.engine.dispose()
    return database


@pytest.fixture
def owned(decided: Database, engine_name: str, folder: Path) -> Iterator[tuple[Flask, Connection]]:
    """An app that owns its tables, on a copy of that database, and a connection to look."""
    database = copy_of(decided, folder)
    owner = make_app(Database(engine_name, database.owner_url, database.owner_url))
    engine = create_engine(database.owner_url)
    prepare_engine(engine)
    with owner.app_context(), engine.connect() as connection:
        yield owner, connection
        connection.rollback()
        db.engine.dispose()
    engine.dispose()


def revisions() -> list[str]:
    """From the newest down."""
    return [script.revision for script in ScriptDirectory.from_config(schema.alembic_config()).walk_revisions()]


def test_the_newest_file_is_the_one_that_alembic_would_end_at() -> None:
    assert schema.newest() == revisions()[0]


def rows(connection: Connection) -> Rows:
    """Every row of every table as text. Leaves no transaction open, which a migration would wait for."""
    connection.rollback()
    found = {table: _rows_of(connection, table) for table in inspect(connection).get_table_names()}
    connection.rollback()
    del found["alembic_version"]
    return found


def _rows_of(connection: Connection, table: str) -> list[dict[str, str]]:
    found = connection.exec_driver_sql(f'SELECT * FROM "{table}"')
    return [{name: repr(value) for name, value in row.items()} for row in found.mappings()]


def unlike(now: Rows, before: Rows) -> list[str]:
    """The tables whose rows are other ones than before, in the tables and columns that both know."""
    return [table for table in now if table in before and _shared(now, before, table) != _shared(before, now, table)]


def _shared(rows: Rows, other: Rows, table: str) -> list[list[tuple[str, str]]]:
    known = {name for row in other[table][:1] for name in row}
    return sorted(sorted((name, value) for name, value in row.items() if name in known) for row in rows[table])


def test_each_step_down_and_up_again_loses_only_what_its_own_tables_held(owned: tuple[Flask, Connection]) -> None:
    """Two steps down, one up, two down: each is gone down twice, the second time together with the next."""
    _, connection = owned
    before = above = rows(connection)
    assert all(before[table] for table in ("signature", "signed_part", "decision_record", "audit_entry", "person"))
    for upper, lower in pairwise([*revisions(), "base"]):
        schema.downgrade(lower)
        left = rows(connection)
        assert unlike(left, before) == []
        if "audit_entry" in left:
            assert {name for name, _ in triggers.present(connection)} >= {"audit_entry_no_update"}
            connection.rollback()
        schema.upgrade(upper)
        now = rows(connection)
        assert set(now) == set(above)
        assert unlike(left, now) == []
        above = left


def test_signatures_in_several_stages_are_not_folded_into_one(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    triggers.drop(connection)
    connection.exec_driver_sql(
        "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
        " shared_digest, local_digest, revision, signed_at, turn, stage, seat) SELECT submission_id, organisation_id,"
        " (SELECT MIN(id) FROM person), kind, office, declaration, remark, shared_digest, local_digest, revision,"
        " signed_at, turn, 2, 'approver' FROM signature ORDER BY id LIMIT 1"
    )
    triggers.install(connection)
    connection.commit()
    with pytest.raises(CommandError, match="Organisations have signed in several stages"):
        schema.downgrade("0032")
    assert len(rows(connection)["signature"]) > 2, "none is lost"


def test_the_way_up_from_far_below_loses_nothing_either(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    before, known = rows(connection), revisions()
    for revision in (known[len(known) // 2], known[-1]):
        schema.downgrade(revision)
        left = rows(connection)
        schema.upgrade()
        now = rows(connection)
        assert set(now) == set(before)
        assert unlike(left, now) == []
        assert triggers.missing(connection) == []
        connection.rollback()


def test_upgrading_what_is_newest_already_changes_nothing(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    before = rows(connection)
    connection.rollback()
    schema.upgrade()
    assert rows(connection) == before
    assert triggers.missing(connection) == []
    assert findings(connection) == []


def test_a_fresh_database_has_every_table_and_nothing_besides(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    there = {name for name in inspect(connection).get_table_names() if not name.startswith(INDEXES)}
    assert there == {*Base.metadata.tables, "alembic_version"}


def is_in_the_models(item: object, name: str | None, *rest: object) -> bool:
    return not (name or "").startswith(INDEXES)


def test_the_models_and_the_migrations_do_not_drift_apart(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    opts = {"compare_type": True, "compare_server_default": True, "include_object": is_in_the_models}
    context = MigrationContext.configure(connection, opts=opts)
    assert compare_metadata(context, Base.metadata) == []


def test_every_migration_has_a_number_and_one_before_it() -> None:
    numbers = revisions()[::-1]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_what_live_decisions_do_is_filled_in_after_the_way_up(owned: tuple[Flask, Connection]) -> None:
    _, connection = owned
    before = rows(connection)["live_effect"]
    assert before
    schema.downgrade("0055")
    schema.upgrade()
    assert rows(connection)["live_effect"] == []
    rebuild()  # as `eia db upgrade` does
    assert sorted(map(str, rows(connection)["live_effect"])) == sorted(map(str, before))
    assert findings(connection) == []
