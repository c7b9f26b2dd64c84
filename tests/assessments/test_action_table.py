"""The table of actions, held as the main table is: golden tables of who may do what and who is told, and mutants."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.guards import actions as guards
from eia.assessments.guards import audiences, who
from eia.assessments.workflow.actions import ACTION_STATES, ACTION_STEPS, ACTION_TABLE
from eia.db import db
from eia.workflow.table import Audience, Step, Who
from tests.assessments import behaviour
from tests.assessments.action_situations import look_at, walk_everywhere
from tests.assessments.mutating import Mutator
from tests.assessments.scene import SceneOf
from tests.support import golden
from tests.support.databases import make_app
from tests.support.sharing import made_once

pytestmark = pytest.mark.only_on("sqlite", because="the rules are Python; what they read is tested on both")
Scene = SceneOf[ActionCase]
BEGUN_BY_PEOPLE = [step for step in ACTION_STEPS if step.by]
OF_VERSIONS = {id(value) for room in (who, audiences) for value in vars(room).values()}
OF_ACTIONS = [value for value in vars(guards).values() if id(value) not in OF_VERSIONS]
EVERY_WHO: list[Who[ActionCase]] = [value for value in OF_ACTIONS if isinstance(value, Who)]
EVERY_AUDIENCE: list[Audience[ActionCase]] = [value for value in OF_ACTIONS if isinstance(value, Audience)]
MUTATOR = Mutator(ACTION_STATES, ACTION_STEPS, by=EVERY_WHO, tells=EVERY_AUDIENCE)


@pytest.fixture(scope="module")
def scene(engine_name: str, folder: Path, everybodys_folder: Path) -> Iterator[Scene]:
    database, walked = made_once("actions", engine_name, folder, everybodys_folder, walk_everywhere)
    with make_app(database).app_context():
        yield look_at(db.session(), walked)


def test_who_may_do_what_with_an_action_is_as_written(scene: Scene) -> None:
    lines = [line for step in BEGUN_BY_PEOPLE for line in behaviour.who(scene, step)]
    heading = "Step by step, as the action stands: what each person hears who wants to take it.\n\nEverybody: "
    golden.compare("action_who.txt", heading + ", ".join(scene.cast), lines)


def test_where_each_step_of_an_action_lands_and_whom_it_tells_is_as_written(scene: Scene) -> None:
    lines = [line for step in ACTION_STEPS for line in behaviour.moves(scene, ACTION_TABLE, step)]
    golden.compare("action_moves.txt", "Step by step: its arrows, where it lands, and who is told.", lines)


def test_who_is_told_of_each_step_of_an_action_is_as_written(scene: Scene) -> None:
    lines = [line for step in ACTION_STEPS for line in behaviour.tells(scene, step)]
    golden.compare("action_tells.txt", "Step by step, as the action stands: who is told. Whoever acts is never.", lines)


def test_every_need_of_an_action_is_unmet_somewhere(scene: Scene) -> None:
    assert behaviour.never_said(scene, ACTION_STEPS) == set()


@pytest.mark.parametrize("step", ACTION_STEPS, ids=lambda step: step.action)
def test_no_mutant_of_a_step_of_an_action_survives(scene: Scene, step: Step[ActionCase]) -> None:
    assert MUTATOR.survivors(scene, step) == []
