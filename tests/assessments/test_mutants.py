"""Each cell of each step of the main table is changed, one at a time, and the golden tables must notice (mutating.py).

A mutant that changes nothing anybody would read in who.txt and moves.txt survives; none may.
"""

import pytest

from eia.assessments.case import Case
from eia.assessments.guards import adopting, audiences, who
from eia.assessments.workflow import STATES, STEPS, landing
from eia.workflow.table import Audience, Step, Who
from tests.assessments.mutating import CELLS, Mutator
from tests.assessments.situations import Scene

pytestmark = pytest.mark.only_on("sqlite", because="the table is Python, the same on every database")
EVERY_WHO: list[Who[Case]] = [
    *{value.name: value for room in (who, adopting) for value in vars(room).values() if isinstance(value, Who)}.values()
]
EVERY_AUDIENCE: list[Audience[Case]] = [value for value in vars(audiences).values() if isinstance(value, Audience)]
EVERY_LANDING = [value for name, value in vars(landing).items() if getattr(value, "__module__", "") == landing.__name__]
EQUIVALENT: dict[str, list[str]] = {}
"""Mutants that nobody can tell apart, each with its reason."""
MUTATOR = Mutator(STATES, STEPS, by=EVERY_WHO, tells=EVERY_AUDIENCE, lands=EVERY_LANDING)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.action)
def test_no_mutant_of_a_step_survives(scene: Scene, step: Step[Case]) -> None:
    assert MUTATOR.survivors(scene, step) == EQUIVALENT.get(step.action, [])


def test_the_mutator_changes_every_cell() -> None:
    changed = {cell for step in STEPS for _, cells in MUTATOR.mutants(step) for cell in cells}
    assert changed == set(CELLS)
    fields = {field for field in vars(STEPS[0]) if field not in CELLS}
    words = {"action", "button", "explains", "done", "event", "asks", "subject", "quiet", "blind", "at_once"}
    assert fields == words, "a new kind of cell needs mutants of its own"
