"""The periodic work on files, for `eia jobs`."""

from pathlib import Path

from eia.db import db
from eia.files.keeping import sweep
from eia.notices.jobs import Job

EVERY_HOURS = 6


def sweeping(folder: Path) -> Job:
    """Remove files that no row names."""

    def run() -> int:
        try:
            return sweep(db.session(), folder)
        finally:
            db.session.rollback()

    return Job("sweep files", EVERY_HOURS * 3600, run)
