"""What a version puts in front of those who decide, for pages of the floors above (`assessments/in_front.html`).

It is the content that was sent, which nobody can change, so it is the text that a pin names as long as the digest of
the last round is the pinned one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia.assessments.afterwards.correctable import in_front_of
from eia.assessments.case import Case, load_case
from eia.assessments.loading import read_lists
from eia.assessments.models import Mitigation
from eia.assessments.queries import standings_of_actions
from eia.assessments.views.consulting import log_of
from eia.assessments.views.glance import HARMING, Found, harms_and_gains, screening_in_words
from eia.assessments.workflow import TABLE
from eia.assessments.workflow.actions import ACTION_TABLE

SHOWN = (
    "sections", "cells", "gaps", "consultations", "raised_points", "options", "impacts", "mitigations", "local_parts",
    "submissions", "corrections",
)  # fmt: skip
"""The lists of a version that the page shows something of."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """A harm that is there still when everything is done: how bad, to whom, and what it is met by."""

    level: str
    words: str
    population: str
    row: Mitigation


def in_front(session: Session, version_id: int) -> dict[str, object]:
    """Everything `assessments/in_front.html` shows, in a constant number of queries."""
    case = load_case(session, version_id)
    read_lists(session, case.version, SHOWN, ("opinions",))
    findings = harms_and_gains(case)
    return {
        "case": case,
        "state": TABLE.states[case.state],
        "harms": [one for one in findings if one.kind in HARMING],
        "unknown": [one for one in findings if one.kind == "unknown"],
        "gains": [one for one in findings if one.kind == "positive"],
        "remaining": remaining(case, findings),
        "screened": screening_in_words(case) if case.state in ("screening_review", "screened_out") else [],
        "corrected": in_front_of(case.version),
        "progress": standings_of_actions(session, version_id),
        "action_states": ACTION_TABLE.states,
        **log_of(case),
    }


def remaining(case: Case, findings: Sequence[Found]) -> list[Remaining]:
    """The worst first."""
    found = [
        (case.framework.severity(row.residual), Remaining(_level(case, row), one.words, one.population, row))
        for one in findings
        for row in one.met_by
        if row.residual and row.residual != "none"
    ]
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])]


def _level(case: Case, row: Mitigation) -> str:
    return case.framework.level(row.residual).title
