"""The golden tables of the workflow: who may do what, what each need says, where each step lands and who is told."""

import pytest

from eia.assessments.workflow import STEPS, TABLE
from tests.assessments import behaviour
from tests.assessments.situations import Scene
from tests.support import golden

pytestmark = pytest.mark.only_on("sqlite", because="the rules are Python; what they read is tested on both")
BEGUN_BY_PEOPLE = [step for step in STEPS if step.by]


def test_who_may_do_what_is_as_written(scene: Scene) -> None:
    lines = [line for step in BEGUN_BY_PEOPLE for line in behaviour.who(scene, step)]
    heading = "Step by step, situation by situation: what each person hears who wants to take it.\n\nEverybody: "
    golden.compare("who.txt", heading + ", ".join(scene.cast), lines)


def test_what_each_need_says_is_as_written(scene: Scene) -> None:
    golden.compare("why.txt", "Each need, what it says when it is not met, and where.", behaviour.why(scene, STEPS))


def test_every_need_is_unmet_somewhere(scene: Scene) -> None:
    assert behaviour.never_said(scene, STEPS) == set()


def test_where_each_step_lands_and_whom_it_tells_is_as_written(scene: Scene) -> None:
    lines = [line for step in STEPS for line in behaviour.moves(scene, TABLE, step)]
    golden.compare("moves.txt", "Step by step: its arrows, where it lands for every answer, and who is told.", lines)


def test_who_is_told_of_each_step_is_as_written(scene: Scene) -> None:
    lines = [line for step in STEPS for line in behaviour.tells(scene, step)]
    golden.compare("tells.txt", "Step by step, situation by situation: who is told. Whoever acts is never told.", lines)
