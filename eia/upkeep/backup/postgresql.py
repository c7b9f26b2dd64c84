"""PostgreSQL's own tools, which dump and restore better than anybody else could."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text
from sqlalchemy.orm import Session

from eia.errors import Refused

SHOWN = 600
"""Characters of a tool's complaint that are shown."""
OTHER_VERSION = ". Install the tools of the server's version, and put their folder first in PATH."


@contextmanager
def one_instant(engine: Engine) -> Iterator[tuple[Session, str]]:
    """A session that sees one instant, and the name under which `dump` sees the same one while it lasts."""
    with Session(engine) as session:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session, str(session.scalar(text("SELECT pg_export_snapshot()")))


def dump(url: str, instant: str, to: Path) -> None:
    _run(["pg_dump", "--format=custom", f"--snapshot={instant}", f"--file={to}"], url)


def restore(url: str, dumped: Path) -> None:
    """Into an empty database, whose role becomes the owner of all of it. Rights are given again afterwards."""
    _run(["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"], url, [str(dumped)])


def _run(command: Sequence[str], url: str, more: Sequence[str] = ()) -> None:
    """The password goes by the environment: arguments are seen by everybody on the machine."""
    if shutil.which(command[0]) is None:
        raise Refused(f"{command[0]} was not found. On Debian type: sudo apt install postgresql-client")
    parts = make_url(url)
    done = subprocess.run(  # noqa: S603  the arguments are ours
        [*command, f"--dbname={_without_password(parts)}", *more],
        env=os.environ | _password(parts), capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        cure = OTHER_VERSION if "version mismatch" in done.stderr else ""
        said = " ".join(done.stderr.split())[:SHOWN]
        raise Refused(f"{command[0]} did not succeed. It said: {said}{cure}")


def _without_password(parts: URL) -> str:
    plain = parts.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _password(parts: URL) -> Mapping[str, str]:
    return {"PGPASSWORD": str(parts.password)} if parts.password else {}
