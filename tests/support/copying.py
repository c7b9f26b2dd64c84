"""Rows copied by the database itself, with other numbers, and a chain for each assessment: used by `bulk`."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, Version
from eia.audit.record import START, instant
from eia.db import Base, db, transaction
from tests.support import postgres

TABLES = ("subject", "policy", "subject_organisation", "assessment", "version", "adoption", "contributor", "section",
          "scope_item", "evidence", "impact", "impact_aim", "mitigation", "action_standing",
          "action_about")  # fmt: skip
"""In an order in which they can be written."""
REGISTER = ("register_line", "register_effect", "live_effect", "search_text", "policy_coverage")
FIRST_NUMBER = 1_000_000
"""Of a reference: far behind those that commands give out."""
COUNTED = {("subject", "number"), ("subject", "title"), ("subject", "sort_title"), ("assessment", "reference"),
           ("register_line", "title_key"), ("register_line", "title_words"),
           ("policy_coverage", "title_key")}  # fmt: skip
"""Texts that end in the number of seven digits that makes them one of a kind."""
BATCH = 5_000
SERIES = {
    "sqlite": "WITH RECURSIVE s(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM s WHERE k < {most}) INSERT INTO {rest}",
    "postgresql": "WITH s(k) AS (SELECT generate_series(1, {most})) INSERT INTO {rest}",
}
QUICK = ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY")


@contextmanager
def unwatched() -> Iterator[Connection]:
    """One write on a connection that looks at no foreign key: what is copied points where it did, so many further on.

    On PostgreSQL it passes by the triggers too.
    """
    here = db.engine.url
    if here.drivername.startswith("sqlite"):
        engine = create_engine(here)
        event.listen(engine, "connect", _be_quick)
    else:
        engine = create_engine(postgres.server_url().set(database=here.database))
    db.session.remove()
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
        _take_stock(engine)
    finally:
        engine.dispose()


def _be_quick(connection: Any, entry: object) -> None:
    for pragma in QUICK:
        connection.execute(f"PRAGMA {pragma}")


def _take_stock(engine: Engine) -> None:
    """As autovacuum does within a minute of a large import, and what it wrote ahead goes where it belongs."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def next_number(session: Session, name: str) -> int:
    table = Base.metadata.tables[name]
    return (session.scalar(select(func.max(table.c.id))) or 0) + 1 if "id" in table.c else 0


def copy(connection: Connection, count: dict[str, int], first: dict[str, int], times: int) -> None:
    """So many rows of each table, from that number on, until there are `times` as many.

    Versions come last, for nothing can be added to what was sent.
    """
    steps = count | {"policy": count["subject"]}
    for name in sorted((*TABLES, *REGISTER), key=lambda name: name == "version"):
        table = Base.metadata.tables[name]
        values = ", ".join(_moved(table, column, steps, first) for column in table.columns)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        by, of = _numbered_by(table)
        among = f"t.{by} >= {first[of]} AND t.{by} < {first[of] + steps[of]}"
        rest = f'{name} ({columns}) SELECT {values} FROM s CROSS JOIN "{name}" t WHERE {among}'
        with _indexed_afterwards(connection, name):
            connection.exec_driver_sql(SERIES[connection.dialect.name].format(most=times - 1, rest=rest))


@contextmanager
def _indexed_afterwards(connection: Connection, name: str) -> Iterator[None]:
    """PostgreSQL writes an index of words in one go in minutes, and row by row in hours."""
    indexes = connection.dialect.name == "postgresql" and name == "search_text"
    query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_text' AND indexdef LIKE '%% gin %%'"
    found = connection.exec_driver_sql(query).all() if indexes else []
    for index, _ in found:
        connection.exec_driver_sql(f"DROP INDEX {index}")
    yield
    for _, definition in found:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '1GB'")
        connection.exec_driver_sql(definition)


def _numbered_by(table: Table) -> tuple[str, str]:
    """The column whose number says which rows they are, and the table that numbers it."""
    if "id" in table.c and table.name != "policy":
        return "id", table.name
    column = next(c for c in table.primary_key if _names(c) in TABLES)
    return column.name, _names(column)


