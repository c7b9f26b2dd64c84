"""The machine and what runs on it, in words without names: cores, memory, versions; and how busy it was."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import psutil

from tests.support import postgres

TOLD = ("flask", "sqlalchemy", "jinja2", "gunicorn", "psycopg")


def described() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in TOLD)
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB memory, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL {postgres.version()}, "
        f"{libraries}"
    )


def load() -> float:
    """How many processes wanted a core in the last minute."""
    return os.getloadavg()[0]


def pss(pid: int) -> float:
    """Megabytes of a process, with what it shares divided among those who share it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def processor_seconds(processes: list[psutil.Process]) -> float:
    """What they have used so far; hardly touched by what else the machine does."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
