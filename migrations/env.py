"""Runs the migrations on the engine of the current app.

Foreign keys are off on SQLite while it happens: Alembic rebuilds a table by dropping it, and with foreign keys on,
the children of the dropped table would go with it. They are checked before the commit.
"""

from alembic import context
from sqlalchemy import Connection

from eia import triggers
from eia.db import Base, db


def run() -> None:
    with db.engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        with connection.begin():
            # Inside, or Alembic would take the transaction for its own and commit it before the triggers are back.
            context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
            triggers.drop(connection)
            with context.begin_transaction():
                context.run_migrations()
            _check_foreign_keys(connection)
            if connection.dialect.has_table(connection, "audit_entry"):
                triggers.install(connection)
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, on_or_off: str) -> None:
    """On the raw connection, for a pragma inside a transaction does nothing."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={on_or_off}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"this migration would leave rows that point at nothing: {broken[:5]}")


run()
