"""The templates as the first process of this run compiled them: no other, server or worker, does it again."""

import os
import shutil
import tempfile
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

from tests.support import RUN


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"eia-test-templates-{os.environ[RUN]}"


def cache() -> FileSystemBytecodeCache:
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def end_run() -> None:
    """Called by every process of the run; the one that began it is the last."""
    if os.environ.get(RUN) == str(os.getpid()):
        shutil.rmtree(_folder(), ignore_errors=True)
