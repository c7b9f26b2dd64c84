"""One process of the run that has loaded eia, and of which servers are born: to load it anew takes each three seconds.

The first worker that needs a server begins it; it ends with the process that began the run, and all servers with it.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import fasteners
import psutil

from tests.support import RUN

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds until it must answer; a loaded machine is slow
PR_SET_PDEATHSIG = 1
LARGEST = 1 << 20
LOADED = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "eia", "eia.postgresql", "tests.support.compiled")


class Born:
    """A process that is nobody's child here."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        return None if self._process.is_running() else 1

    def wait(self) -> None:
        self._process.wait()


def born(arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> Born:
    """As `python -m gunicorn ARGUMENTS` with this environment, in a session of its own; it writes into that log."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asked:
        asked.settimeout(PATIENCE)
        asked.connect(_begun())
        asked.send(json.dumps([list(arguments), dict(environ), str(log)]).encode())
        return Born(int(asked.recv(LARGEST)))


def _begun() -> str:
    """Where it listens."""
    place = Path(tempfile.gettempdir()) / f"eia-test-nursery-{os.environ[RUN]}"
    with fasteners.InterProcessLock(f"{place}.lock"):
        if not place.exists():
            _begin(place)
    return str(place)


def _begin(place: Path) -> None:
    command = [sys.executable, "-m", "tests.support.nursery", str(place), os.environ[RUN]]
    process = subprocess.Popen(command, cwd=TOP, stdin=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + PATIENCE
    while not place.exists():
        assert process.poll() is None, "what bears the servers does not begin"
        assert time.monotonic() < until, "what bears the servers does not answer"
        time.sleep(0.05)


def _serve(place: Path, run: int) -> None:
    """Until the run has ended."""
    for each in LOADED:
        import_module(each)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as heard:
        heard.bind(f"{place}.new")
        heard.listen(8)
        heard.settimeout(1)
        Path(f"{place}.new").rename(place)
        while psutil.pid_exists(run):
            with suppress(TimeoutError):
                _bear(heard)
    for left in (place, Path(f"{place}.lock")):
        left.unlink(missing_ok=True)


def _bear(heard: socket.socket) -> None:
    asked, _ = heard.accept()
    with asked:
        arguments, environ, log = json.loads(asked.recv(LARGEST))
        child = os.fork()
        if child:
            asked.send(str(child).encode())
            return
    heard.close()
    _live(arguments, environ, log)


def _live(arguments: list[str], environ: dict[str, str], log: str) -> None:
    """In the child: what a new process would be, but for what is loaded."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["gunicorn", *arguments]
    try:
        import_module(LOADED[0]).run()
    finally:
        os._exit(1)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), int(sys.argv[2]))
