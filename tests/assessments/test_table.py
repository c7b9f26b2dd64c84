"""The table itself: every state can be reached and left, the machine knows its arrows and no other."""

import itertools
import re
from collections.abc import Sequence

import pytest
from sqlalchemy import inspect

from eia import triggers
from eia.assessments import content, readers
from eia.assessments.commands.acting import EFFECTS
from eia.assessments.forms.steps import FORMS, MADE_FOR
from eia.assessments.models.version import OPEN
from eia.assessments.sections import FIXED
from eia.assessments.workflow import CHECKING, CLOSED, STATES, STEPS, TABLE, WRITING
from eia.assessments.workflow.actions import ACTION_STEPS
from eia.db import Base
from eia.notices.letters import missing_templates

NAMES = [state.name for state in STATES]
OPENS_A_VERSION = ("open_version", "challenge")
"""The steps that end no state but begin the next version."""


def test_every_step_that_tells_somebody_has_words_of_its_own() -> None:
    told = [step.event for step in STEPS if step.subject] + [step.event for step in ACTION_STEPS if step.subject]
    assert missing_templates(told) == []


def _reached(*from_states: str) -> set[str]:
    """Every state that steps lead to from these, later versions not counted."""
    known, fresh = set(from_states), set(from_states)
    while fresh:
        fresh = {dest for state in fresh for step in TABLE.from_state(state) for dest in step.dest} - known
        known |= fresh
    return known


def test_every_state_is_reached_from_draft() -> None:
    assert _reached("draft") == set(NAMES)


@pytest.mark.parametrize("state", NAMES)
def test_no_state_is_a_dead_end(state: str) -> None:
    """Somebody can go on from everywhere: by a step to another state, or by opening the next version.

    Only a superseded version rests: the version that superseded it has taken its place.
    """
    by_people = [step for step in TABLE.from_state(state) if step.by]
    goes_on = any(set(step.dest) - {state} for step in by_people)
    assert goes_on or any(step.action in OPENS_A_VERSION for step in by_people) or state == "superseded"


@pytest.mark.parametrize("state", [*WRITING, *CHECKING])
def test_every_open_state_can_end_signed(state: str) -> None:
    assert {"signed_off", "screened_out", "stopped", "withdrawn"} <= _reached(state)


@pytest.mark.parametrize("state", CLOSED)
def test_every_closed_state_opens_the_next_version(state: str) -> None:
    assert "open_version" in {step.action for step in TABLE.from_state(state)}


def test_the_machine_accepts_the_arrows_of_the_table_and_refuses_any_other() -> None:
    written = {(step.action, source, dest) for step in STEPS for source in step.source for dest in step.dest}
    tried = itertools.product([*TABLE.steps, "no_such_step"], NAMES, [*NAMES, "no_such_state"])
    accepted = {arrow for arrow in tried if TABLE.arrow(*arrow)}
    assert accepted == written


def test_asking_the_machine_moves_nothing_for_good() -> None:
    assert TABLE.arrow("go_to_screening", "draft", "screening")
    assert TABLE.arrow("go_to_screening", "draft", "screening")
    assert TABLE.machine.models == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.action)
def test_a_step_with_a_subject_tells_somebody(step: object) -> None:
    assert bool(step.subject) == bool(step.tells)  # type: ignore[attr-defined]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.action)
def test_a_step_has_every_word_that_people_read(step: object) -> None:
    words: Sequence[str] = (step.button, step.explains, step.done, step.event)  # type: ignore[attr-defined]
    assert all(words)
    assert step.asks in {**FORMS, **MADE_FOR}  # type: ignore[attr-defined]
    assert re.fullmatch(r"[a-z_]+", step.event)  # type: ignore[attr-defined]


def test_no_two_steps_write_the_same_event() -> None:
    assert len({step.event for step in STEPS}) == len(STEPS)


def test_every_effect_belongs_to_a_step() -> None:
    assert set(EFFECTS) <= set(TABLE.steps)


def test_a_step_that_lands_by_choice_says_how_and_only_such_a_step() -> None:
    assert [step.action for step in STEPS if (step.lands is not None) != (len(step.dest) > 1)] == []


def test_the_lists_of_states_elsewhere_are_those_of_the_table() -> None:
    open_states = {state.name for state in STATES if state.open}
    assert set(OPEN) == open_states == {*WRITING, *CHECKING}
    assert {state.name for state in STATES if state.editable} == set(WRITING)
    assert set(readers.WRITING) == set(WRITING)
    assert set(readers.CHECKING) == set(CHECKING)
    assert set(readers.CLOSED) == set(NAMES) - open_states
    assert {*CLOSED, "superseded"} == set(NAMES) - open_states
    assert set(re.findall(r"\w+", triggers.WRITING)) == set(WRITING)


def test_every_section_is_written_in_the_stage_it_belongs_to() -> None:
    assert [s.key for s in FIXED.values() if s.key not in TABLE.states[s.stage].editable] == []
    assert TABLE.states["mitigation"].editable == set(FIXED)


@pytest.mark.parametrize("model", list(content.FROZEN), ids=lambda model: model.__name__)
def test_every_column_of_content_is_frozen_or_living(model: type[Base]) -> None:
    columns = {column.key for column in inspect(model).column_attrs}
    frozen, living = set(content.FROZEN[model]), set(content.LIVING[model])
    assert frozen | living == columns
    assert not frozen & living


def test_every_table_of_content_is_listed_for_freezing() -> None:
    """Whatever hangs on a version and is no record of its rounds is content, signed and frozen by triggers."""
    rounds = {"submission", "adoption", "contributor", "signature", "signed_part", "opinion", "return_point"}
    rounds |= {"local_check", "adoption_withdrawal", "section_verdict", "opening"}
    after = {"action_progress", "decision_record", "started_from", "template", "action_standing"}
    after |= {"condition", "recusal", "cover_loss", "correction", "old_form", "register_line", "register_effect"}
    after |= {"live_effect"}
    after |= {"search_text", "started_from_past"}
    meetings = {"equality_statement", "prepared_statement", "paper_opening", "regard_declaration", "item_decision"}
    people = {"consultee_opinion", "assignment", "comment", "mention", "outside_link", "outside_comment"}
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name in ("version", "impact", "evidence") for key in table.foreign_keys)
    }
    writing = {"presence", "section_revision", "working_copy"}
    assert hanging - rounds - after - people - writing - meetings == {*triggers.FROZEN, *triggers.AMENDED}
    named = {model.__tablename__ for model in content.FROZEN}
    assert named | {"impact_evidence"} == {*triggers.FROZEN, *triggers.AMENDED}
