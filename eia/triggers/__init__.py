"""Every trigger of both databases, in one place. What must never happen is refused here even to raw SQL.

`migrations/env.py` drops them before and creates them after every migration (Alembic's batch mode loses them on
SQLite without a word); the start refuses when one is missing. Read `records.py` and `signing.py`, then `people.py`,
`meetings.py` and `old_forms.py`; those of `searching.py` refuse nothing.
"""

from sqlalchemy import Connection, inspect, text

from eia.triggers.meetings import of_meetings
from eia.triggers.old_forms import of_old_forms
from eia.triggers.people import of_people
from eia.triggers.records import AMENDED, APPEND_ONLY, FROZEN, KEPT, WRITING, of_records
from eia.triggers.searching import Follows, of_search
from eia.triggers.signing import of_signing
from eia.triggers.trigger import Trigger

__all__ = [
    "AMENDED",
    "APPEND_ONLY",
    "FROZEN",
    "KEPT",
    "WRITING",
    "Trigger",
    "drop",
    "install",
    "missing",
    "present",
    "triggers",
]


def triggers(dialect: str) -> list[Trigger | Follows]:
    found: list[Trigger | Follows] = [
        *of_records(dialect), *of_signing(), *of_people(dialect), *of_meetings(dialect), *of_old_forms(dialect),
        *of_search(dialect),
    ]  # fmt: skip
    return [trigger for trigger in found if dialect == "postgresql" or trigger.event != "TRUNCATE"]


def install(connection: Connection) -> None:
    """Create every trigger anew, but for tables that a lower migration does not have."""
    drop(connection)
    dialect = connection.dialect.name
    tables = set(inspect(connection).get_table_names())
    for trigger in triggers(dialect):
        if trigger.table not in tables:
            continue
        for statement in trigger.statements(dialect):
            connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove those that are there, also those of an older engine that no longer stand in this module."""
    for name, table in present(connection):
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def present(connection: Connection) -> set[tuple[str, str]]:
    """(name, table) of every trigger in the database."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    return {(row[0], row[1]) for row in connection.execute(text(query))}


def missing(connection: Connection) -> list[str]:
    """Names of triggers that should be there and are not, or do something else, or are switched off."""
    dialect = connection.dialect.name
    there = _written(connection)
    return sorted(each.name for each in triggers(dialect) if there.get(each.name) != each.written(dialect))


def _written(connection: Connection) -> dict[str, str]:
    """Name -> the trigger as the database says it; those that are switched off are left out."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true) || p.prosrc FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') "
            "AND c.relnamespace = current_schema()::regnamespace"
        )
    return {row[0]: row[1] for row in connection.execute(text(query))}
