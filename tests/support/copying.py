"""Rows copied by the database itself, with other numbers, and a chain for each assessment: used by `bulk`."""

import json
import secrets
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Column, Table, func, select, text
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, Version
from eia.audit.models import AuditEntry
from eia.audit.record import START, digest_of, hash_of
from eia.db import Base, transaction

TABLES = ("subject", "policy", "subject_organisation", "assessment", "version", "contributor", "section", "evidence",
          "impact", "impact_aim", "mitigation", "action_standing", "action_about")  # fmt: skip
"""In an order in which they can be written."""
REGISTER = ("register_line", "register_effect")
COUNTED = {("subject", "number"), ("subject", "title"), ("subject", "sort_title"), ("assessment", "reference"),
           ("register_line", "title_key")}  # fmt: skip
"""Texts that end in the number of seven digits that makes them one of a kind."""
BATCH = 5_000
SERIES = {
    "sqlite": "WITH RECURSIVE s(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM s WHERE k < {most}) INSERT INTO {rest}",
    "postgresql": "WITH s(k) AS (SELECT generate_series(1, {most})) INSERT INTO {rest}",
}


def next_number(session: Session, name: str) -> int:
    table = Base.metadata.tables[name]
    return (session.scalar(select(func.max(table.c.id))) or 0) + 1 if "id" in table.c else 0


def copy(count: dict[str, int], first: dict[str, int], times: int) -> None:
    """So many rows of each table, from that number on, until there are `times` as many.

    Versions come last, for nothing can be added to what was sent: foreign keys must be off by then.
    """
    if times < 2:
        return
    steps = count | {"policy": count["subject"]}
    for name in sorted((*TABLES, *REGISTER), key=lambda name: name == "version"):
        table = Base.metadata.tables[name]
        values = ", ".join(_moved(table, column, steps) for column in table.columns)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        by, of = _numbered_by(table)
        among = f"t.{by} >= {first[of]} AND t.{by} < {first[of] + steps[of]}"
        rest = f'{name} ({columns}) SELECT {values} FROM s CROSS JOIN "{name}" t WHERE {among}'
        with transaction() as session:
            dialect = session.get_bind().dialect.name
            session.execute(text(SERIES[dialect].format(most=times - 1, rest=rest).replace(":", r"\:")))


def _numbered_by(table: Table) -> tuple[str, str]:
    """The column whose number says which rows they are, and the table that numbers it."""
    if "id" in table.c and table.name != "policy":
        return "id", table.name
    column = next(c for c in table.primary_key if _names(c) in TABLES)
    return column.name, _names(column)


def _names(column: Column[Any]) -> str:
    """The table a column points at, "" when at none."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _moved(table: Table, column: Column[Any], steps: dict[str, int]) -> str:
    own = f't."{column.name}"'
    if (table.name, column.name) in COUNTED:
        number = f"CAST(substr({own}, length({own}) - 6) AS INTEGER) + s.k * {steps['assessment']}"
        return f"substr({own}, 1, length({own}) - 7) || CAST({number} AS TEXT)"
    moves = table.name if column.name == "id" and table.name != "policy" else _names(column)
    return f"{own} + s.k * {steps[moves]}" if moves in TABLES else own


def chain(first: int) -> None:
    """A trail of one entry for every assessment from that number on."""
    with transaction() as session:
        columns = (Assessment.reference, Version.state, Version.author_id, Version.created_at)
        query = select(*columns).join(Version.assessment).where(Assessment.id >= first).order_by(Assessment.id)
        begin = next_number(session, "audit_entry")
        found = session.execute(query.execution_options(yield_per=BATCH)).partitions()
        for rows in found:
            entries = [_entry(begin + n, *row) for n, row in enumerate(rows)]
            begin += len(entries)
            for name in ("audit_stream", "audit_entry", "audit_payload"):
                pour(session, name, [entry[name] for entry in entries])


def _entry(number: int, reference: str, state: str, author: int, at: Any) -> dict[str, dict[str, Any]]:
    stream, salt = f"assessment:{reference}", secrets.token_hex(16)
    after = {"version": 1, "state": state, "revision": 1, "writers": [author]}
    who = {"name": "Owner", "office": "Policy owner", "organisation": "", "on_behalf_of": ""}
    body = {"actor": who, "sentence": f"Started {reference}", "note": "", "before": {}, "after": after}
    entry = {"stream": stream, "sequence": 1, "at": at, "actor_id": author, "event": "started",
             "command": "bulk", "format": 1, "payload_digest": digest_of(salt, body), "previous": START}  # fmt: skip
    hashed = hash_of(cast("AuditEntry", SimpleNamespace(**entry)))
    return {
        "audit_stream": {"name": stream, "sequence": 1, "head": hashed},
        "audit_entry": {"id": number, **entry, "hash": hashed},
        "audit_payload": {"entry_id": number, "salt": salt, "body": json.dumps(body)},
    }


def pour(session: Session, name: str, rows: list[dict[str, Any]]) -> None:
    """Past SQLAlchemy, which takes three times as long as the database."""
    columns = list(rows[0])
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as into:
            for row in rows:
                into.write_row(list(row.values()))
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
