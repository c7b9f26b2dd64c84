from collections.abc import Iterator
from pathlib import Path

import pytest

from eia.db import db
from tests.assessments.situations import Scene, look_at, walk_everywhere
from tests.support.databases import make_app
from tests.support.sharing import made_once


@pytest.fixture(scope="module")
def scene(engine_name: str, folder: Path, everybodys_folder: Path) -> Iterator[Scene]:
    """The situations of the golden tables, walked to once for all workers. Whoever uses it only reads.

    Not for the session: an open app context shares its `g` with every client, and then nobody is signed in.
    """
    database, walked = made_once("situations", engine_name, folder, everybodys_folder, walk_everywhere)
    with make_app(database).app_context():
        yield look_at(db.session(), walked)
