"""Brings the database to the newest migration. `migrations/env.py` works on `db.engine` of the current app.

Alembic is loaded by who moves the tables, not by who asks where they are: a server asks, and would share its start
with every worker.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Connection, Engine, inspect, text

from config import NotConfigured
from eia import triggers
from eia.db import db
from eia.triggers import APPEND_ONLY, KEPT

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
UPGRADE_LOCK = 0x0E1A_0001  # any number, the same for all of us


def upgrade(target: str = "head") -> str:
    """Run the missing migrations, alone, and return the number the database is at then."""
    from alembic import command

    _make_folder(db.engine)
    with _alone(db.engine):
        command.upgrade(alembic_config(), target)
    return revision(db.engine)


def downgrade(target: str) -> str:
    from alembic import command

    with _alone(db.engine):
        command.downgrade(alembic_config(), target)
    return revision(db.engine)


def refuse_when_not_ready(app: Flask) -> None:
    """Raise NotConfigured, in one line, when the database lacks a migration or a trigger: then nothing is served."""
    with app.app_context():
        with db.engine.connect() as connection:
            fault = _fault(connection)
        db.engine.dispose()
    if fault:
        raise NotConfigured(f"eia does not start: {fault}. Type: eia db upgrade")


def _fault(connection: Connection) -> str:
    at = revision_on(connection)
    if at != newest():
        return f"the database is at migration {at or 'none'}, and {newest()} is needed"
    if gone := triggers.missing(connection):
        more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
        return f"the database has lost what keeps its records: trigger {gone[0]}{more} is gone, switched off or changed"
    return ""


def grant(role: str, *, run: bool = True) -> Sequence[str]:
    """Give the application's role on PostgreSQL what it needs and no more: it owns no table and truncates none."""
    name = '"' + role.replace('"', '""') + '"'
    with db.engine.begin() as connection:
        statements = [f"{statement} {name}" for statement in rights(inspect(connection).get_table_names())]
        for statement in statements if run else []:
            connection.execute(text(statement))
    return statements


def rights(tables: Iterable[str]) -> Iterator[str]:
    """The statements that give these rights, each without the name of the role at its end."""
    yield "GRANT USAGE ON SCHEMA public TO"
    yield "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO"
    yield "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO"
    for table in sorted(tables):
        if table == "alembic_version":
            yield f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM"
        elif table in APPEND_ONLY:
            yield f"REVOKE UPDATE, DELETE ON {table} FROM"
        elif table in KEPT:
            yield f"REVOKE DELETE ON {table} FROM"


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def revision(engine: Engine) -> str:
    """The migration the database is at; empty when it has none."""
    with engine.connect() as connection:
        return revision_on(connection)


def revision_on(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def newest() -> str:
    """The migration this engine needs: they are in one line, and each file begins with its number."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _make_folder(engine: Engine) -> None:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and file != ":memory:":
        Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Wait until nobody else is upgrading. Three at once happened to pass; nothing but this lock guarantees it."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": UPGRADE_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": UPGRADE_LOCK})
