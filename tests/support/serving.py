"""A real server for the tests: gunicorn with two workers, on a database of its own.

It is begun as `eia serve` begins it, but with templates compiled already, and born of a process that has loaded eia
already (tests/support/nursery.py). Who measures says `command=IN_PRODUCTION`; tests/test_start.py begins that one too.
"""

import ctypes
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
from flask import Flask

from eia.cli import MALLOC
from tests.support import RUN
from tests.support.databases import FILES, SECRET_KEY, Database, make_app
from tests.support.nursery import PR_SET_PDEATHSIG, Born, born

TOP = Path(__file__).resolve().parents[2]
IN_PRODUCTION = ("-m", "eia", "serve")
FOR_TESTS = ("--config", "gunicorn.conf.py", "tests.support.served:app")
PATIENCE = 90  # seconds until a server must answer; a loaded machine is slow to start one


@dataclass
class LiveServer:
    address: str
    database: Database
    process: "subprocess.Popen[bytes] | Born"
    log: Path
    size: int  # how many workers it is meant to have

    @cached_property
    def app(self) -> Flask:
        """An app on the same database, to prepare what the browser will meet and to look at what it left."""
        return make_app(self.database, address=self.address)

    def workers(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children())

    def living(self) -> set[int]:
        """The ids of the workers that are at work; one may end between being listed and being asked."""
        found = set()
        for worker in self.workers():
            with suppress(psutil.NoSuchProcess):
                if worker.status() != psutil.STATUS_ZOMBIE:
                    found.add(worker.pid)
        return found

    def a_worker(self) -> psutil.Process:
        """One of those at work, whichever; gunicorn starts another when it is killed."""
        return psutil.Process(random.choice(sorted(self.living())))  # noqa: S311


@contextmanager
def serving(
    database: Database, folder: Path, *, workers: int = 2, command: Sequence[str] = (), **environ: str
) -> Iterator[LiveServer]:
    port = free_port()
    server = LiveServer(
        f"http://127.0.0.1:{port}", database, *_start(command, database, folder, port, workers, environ), workers
    )
    try:
        wait_until_it_answers(server)
        yield server
    finally:
        stop(server.process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(server: LiveServer) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            urlopen(server.address, timeout=5).close()  # noqa: S310  our own loopback address
            is_up = True
        except HTTPError:
            is_up = True  # it answers, if only with a refusal
        except OSError:
            is_up = False
        if is_up and len(server.workers()) >= server.size:
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server does not answer; it says:\n{server.log.read_text()[-4000:]}")


def stop(process: "subprocess.Popen[bytes] | Born") -> None:
    """At once: what a browser keeps open would hold it up for seconds, and nobody will read these data again."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _start(
    command: Sequence[str], database: Database, folder: Path, port: int, workers: int, environ: dict[str, str]
) -> tuple["subprocess.Popen[bytes] | Born", Path]:
    settings = {
        "EIA_SECRET_KEY": SECRET_KEY,
        "EIA_DATABASE_URL": database.url,
        "EIA_ADDRESS": f"http://127.0.0.1:{port}",
        "EIA_COOKIE_SECURE": "0",
        "EIA_PORT": str(port),
        "EIA_FILES": str(FILES),
        "EIA_WEB_WORKERS": str(workers),
        "PYTHONUNBUFFERED": "1",
        RUN: os.environ[RUN],
        **MALLOC,
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
    log = folder / f"server-{port}.log"
    if not command:
        return born(FOR_TESTS, inherited | settings | environ, log), log
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=TOP,
            env=inherited | settings | environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_the_parent,
        )
    return process, log


def _end_with_the_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
