"""Rows that point at each other: what a row names stands in the same version, and what is named is not taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from eia.assessments.case import Case
from eia.errors import NotFound, Reason

GONE = "What this was about is not there any more. Somebody may have removed it."


def belongs_here(case: Case, kind: str, values: Mapping[str, Any]) -> None:
    """Raise when a mitigation or a point raised names something that this version does not hold."""
    version = case.version
    if kind == "mitigation":
        there: dict[str, Sequence[Any]] = {
            "impact_id": version.impacts,
            "gap_id": version.gaps,
            "cell_id": version.cells,
        }
        if not any(values.get(column) in _ids(rows) for column, rows in there.items()):
            raise NotFound(GONE)
    if kind == "raised_point":
        if values.get("consultation_id") not in _ids(version.consultations):
            raise NotFound(GONE)
        for column, rows in (("impact_id", version.impacts), ("mitigation_id", version.mitigations)):
            if values.get(column) is not None and values[column] not in _ids(rows):
                raise NotFound(GONE)


def relied_on(case: Case, row: Any) -> Reason | None:
    """What is done about a gap or impact must go before it; cited evidence must be uncited."""
    name, row_id, points = type(row).__tablename__, row.id, case.version.raised_points
    if name == "gap" and case.meeting(gap=row_id):
        return Reason("Something is planned for this gap. Remove that first.")
    if name == "impact" and case.meeting(impact=row_id):
        return Reason("Something is planned for this impact. Remove that first.")
    if name == "evidence" and any(row in impact.evidence for impact in case.version.impacts):
        return Reason("This evidence is cited at an impact. Untick it there first.")
    if name == "consultation" and case.points_of(row):
        return Reason("Points are recorded under this consultation. Remove them, or move them to another, first.")
    if name in ("impact", "mitigation") and any(getattr(point, f"{name}_id") == row_id for point in points):
        return Reason("A point raised in the consultation names this as what it changed. Choose something else there.")
    return None


def _ids(rows: Sequence[Any]) -> set[int]:
    return {row.id for row in rows}
