"""The table of processes, held as the main table is: golden tables of who may do what and who is told, and mutants."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eia.db import db
from eia.notices.letters import missing_templates
from eia.promotions.case import ProcessCase
from eia.promotions.guards import audiences, who
from eia.promotions.workflow import PROCESS_STATES, PROCESS_STEPS, PROCESS_TABLE
from eia.workflow.table import Audience, Step, Who
from tests.assessments import behaviour
from tests.assessments.mutating import Mutator
from tests.assessments.scene import SceneOf
from tests.promotions.situations import look_at, walk_everywhere
from tests.support import golden
from tests.support.databases import make_app
from tests.support.sharing import made_once

pytestmark = pytest.mark.only_on("sqlite", because="the rules are Python; what they read is tested on both")
Scene = SceneOf[ProcessCase]
EVERY_WHO: list[Who[ProcessCase]] = [value for value in vars(who).values() if isinstance(value, Who)]
EVERY_AUDIENCE: list[Audience[ProcessCase]] = [
    value for value in vars(audiences).values() if isinstance(value, Audience)
]
MUTATOR = Mutator(PROCESS_STATES, PROCESS_STEPS, by=EVERY_WHO, tells=EVERY_AUDIENCE)


@pytest.fixture(scope="module")
def scene(engine_name: str, folder: Path, everybodys_folder: Path) -> Iterator[Scene]:
    database, walked = made_once("promotions", engine_name, folder, everybodys_folder, walk_everywhere)
    with make_app(database).app_context():
        yield look_at(db.session(), walked)


def test_who_may_do_what_with_a_process_is_as_written(scene: Scene) -> None:
    lines = [line for step in PROCESS_STEPS for line in behaviour.who(scene, step)]
    heading = "Step by step, as the process stands: what each person hears who wants to take it.\n\nEverybody: "
    golden.compare("promotion_who.txt", heading + ", ".join(scene.cast), lines)


def test_what_each_need_of_a_process_says_is_as_written(scene: Scene) -> None:
    heading = "Each need of a promotion process, what it says when it is not met, and where."
    golden.compare("promotion_why.txt", heading, behaviour.why(scene, PROCESS_STEPS))


def test_where_each_step_of_a_process_lands_is_as_written(scene: Scene) -> None:
    lines = [line for step in PROCESS_STEPS for line in behaviour.moves(scene, PROCESS_TABLE, step)]
    golden.compare("promotion_moves.txt", "Step by step: its arrows, where it lands, and who is told.", lines)


def test_who_is_told_of_each_step_of_a_process_is_as_written(scene: Scene) -> None:
    lines = [line for step in PROCESS_STEPS for line in behaviour.tells(scene, step)]
    golden.compare(
        "promotion_tells.txt", "Step by step, as the process stands: who is told. Whoever acts is never.", lines
    )


def test_every_need_of_a_process_is_unmet_somewhere(scene: Scene) -> None:
    assert behaviour.never_said(scene, PROCESS_STEPS) == set()


def test_every_message_of_a_process_has_its_own_words() -> None:
    assert missing_templates(step.event for step in PROCESS_STEPS if step.subject) == []


@pytest.mark.parametrize("step", PROCESS_STEPS, ids=lambda step: step.action)
def test_no_mutant_of_a_step_of_a_process_survives(scene: Scene, step: Step[ProcessCase]) -> None:
    assert MUTATOR.survivors(scene, step) == []
