"""The table of conditions, held as that of actions is: golden tables of who may do what and is told, and mutants."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.meetings.commands.conditions import act_on_condition, note_on
from eia.meetings.condition_case import ConditionCase, load_condition
from eia.meetings.guards import conditions as guards
from eia.meetings.models import ConditionStanding
from eia.meetings.workflow.conditions import CONDITION_STATES, CONDITION_STEPS
from eia.workflow.table import Audience, Step, Who
from tests.assessments import behaviour
from tests.assessments.mutating import Mutator
from tests.assessments.scene import SceneOf, SituationOf
from tests.support import golden
from tests.support.databases import make_app
from tests.support.deciding import decision, override, record_decision_on
from tests.support.meetings import make_meeting
from tests.support.sharing import made_once
from tests.support.staff import Staff, acting, make_staff

pytestmark = pytest.mark.only_on("sqlite", because="the rules are Python; what they read is tested on both")
Scene = SceneOf[ConditionCase]
EVERY_WHO: list[Who[ConditionCase]] = [value for value in vars(guards).values() if isinstance(value, Who)]
EVERY_AUDIENCE: list[Audience[ConditionCase]] = [v for v in vars(guards).values() if isinstance(v, Audience)]
MUTATOR = Mutator(CONDITION_STATES, CONDITION_STEPS, by=EVERY_WHO, tells=EVERY_AUDIENCE)
WALKS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "just begun": ("auditor", ()),
    "going on": ("auditor", (("note_progress", "secretary"),)),
    "reported done by its owner": ("auditor", (("report_done", "auditor"),)),
    "reported done by the secretary, for its owner": ("auditor", (("report_done", "secretary"),)),
    "reported done by the chair, who owns it": ("chair", (("report_done", "chair"),)),
    "proposed not to be done": ("auditor", (("propose_dropping", "auditor"),)),
    "proposed not to be done by the chair, who owns it": ("chair", (("propose_dropping", "chair"),)),
    "sent back": ("auditor", (("report_done", "auditor"), ("send_back", "chair"))),
    "will not be done": ("auditor", (("propose_dropping", "auditor"), ("agree_dropping", "chair"))),
    "closed": ("auditor", ()),
    "confirmed": ("auditor", (("report_done", "auditor"), ("confirm_done", "chair"))),
}
"""Situation -> the owner, and who took which steps."""


def walk_everywhere() -> tuple[dict[str, int], Staff, Staff]:
    lead, stranger = make_staff("Lead"), make_staff("Stranger")
    sat = make_meeting(lead, at="held")
    override(sat)
    given = [{"what": name, "owner_id": lead[owner], "due": clock.today()} for name, (owner, _) in WALKS.items()]
    rows = decision(record_decision_on(sat, outcome="with_conditions", conditions=given)).conditions
    found = {row.what: row.id for row in rows}
    for name, (_, steps) in WALKS.items():
        for seen, (action, part) in enumerate(steps):
            with transaction() as session:
                said = {"note": "So it is.", "proof": "The rota"}
                act_on_condition(
                    session, found[name], action, by=acting(session, lead[part]), seen=seen, answers=said
                )  # fmt: skip
    with transaction() as session:
        note_on(session, session.get_one(ConditionStanding, found["closed"]), "closed", "Corrected.", lead["chair"])
    return found, lead, stranger


def look_at(session: Session, walked: tuple[dict[str, int], Staff, Staff]) -> Scene:
    found, lead, stranger = walked
    cases = {name: load_condition(session, number) for name, number in found.items()}
    parts = {"owner of the condition": "auditor", "report author": "owner", "in attendance": "hr_lead"}
    names = ("chair", "secretary", "member", "adviser", "approver")
    cast = {**{name: acting(session, lead[part]) for name, part in parts.items()},
            **{name: acting(session, lead[name]) for name in names},
            "stranger's meeting secretary": acting(session, stranger["secretary"])}  # fmt: skip
    steady = {lead.code: "Lead", stranger.code: "Stranger", cases["going on"].item.body.name: "the board"}
    return SceneOf(tuple(SituationOf(name, case) for name, case in cases.items()), cast, steady)


@pytest.fixture(scope="module")
def scene(engine_name: str, folder: Path, everybodys_folder: Path) -> Iterator[Scene]:
    database, walked = made_once("conditions", engine_name, folder, everybodys_folder, walk_everywhere)
    with make_app(database).app_context():
        yield look_at(db.session(), walked)


def test_who_may_do_what_with_a_condition_and_who_is_told_is_as_written(scene: Scene) -> None:
    lines = [line for step in CONDITION_STEPS if step.by for line in behaviour.who(scene, step)]
    heading = "Step by step, as the condition stands: what each person hears who wants to take it.\n\nEverybody: "
    golden.compare("condition_who.txt", heading + ", ".join(scene.cast), lines)
    lines = [line for step in CONDITION_STEPS for line in behaviour.tells(scene, step)]
    heading = "Step by step, as the condition stands: who is told. Whoever acts is never."
    golden.compare("condition_tells.txt", heading, lines)


def test_every_need_of_a_condition_is_unmet_somewhere(scene: Scene) -> None:
    assert behaviour.never_said(scene, CONDITION_STEPS) == set()


@pytest.mark.parametrize("step", CONDITION_STEPS, ids=lambda step: step.action)
def test_no_mutant_of_a_step_of_a_condition_survives(scene: Scene, step: Step[ConditionCase]) -> None:
    assert MUTATOR.survivors(scene, step) == []
