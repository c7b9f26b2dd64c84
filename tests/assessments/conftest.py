from collections.abc import Iterator

import pytest
from flask import Flask

from eia.db import db
from tests.assessments.situations import Scene, build


@pytest.fixture(scope="session")
def scene(app: Flask) -> Iterator[Scene]:
    """The situations of the golden tables, walked to once. Whoever uses it only reads."""
    with app.app_context():
        yield build(db.session())
