"""The templates as the first process of this run compiled them: no other, server or worker, does it again."""

import os
import shutil
import tempfile
from pathlib import Path

import psutil
from jinja2 import FileSystemBytecodeCache

from tests.support import RUN

PREFIX = "eia-test-templates-"


def begin_run() -> None:
    """What a killed run left behind goes."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*[0-9]"):
        number = folder.name.removeprefix(PREFIX)
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"{PREFIX}{os.environ[RUN]}"


def cache() -> FileSystemBytecodeCache:
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def end_run() -> None:
    """Called by every process of the run; the one that began it is the last."""
    if os.environ.get(RUN) == str(os.getpid()):
        shutil.rmtree(_folder(), ignore_errors=True)
