"""Entering a published assessment: its facts as they are, or completed, through the real commands."""

from datetime import date
from typing import Any

from eia.assessments.case import Case
from eia.assessments.forms.grids import aims_of
from tests.support.published import NOBODY_ELSE, Published
from tests.support.writing import (
    Cells,
    confirm_the_rest,
    read,
    step_on,
    write_impact,
    write_proposal,
    write_row,
    write_screening,
    write_section,
)

_ROWS = {"evidence": "evidence", "gaps": "gap", "consultations": "consultation", "options": "option"}
_REVIEW = "2028-04-01"


def enter(version_id: int, source: Published, *, complete: bool) -> None:
    """From draft to mitigation. `complete` also answers for everybody of whom the source says nothing."""
    unasked = dict.fromkeys(read(version_id).framework.screening.questions[0].aims, "")
    assert unasked, "the published facts are entered under the Equality Act"
    empty = dict.fromkeys(("changes", "why", "occasion", "affects", "open_options", "decider", "planned_day"), "")
    write_proposal(version_id, **empty | source.proposal)
    step_on(version_id, "go_to_screening")
    write_screening(version_id, _cells(read(version_id), source, complete=complete))
    step_on(version_id, "go_to_full_assessment")
    for name, kind in _ROWS.items():
        for row in getattr(source, name):
            write_row(version_id, kind, **row)
    if source.extra:
        write_section(version_id, "extra", source.extra)
    if complete:
        _enter_impacts(version_id, source)
    step_on(version_id, "go_to_mitigation")
    if complete:
        _enter_mitigations(version_id, source)
        _conclude(version_id, source)


def _cells(case: Case, source: Published, *, complete: bool) -> Cells:
    question = case.framework.screening.questions[0].key
    answers = {(c.key, p.key): NOBODY_ELSE for c, p in case.pairs} if complete else {}
    answers |= source.screening
    blank = {"answer": "", "direction": "", "level": "", "reason": "", "shares_reason": False}
    return {(question, *pair): blank | answer for pair, answer in answers.items()}


def _enter_impacts(version_id: int, source: Published) -> None:
    for (about, population), finding in source.impacts.items():
        write_impact(version_id, about, {population: finding["direction"]}, **_columns(finding))
    confirm_the_rest(version_id)
    case = read(version_id)
    assert all(aims_of(case, impact.about, impact.population) for impact in case.version.impacts)


def _columns(finding: dict[str, Any]) -> dict[str, Any]:
    blank = dict.fromkeys(("who", "how_many", "how_bad", "how_likely"), "")
    return blank | {name: value for name, value in finding.items() if name != "direction"}


def _enter_mitigations(version_id: int, source: Published) -> None:
    case = read(version_id)
    for impact in case.version.impacts:
        if case.is_negative(impact):
            write_row(version_id, "mitigation", impact_id=impact.id, **_plan(case, source.mitigations[impact.about]))
    for gap in case.version.gaps:
        write_row(version_id, "mitigation", gap_id=gap.id, **_plan(case, source.mitigations["gap"]))


def _plan(case: Case, plan: dict[str, Any]) -> dict[str, Any]:
    return plan | {"due": date.fromisoformat(plan["due"]), "owner_id": case.version.author_id, "residual": "none"}


def _conclude(version_id: int, source: Published) -> None:
    rests_on = [str(read(version_id).version.impacts[0].id)]
    write_section(version_id, "conclusion", source.conclusion | {"rests_on": rests_on})
    write_section(version_id, "review", {"review_day": _REVIEW, "watch": source.watch})
