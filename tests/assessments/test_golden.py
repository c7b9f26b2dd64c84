"""The golden tables: who may do what, what each need says, where each step lands, who is told and can be named."""

import pytest
from sqlalchemy import select

from eia.assessments.models import Assessment, Version
from eia.assessments.readers import CLOSED, Part, part_of
from eia.assessments.workflow import STEPS, TABLE
from eia.assessments.writing.mentions import can_be_mentioned
from eia.db import db
from tests.assessments import behaviour, beside
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


def test_who_may_do_what_with_a_comment_is_as_written(scene: Scene) -> None:
    heading = "As a thread stands, in one situation for each state: what each person may do, and why not the rest."
    golden.compare("comments.txt", heading, beside.comments(scene))


def test_who_writes_gives_and_takes_back_a_local_part_is_as_written(scene: Scene) -> None:
    heading = "Situation by situation: who writes the local part of an organisation, and hands parts to others."
    golden.compare("local_parts.txt", heading, beside.local_parts(scene))


def test_those_who_can_be_named_are_those_who_may_read_all_of_it(scene: Scene) -> None:
    session = db.session()
    for situation in scene.situations:
        case = situation.case
        if case.state in CLOSED:
            continue
        named = {person.id for person in can_be_mentioned(session, case)}
        for name, by in scene.cast.items():
            if "and" in name or "too" in name or "left" in name or name.startswith("deputy for"):
                continue
            part = select(part_of(by)).select_from(Version).join(Version.assessment).join(Assessment.subject)
            reads = session.scalar(part.where(Version.id == case.version.id)) == Part.ALL
            assert reads == (by.person_id in named), f"{situation.name}: {name}"
