"""The lists inside an assessment: which table each row goes to, and the section it belongs to."""

from collections.abc import Sequence
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
    name: str
    """Of the list of a version."""

    def rows(self, case: Case) -> Sequence[Any]:
        found: Sequence[Any] = getattr(case.version, self.name)
        return found


KINDS = {
    kind.key: kind
    for kind in (
        RowKind("scope", "Date, place or number", "proposal", ScopeItem, "scope"),
        RowKind("evidence", "Evidence", "evidence", Evidence, "evidence"),
        RowKind("gap", "Gap", "evidence", Gap, "gaps"),
        RowKind("consultation", "Consultation", "consultation", Consultation, "consultations"),
        RowKind("raised_point", "Point raised", "consultation", RaisedPoint, "raised_points"),
        RowKind("option", "Option", "options", Option, "options"),
        RowKind("impact", "Impact", "impacts", Impact, "impacts"),
        RowKind("mitigation", "Mitigation", "mitigation", Mitigation, "mitigations"),
    )
}
