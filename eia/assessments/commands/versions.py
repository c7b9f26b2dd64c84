"""Opening a later version: the content is carried over, marked until the author confirms it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.models import (
    Consultation,
    Contributor,
    Evidence,
    Gap,
    Impact,
    ImpactAim,
    Mitigation,
    Option,
    RaisedPoint,
    ScopeItem,
    ScreeningCell,
    Section,
    Version,
)
from eia.db import Base
from eia.people.queries import Standings
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def open_version(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A new version in draft, from this one."""
    new = _carry_over(session, case, permitted.by, state="draft", because=str(answers["reason"]))
    return {"sentence": f"Opened version {new.version.number}", "details": {"opened": new.version.number}}


def challenge(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A new version in screening, written by the author of the challenged one."""
    because = str(answers["reason"])
    new = _carry_over(session, case, permitted.by, state="screening", because=because, challenges=True)
    return {"sentence": f"Challenged; version {new.version.number} opened", "details": {"opened": new.version.number}}


def _carry_over(
    session: Session, case: Case, by: Standings, *, state: str, because: str, challenges: bool = False
) -> Case:
    old, now = case.version, clock.now()
    author = old.author_id if challenges else by.person_id
    version = Version(
        assessment_id=old.assessment_id, number=max(v.number for v in case.assessment.versions) + 1,
        framework=old.framework, state=state, state_since=now, revision=1, round=0, author_id=author,
        created_at=now, opened_because=because, challenges=challenges,
    )  # fmt: skip
    session.add(version)
    session.flush()
    for person_id in sorted({author, *(c.person_id for c in old.contributors)}):
        session.add(Contributor(version_id=version.id, person_id=person_id, since=now))
    _copy_content(session, old, version.id)
    session.flush()
    session.expire(old.assessment, ["versions"])
    new = load_case(session, version.id)
    sentence = f"Version {version.number} opened from version {old.number}"
    record(session, new, "opened", actor=by.actor(), sentence=sentence, note=because)
    return new


def _copy_content(session: Session, old: Version, new_id: int) -> None:
    """Copy every row; those that point at each other are pointed at the copies."""
    evidence = _copies(session, old.evidence, new_id)
    gaps = _copies(session, old.gaps, new_id)
    cells = _copies(session, old.cells, new_id)
    impacts = _copies(session, old.impacts, new_id)
    for impact in old.impacts:
        copy = impacts[impact.id]
        copy.aims = [ImpactAim(aim=aim.aim, direction=aim.direction) for aim in impact.aims]
        copy.evidence = [evidence[cited.id] for cited in impact.evidence]
    session.flush()
    mitigations: dict[int, Mitigation] = {}
    for row in old.mitigations:
        pointers = {
            "impact_id": impacts[row.impact_id].id if row.impact_id else None,
            "gap_id": gaps[row.gap_id].id if row.gap_id else None,
            "cell_id": cells[row.cell_id].id if row.cell_id else None,
        }
        mitigations[row.id] = Mitigation(**{**_values(row), "version_id": new_id, **pointers})
    session.add_all(mitigations.values())
    session.flush()
    _copies(session, old.scope, new_id)
    consultations = _copies(session, old.consultations, new_id)
    for point in old.raised_points:
        pointers = {
            "consultation_id": consultations[point.consultation_id].id,
            "impact_id": impacts[point.impact_id].id if point.impact_id else None,
            "mitigation_id": mitigations[point.mitigation_id].id if point.mitigation_id else None,
        }
        session.add(RaisedPoint(**{**_values(point), "version_id": new_id, **pointers}))
    _copies(session, old.options, new_id)
    impact_ids = {str(key): str(copy.id) for key, copy in impacts.items()}
    for section in old.sections:
        session.add(_copied_section(section, new_id, impact_ids))


def _copied_section(section: Section, new_id: int, impact_ids: Mapping[str, str]) -> Section:
    answers = dict(section.answers)
    if "rests_on" in answers:
        answers["rests_on"] = [impact_ids[key] for key in answers["rests_on"] if key in impact_ids]
    values = {**_values(section), "version_id": new_id, "answers": answers}
    return Section(**{**values, "finished": False, "carried_over": True, "revision": 1})


R = TypeVar("R", Consultation, Evidence, Gap, Impact, Option, ScopeItem, ScreeningCell)


def _copies(session: Session, rows: list[R], new_id: int) -> dict[int, R]:
    """Old id -> the copy, flushed so that it has an id of its own."""
    copies = {row.id: type(row)(**{**_values(row), "version_id": new_id}) for row in rows}
    session.add_all(copies.values())
    session.flush()
    return copies


def _values(row: Base) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {column.key: getattr(row, column.key) for column in columns if column.key != "id"}
