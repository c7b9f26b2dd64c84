"""The factories themselves: each state is reached by walking."""

import pytest
from sqlalchemy.orm import Session

from eia.assessments.workflow import STATES
from tests.support.assessments import make_assessment
from tests.support.writing import read


@pytest.mark.parametrize("state", [state.name for state in STATES])
@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_a_factory_walks_to_every_state(database: Session, state: str) -> None:
    made = make_assessment(database, at=state)
    assert read(made.version_id).state == state
