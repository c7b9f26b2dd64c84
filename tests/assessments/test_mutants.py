"""The table's mutator: each cell of each step is changed, one at a time, and the golden tables must notice.

Mutation tools make no mutants of tables, so this one is ours. A cell is: source, dest, by, needs, by_needs,
unless_said, lands, tells, beside. A mutant that changes nothing anybody would read in who.txt and moves.txt survives;
none may.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from eia.assessments.case import Case
from eia.assessments.guards import audiences, who
from eia.assessments.workflow import STATES, STEPS, landing
from eia.errors import NotOffered
from eia.workflow.table import Audience, Step, Who, Workflow, workflow
from tests.assessments import behaviour
from tests.assessments.situations import Scene

pytestmark = pytest.mark.only_on("sqlite", because="the table is Python, the same on every database")
EVERY_STATE = [state.name for state in STATES]
EVERY_WHO: list[Who[Case]] = [value for value in vars(who).values() if isinstance(value, Who)]
EVERY_AUDIENCE: list[Audience[Case]] = [value for value in vars(audiences).values() if isinstance(value, Audience)]
EVERY_LANDING = [value for name, value in vars(landing).items() if getattr(value, "__module__", "") == landing.__name__]
EQUIVALENT = {"withdraw": ["by: approver instead of any approver"]}
"""These differ only while an organisation has not answered, and what is withdrawn has been answered by all."""
CELLS = ("source", "dest", "by", "needs", "by_needs", "unless_said", "lands", "tells", "beside")


def mutants(step: Step[Case]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was changed, in words, and the changed cells."""
    everything: dict[str, list[Any]] = {
        "source": EVERY_STATE,
        "dest": EVERY_STATE,
        "by": EVERY_WHO,
        "tells": EVERY_AUDIENCE,
    }
    for cell in ("source", "dest", "by", "needs", "by_needs", "unless_said", "tells"):
        now = getattr(step, cell)
        for index, one in enumerate(now):
            rest = (*now[:index], *now[index + 1 :])
            yield f"{cell} without {_words(one)}", {cell: rest}
            for other in everything.get(cell, ()):
                if other not in now:
                    swapped = (*now[:index], other, *now[index + 1 :])
                    yield f"{cell}: {_words(other)} instead of {_words(one)}", {cell: swapped}
        for other in everything.get(cell, ()):
            if other not in now:
                yield f"{cell} also {_words(other)}", {cell: (*now, other)}
    for other in (None, *EVERY_LANDING):
        if other != step.lands:
            yield f"lands: {_words(other)}", {"lands": other}
    yield f"beside: {not step.beside}", {"beside": not step.beside}


def _words(cell: object) -> str:
    return str(getattr(cell, "__name__", None) or getattr(cell, "name", None) or getattr(cell, "words", cell))


def read_by_people(scene: Scene, table: Workflow[Case], step: Step[Case]) -> list[str]:
    looked_at = behaviour.remembering(step)
    whose = behaviour.who(scene, looked_at) if step.by else ()
    return [*whose, *behaviour.moves(scene, table, looked_at)]


def is_noticed(scene: Scene, step: Step[Case], changed: dict[str, Any], before: list[str]) -> bool:
    """By the start, which refuses a table that cannot be, or by whoever reads the golden tables."""
    mutant = replace(step, **changed)
    try:
        table = workflow(STATES, [mutant if other is step else other for other in STEPS])
        return read_by_people(scene, table, mutant) != before
    except (ValueError, KeyError, LookupError, AssertionError, NotOffered):
        return True


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.action)
def test_no_mutant_of_a_step_survives(scene: Scene, step: Step[Case]) -> None:
    before = read_by_people(scene, workflow(STATES, STEPS), step)
    made = list(mutants(step))
    survivors = [words for words, changed in made if not is_noticed(scene, step, changed, before)]
    assert survivors == EQUIVALENT.get(step.action, []), (
        f"{len(survivors)} of {len(made)} mutants of {step.action} survive"
    )


def test_the_mutator_changes_every_cell() -> None:
    changed = {cell for step in STEPS for _, cells in mutants(step) for cell in cells}
    assert changed == set(CELLS)
    fields = {field for field in vars(STEPS[0]) if field not in CELLS}
    words = {"action", "button", "explains", "done", "event", "asks", "subject", "quiet", "blind", "at_once"}
    assert fields == words, "a new kind of cell needs mutants of its own"
