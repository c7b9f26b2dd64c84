from collections.abc import Iterator

import pytest
from flask import Flask

from eia.db import db
from tests.assessments.situations import Scene, build


@pytest.fixture(scope="module")
def scene(app: Flask) -> Iterator[Scene]:
    """The situations of the golden tables, walked to once for a module. Whoever uses it only reads.

    Not for the session: an open app context shares its `g` with every client, and then nobody is signed in.
    """
    with app.app_context():
        yield build(db.session())
