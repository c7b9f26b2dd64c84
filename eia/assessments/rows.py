"""The lists inside an assessment: which table each row goes to, and the section it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from eia.assessments.case import Case
from eia.assessments.models import Consultation, Evidence, Gap, Impact, Mitigation, Option, RaisedPoint, ScopeItem


@dataclass(frozen=True, slots=True)
class RowKind:
    """`title` is what one row is called on pages and in the trail."""

    key: str
    title: str
    section: str
    model: type[Any]
    rows: Callable[[Case], Sequence[Any]]


KINDS = {
    kind.key: kind
    for kind in (
        RowKind("scope", "Date, place or number", "proposal", ScopeItem, lambda case: case.version.scope),
        RowKind("evidence", "Evidence", "evidence", Evidence, lambda case: case.version.evidence),
        RowKind("gap", "Gap", "evidence", Gap, lambda case: case.version.gaps),
        RowKind("consultation", "Consultation", "consultation", Consultation, lambda case: case.version.consultations),
        RowKind("raised_point", "Point raised", "consultation", RaisedPoint, lambda case: case.version.raised_points),
        RowKind("option", "Option", "options", Option, lambda case: case.version.options),
        RowKind("impact", "Impact", "impacts", Impact, lambda case: case.version.impacts),
        RowKind("mitigation", "Mitigation", "mitigation", Mitigation, lambda case: case.version.mitigations),
    )
}
