"""Floor (a): the state change and the trail entry as raw SQL through the driver, nothing else."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import make_url

UPDATE = "UPDATE floor_record SET state = {0}, revision = revision + 1 WHERE id = 1 AND state = {0} AND revision = {0}"
LAST = "SELECT hash FROM floor_entry WHERE record_id = 1 ORDER BY id DESC LIMIT 1"
INSERT = "INSERT INTO floor_entry (record_id, body, previous, hash) VALUES (1, {0}, {0}, {0})"
READ = "SELECT state, revision FROM floor_record WHERE id = 1"


def raw_change(url: str) -> Callable[[], float]:
    """A function that makes one change and answers with the seconds it took."""
    sqlite_here = url.startswith("sqlite")
    connection = _sqlite(url) if sqlite_here else _postgresql(url)
    begin, mark = ("BEGIN IMMEDIATE", "?") if sqlite_here else ("BEGIN", "%s")
    update, insert = UPDATE.format(mark), INSERT.format(mark)

    def change() -> float:
        begun = time.perf_counter()
        connection.execute(begin)
        state, revision = connection.execute(READ).fetchone()
        previous = (connection.execute(LAST).fetchone() or [""])[0]
        connection.execute(update, ("b" if state == "a" else "a", state, revision))
        body = json.dumps({"actor": "Somebody", "before": state, "revision": revision}, sort_keys=True)
        connection.execute(insert, (body, previous, hashlib.sha256((previous + body).encode()).hexdigest()))
        connection.execute("COMMIT")
        return time.perf_counter() - begun

    return change


def _sqlite(url: str) -> Any:
    connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgresql(url: str) -> Any:
    target = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(target, autocommit=True)
