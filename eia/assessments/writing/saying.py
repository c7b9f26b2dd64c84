"""What a section says, as the fields of its pages: name -> value, so that two texts can be held against each other.

A page's own fields stand under its own prefix: an impact "disability/", a row "evidence/12/", else none.
"""

from typing import Any

from eia.assessments.case import Case
from eia.assessments.joint.jointly import COVER
from eia.assessments.models import Consultation, Impact, RaisedPoint
from eia.assessments.models.local import QUESTIONS
from eia.assessments.writing.replies import POINTS, number_of, replies_said
from eia.assessments.writing.rows import KINDS
from eia.audit.record import plain

NOT_TYPED = ("id", "version_id")
CELL = {"answer": "answer", "direction": "direction", "level": "level", "reason": "reason", "shares_reason": "shares"}
"""Column of a screening answer -> what its field is called."""
IMPACT = ("reason", "who", "how_many", "how_bad", "how_likely")


def saying(case: Case, key: str) -> dict[str, Any]:
    """Everything the section says now, its rows and impacts included."""
    section = case.section(key)
    said: dict[str, Any] = dict(section.answers) | {"finished": section.finished} if section else {}
    if key == POINTS:
        said |= replies_said(case)
    if key == COVER:
        said |= cover_said(case)
    if own := case.local_at(key):
        said |= {question: getattr(own, question) for question in QUESTIONS}
    if key == "screening":
        said |= _cells(case)
    if key == "impacts":
        for impact in case.version.impacts:
            said |= _impact(impact)
    for kind in KINDS.values():
        if kind.section == key and kind.key != "impact":
            for row in kind.rows(case):
                said |= _row(kind.key, row)
    plainly: dict[str, Any] = plain(said)
    return plainly


def cover_said(case: Case) -> dict[str, str]:
    """Which parent covers the screening, and how; the page carries no revision of its own, as `replies.py` says."""
    return {"parent": str(case.cover.parent_id), "reason": case.cover.reason} if case.cover else {}


def revision_of_cover(case: Case) -> int:
    return number_of(cover_said(case))


def _cells(case: Case) -> dict[str, Any]:
    return {
        f"{cell.question}-{cell.characteristic}-{cell.population}-{name}": getattr(cell, column)
        for cell in case.version.cells
        for column, name in CELL.items()
    }


def _impact(impact: Impact) -> dict[str, Any]:
    values = {what: getattr(impact, what) for what in IMPACT} | {aim.aim: aim.direction for aim in impact.aims}
    values["evidence"] = [row.id for row in impact.evidence]
    return {f"{impact.about}/{impact.population}-{name}": value for name, value in values.items()}


def _row(kind: str, row: Any) -> dict[str, Any]:
    columns = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    if isinstance(row, Consultation):
        columns |= {name: [key for key in getattr(row, name).split("+") if key] for name in ("about", "populations")}
    if isinstance(row, RaisedPoint):
        columns["changed"] = row.changed
    return {f"{kind}/{row.id}/{name}": value for name, value in columns.items() if name not in NOT_TYPED}
