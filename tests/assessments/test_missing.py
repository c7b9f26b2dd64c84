"""What a section still lacks: one whole assessment, and one thing after the other taken out of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.guards.missing import missing
from eia.assessments.models import Impact
from tests.support.assessments import make_assessment
from tests.support.writing import read

pytestmark = pytest.mark.only_on("sqlite", because="the rules are Python; what they read is tested on both")
Change = Callable[[Case], object]


def answered(section: str, **answers: object) -> Change:
    def change(case: Case) -> None:
        found = case.section(section)
        assert found
        found.answers = {**found.answers, **answers}

    return change


def harmed(case: Case) -> Impact:
    return next(impact for impact in case.version.impacts if case.is_negative(impact))


def given(row: Callable[[Case], Any], **values: object) -> Change:
    def change(case: Case) -> None:
        for name, value in values.items():
            setattr(row(case), name, value)

    return change


def of_harm(case: Case) -> Any:
    return next(row for row in case.version.mitigations if row.impact_id)


def all_of(*changes: Change) -> Change:
    return lambda case: [change(case) for change in changes]


def no_evidence(case: Case) -> None:
    case.version.evidence.clear()


def no_gaps(case: Case) -> None:
    case.version.gaps.clear()


def without_evidence(case: Case, direction: str = "negative") -> None:
    impact = harmed(case)
    impact.evidence.clear()
    for aim in impact.aims:
        aim.direction = direction


def without_an_action(case: Case) -> None:
    for row in case.version.mitigations:
        row.kind = "control"


def the_gap(characteristic: str) -> Change:
    return given(lambda case: case.version.gaps[0], characteristic=characteristic)


def met_in_screening(**values: object) -> Change:
    """The action of the harm, moved to the answer that says it; in the state of a screening."""

    def change(case: Case) -> None:
        row, (cell, *_) = of_harm(case), case.harmful_cells()
        row.impact_id, row.cell_id, case.version.state = None, cell.id, "screening"
        given(lambda _: row, **values)(case)

    return change


SAID: list[tuple[str, Change, str]] = [
    ("proposal", answered("proposal", changes=" "), "Say what changes."),
    ("proposal", answered("proposal", why=""), "Say why it changes."),
    ("proposal", answered("proposal", affects=[]), "Say who is affected"),
    ("proposal", answered("proposal", open_options=""), "Say which options are still open."),
    ("proposal", answered("proposal", decider=""), "Name who takes the decision"),
    ("proposal", answered("proposal", planned_day=""), "Say when the decision is planned."),
    ("proposal", answered("proposal", planned_day="", occasion="review"), ""),
    ("screening", given(lambda case: case.version.cells[0], answer=""), "Answer the screening for age (staff)."),
    ("screening", given(lambda case: case.version.cells[0], reason=" "), "Give a reason for age (staff)."),
    ("evidence", no_evidence, ""),
    ("evidence", no_gaps, ""),
    ("evidence", all_of(no_evidence, no_gaps), "Add what you know"),
    ("options", lambda case: case.version.options.pop(), "at least two options"),
    ("options", given(lambda case: case.version.options[1], does_nothing=False), "the option of doing nothing"),
    ("options", given(lambda case: case.version.options[0], chosen="rejected"), "which option is chosen"),
    ("impacts", lambda case: case.version.impacts.pop(), "Confirm the finding"),
    ("impacts", given(lambda case: harmed(case).aims[0], direction=""), "Say what happens to"),
    ("impacts", given(harmed, reason=" "), "Give the reason for your finding"),
    ("impacts", given(harmed, how_bad=""), "Say who is harmed"),
    ("impacts", given(harmed, how_many=""), "Say who is harmed"),
    ("impacts", given(harmed, how_likely=""), "Say who is harmed"),
    ("impacts", given(harmed, who=""), "Say who is harmed"),
    ("impacts", without_evidence, ""),
    ("impacts", all_of(without_evidence, the_gap("")), ""),
    ("impacts", all_of(without_evidence, the_gap("age")), "Cite evidence for"),
    ("impacts", all_of(without_evidence, no_gaps), "Cite evidence for"),
    ("impacts", all_of(lambda case: without_evidence(case, "positive"), the_gap("age")), "Cite evidence for"),
    ("impacts", all_of(lambda case: without_evidence(case, "unknown"), the_gap("age")), "Cite evidence for"),
    ("impacts", all_of(lambda case: without_evidence(case, "none"), the_gap("age")), ""),
    ("mitigation", given(of_harm, impact_id=None), "Meet the harm to"),
    ("mitigation", lambda case: case.version.mitigations.pop(), "Meet the gap"),
    ("mitigation", given(of_harm, owner_id=None), "needs an owner."),
    ("mitigation", given(of_harm, due=None, measure=""), "needs a date and how you will know it worked."),
    ("mitigation", given(lambda case: case.version, state="draft"), "Plan an action for the minor harm"),
    ("mitigation", given(lambda case: case.version, state="screening"), "Plan an action for the minor harm"),
    ("mitigation", met_in_screening(), ""),
    ("mitigation", met_in_screening(owner_id=None), "needs an owner."),
    ("mitigation", met_in_screening(kind="control"), "Plan an action for the minor harm"),
    ("conclusion", answered("conclusion", outcome=""), "Choose the outcome."),
    ("conclusion", without_an_action, "needs at least one action"),
    ("conclusion", answered("conclusion", conclusion=" "), "Write the conclusion"),
    ("conclusion", answered("conclusion", rests_on=[]), "Tick at least one impact"),
    ("conclusion", answered("conclusion", rests_on=["0"]), "Tick at least one impact"),
    ("review", answered("review", review_day=""), "Set the date of the review."),
    ("review", answered("review", review_day=clock.today().isoformat()), "still to come"),
    ("review", answered("review", review_day=(clock.today() + timedelta(days=1)).isoformat()), ""),
]


def test_what_is_taken_out_of_a_whole_assessment_is_asked_for_and_nothing_else(database: Session) -> None:
    made = make_assessment(database, at="mitigation")
    with database.no_autoflush:
        for section, change, expected in SAID:
            case = read(made.version_id)
            assert missing(case, section) == []
            change(case)
            case.forget("impacts", "cells")
            said = [reason.text for reason in missing(case, section)]
            assert len(said) == bool(expected), (section, expected, said)
            assert all(expected in sentence for sentence in said), (section, expected, said)
            database.rollback()
