"""A web worker starts and shows pages without scipy, which takes seconds and 70 MB, and without alembic (5 MB)."""

import os
import subprocess
import sys
from pathlib import Path

from config import TOP
from tests.support.databases import SECRET_KEY, new_database

PROGRAM = """
import importlib, pkgutil, sys
import eia, wsgi

rooms = pkgutil.walk_packages(eia.__path__, "eia.", onerror=print)
making = ("auditing", "protecting", "publishing", "making")
only_in_jobs = ("figures.computing", "upkeep.backup", *(f"releasing.{each}" for each in making))
for name in (room.name for room in rooms):
    if not any(each in name for each in only_in_jobs) and not name.endswith("__main__"):
        importlib.import_module(name)
shown = [wsgi.app.test_client().get(page).status_code for page in ("/", "/sign-in", "/no-such-page")]
print(shown, sorted({name.split(".")[0] for name in sys.modules} & {"alembic", "scipy", "numpy", "statsmodels"}))
"""


def test_no_web_worker_imports_what_only_jobs_and_migrations_need(folder: Path) -> None:
    own = new_database("sqlite", folder)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("EIA_")}
    environ |= {"EIA_SECRET_KEY": SECRET_KEY, "EIA_DATABASE_URL": own.url}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=TOP, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.strip().splitlines()[-1]
    assert said == "[303, 200, 303] []"
