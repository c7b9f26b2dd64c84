"""The two servers that are compared: eia and the floor, gunicorn with two workers each."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.bench import floor_app
from tests.bench.client import Client
from tests.support import postgres
from tests.support.databases import Database, empty_database
from tests.support.serving import TOP, free_port, stop

GUNICORN = ("--worker-class", "gthread", "--threads", "4", "--workers", "2", "--keep-alive", "5",
            "--preload", "--no-control-socket")  # fmt: skip


def floor_database(engine: str, folder: Path) -> Database:
    """Next to eia's, by the same server, with the same settings."""
    database = empty_database(engine, folder)
    floor_app.prepare(database.owner_url)
    return database


def write_to_the_disk_at_every_commit() -> None:
    """The tests' PostgreSQL skips it to be fast; here it is as in production."""
    on = ("fsync", "synchronous_commit", "full_page_writes")
    postgres.run_sql(*(f"ALTER SYSTEM SET {name} = on" for name in on), "SELECT pg_reload_conf()")


@contextmanager
def floor(database: Database, folder: Path) -> Iterator[Client]:
    """A signed-in client of the smallest app."""
    port = free_port()
    with (folder / f"floor-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "--config",
                os.devnull,
                *GUNICORN,
                "--bind",
                f"127.0.0.1:{port}",
                "tests.bench.floor_app:app",
            ],
            cwd=TOP,
            env=os.environ | {"FLOOR_DATABASE_URL": database.owner_url},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/sign-in/t")
        client = Client(address)
        client.hidden = {"csrf_token": client.get("/sign-in/t").body.split('"')[3]}
        yield client
    finally:
        stop(process)


def _wait(url: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            urlopen(url, timeout=2).close()  # noqa: S310  our own loopback address
            return
        except HTTPError:
            return
        except URLError:
            time.sleep(0.05)
    raise RuntimeError("the floor does not answer")
