"""Brings the database to the newest migration. `migrations/env.py` works on `db.engine` of the current app."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from eia.db import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
APPEND_ONLY = ("audit_entry",)  # the application may add to these and read them, never change them
UPGRADE_LOCK = 0x0E1A_0001  # any number, the same for all of us


def upgrade(target: str = "head") -> str:
    """Run the missing migrations, alone, and return the number the database is at then."""
    _make_folder(db.engine)
    with _alone(db.engine):
        command.upgrade(alembic_config(), target)
    return revision(db.engine)


def downgrade(target: str) -> str:
    with _alone(db.engine):
        command.downgrade(alembic_config(), target)
    return revision(db.engine)


def grant(role: str) -> None:
    """Give the application's role on PostgreSQL what it needs and no more: it owns no table and cannot truncate one."""
    statements = [
        'GRANT USAGE ON SCHEMA public TO "{role}"',
        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
        'REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM "{role}"',
        *(f'REVOKE UPDATE, DELETE ON {table} FROM "{{role}}"' for table in APPEND_ONLY),
    ]
    with db.engine.begin() as connection:
        for statement in statements:
            if "alembic_version" not in statement or inspect(connection).has_table("alembic_version"):
                connection.execute(text(statement.format(role=role.replace('"', '""'))))


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def revision(engine: Engine) -> str:
    """The migration the database is at; empty when it has none."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


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
