"""Can the pages do their work?"""

import os
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from config import Settings
from eia import schema


def what_is_missing(session: Session, settings: Settings) -> str:
    """One line, or "" when nothing is."""
    at = schema.revision_on(session.connection())
    if at != _needed():
        return f"the database is at migration {at or 'none'}, and {_needed()} is needed"
    folder = Path(settings.files)
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        return "the folder of files cannot be written"
    return ""


@cache
def _needed() -> str:
    return schema.newest()