def _names(column: Column[Any]) -> str:
    """The table a column points at, "" when at none."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _moved(table: Table, column: Column[Any], steps: dict[str, int], first: dict[str, int]) -> str:
    own = f't."{column.name}"'
    if column.name == "words":
        number = f"{FIRST_NUMBER - first['version']} + t.version_id"
        return f"replace({own}, CAST({number} AS TEXT), CAST({number} + s.k * {steps['assessment']} AS TEXT))"
    if (table.name, column.name) in COUNTED:
        number = f"CAST(substr({own}, length({own}) - 6) AS INTEGER) + s.k * {steps['assessment']}"
        return f"substr({own}, 1, length({own}) - 7) || CAST({number} AS TEXT)"
    moves = table.name if column.name == "id" and table.name != "policy" else _names(column)
    return f"{own} + s.k * {steps[moves]}" if moves in TABLES else own


def chain(session: Session, into: Connection, first: int) -> None:
    """A trail of one entry for every assessment from that number on."""
    columns = (Assessment.reference, Version.state, Version.author_id, Version.created_at)
    query = select(*columns).join(Version.assessment).where(Assessment.id >= first).order_by(Assessment.id)
    begin = next_number(session, "audit_entry")
    for rows in session.execute(query.execution_options(yield_per=BATCH)).partitions():
        entries = [_entry(begin + n, *row) for n, row in enumerate(rows)]
        begin += len(entries)
        for name in ("audit_stream", "audit_entry", "audit_payload"):
            pour(into, name, [entry[name] for entry in entries])


def _entry(number: int, reference: str, state: str, author: int, at: Any) -> dict[str, dict[str, Any]]:
    stream, salt = f"assessment:{reference}", secrets.token_hex(16)
    after = {"version": 1, "state": state, "revision": 1, "writers": [author]}
    who = {"name": "Owner", "office": "Policy owner", "organisation": "", "on_behalf_of": ""}
    body = {"actor": who, "sentence": f"Started {reference}", "note": "", "before": {}, "after": after}
    same = {"stream": stream, "sequence": 1, "event": "started", "command": "bulk", "format": 1, "previous": START}
    payload = _digest(salt, body)
    hashed = _digest("", {**same, "at": instant(at), "actor": author, "payload": payload})
    return {
        "audit_stream": {"name": stream, "sequence": 1, "head": hashed},
        "audit_entry": {"id": number, **same, "at": at, "actor_id": author, "payload_digest": payload, "hash": hashed},
        "audit_payload": {"entry_id": number, "salt": salt, "body": json.dumps(body)},
    }


def _digest(salt: str, said: dict[str, Any]) -> str:
    """As `eia.audit.record` does it, for plain letters and whole numbers, and ten times as quick."""
    return sha256((salt + json.dumps(said, sort_keys=True, separators=(",", ":"))).encode()).hexdigest()


def pour(into: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    """Past SQLAlchemy, which takes three times as long as the database."""
    columns = list(rows[0])
    driver: Any = into.connection.driver_connection
    if into.dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as file:
            for row in rows:
                file.write_row(list(row.values()))
        return
    marks = ", ".join("?" for _ in columns)
    plain = [[_as_kept(value) for value in row.values()] for row in rows]
    driver.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", plain)


def _as_kept(value: Any) -> Any:
    """An instant as SQLAlchemy writes it there."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(value, "strftime") else value


def take_numbers() -> None:
    """What commands number from here on comes behind; tables of these rows alone."""
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            return
        for name in (*TABLES, "audit_entry"):
            if "id" in Base.metadata.tables[name].c and name != "policy":
                _take_numbers(session, name)


def _take_numbers(session: Session, name: str) -> None:
    """By taking them: to set a sequence is the owner's right."""
    sequence = session.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name})
    last = next_number(session, name)
    taken = session.scalar(text("SELECT nextval(:sequence)"), {"sequence": sequence})
    while taken is not None and taken < last:
        most = {"sequence": sequence, "count": last - taken}
        taken = session.scalar(text("SELECT max(nextval(:sequence)) FROM generate_series(1, :count)"), most)
