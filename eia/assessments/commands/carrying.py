"""Carrying content over into another version, marked until its author confirms it.

Under the same framework all of it fits. Under another version of that framework some keys may be gone: what hangs on
them stays behind, and is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.models import (
    ActionStanding,
    Consultation,
    Evidence,
    EvidenceFile,
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
from eia.assessments.sections import HAPPENED, section_titles, sections_under
from eia.assessments.writing.two_languages import MARKS
from eia.db import Base
from eia.frameworks.shape import Framework
from eia.pages import counted

NOT_ANEW = {"proposal": ("planned_day",), "review": ("review_day",)}
"""Answers that hold for one subject only: a day that was planned for something else is no day."""


def copy_content(
    session: Session, case: Case, new: Version, framework: Framework, *, but: Mapping[str, Sequence[str]] | None = None
) -> list[str]:
    """Copy every row that fits; those that point at each other are pointed at the copies. Answers with what does not.

    `but` names answers that are left out: section -> questions.
    """
    old, language = case.version, new.assessment.organisation.second_language
    fits = Fits(case, framework, bilingual=bool(language) and language == old.second_language)
    if fits.bilingual:
        new.second_language = language
    evidence = _copies(session, old.evidence, new.id)
    for source in old.evidence:
        to = evidence[source.id].id
        session.add_all(EvidenceFile(evidence_id=to, file_id=one.file_id, name=one.name) for one in source.files)
    gaps = _copies(session, old.gaps, new.id)
    cells = _copies(session, [cell for cell in old.cells if fits.cell(cell)], new.id)
    impacts = _copies(session, [impact for impact in old.impacts if fits.impact(impact)], new.id)
    for impact in old.impacts:
        if copy := impacts.get(impact.id):
            copy.aims = [ImpactAim(aim=aim.aim, direction=aim.direction) for aim in impact.aims]
            copy.evidence = [evidence[cited.id] for cited in impact.evidence]
    session.flush()
    mitigations: dict[int, Mitigation] = {}
    owners = _given_since(session, old)
    for row in old.mitigations:
        if meets := _what_it_meets(row, impacts, gaps, cells):
            values = {**_values(row), **_origin(row), **owners.get(row.id, {}), "version_id": new.id}
            mitigations[row.id] = Mitigation(**{**values, **meets})
    session.add_all(mitigations.values())
    session.flush()
    _copies(session, old.scope, new.id)
    _copy_consultations(session, old, new, impacts, mitigations)
    _copies(session, old.options, new.id)
    impact_ids = {str(key): str(copy.id) for key, copy in impacts.items()}
    for section in old.sections:
        if copied := _copied_section(section, new.id, impact_ids, fits, (but or {}).get(section.key, ())):
            session.add(copied)
    return [*fits.left_behind()]


def _given_since(session: Session, old: Version) -> dict[int, dict[str, int]]:
    """Action -> who owns it now, where it was given to somebody else after it was signed."""
    query = (
        select(ActionStanding.mitigation_id, ActionStanding.owner_id)
        .join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .where(ActionStanding.version_id == old.id, ActionStanding.owner_id != Mitigation.owner_id)
    )
    return {row_id: {"owner_id": owner_id} for row_id, owner_id in session.execute(query)}


def _copy_consultations(
    session: Session, old: Version, new: Version, impacts: Mapping[int, Impact], mitigations: Mapping[int, Mitigation]
) -> None:
    """Who was asked, with the points they raised, each pointed at the copy of what it changed."""
    consultations = _copies(session, old.consultations, new.id)
    for point in old.raised_points:
        impact, measure = impacts.get(point.impact_id or 0), mitigations.get(point.mitigation_id or 0)
        pointers = {
            "consultation_id": consultations[point.consultation_id].id,
            "impact_id": impact.id if impact else None,
            "mitigation_id": measure.id if measure else None,
        }
        session.add(RaisedPoint(**{**_values(point), "version_id": new.id, **pointers}))


@dataclass(frozen=True)
class Fits:
    """Whether a framework has a place for what was written under the one of `case`."""

    case: Case
    framework: Framework
    bilingual: bool = False
    """Whether the new version is in the same two languages."""

    def cell(self, cell: ScreeningCell) -> bool:
        asked = self.framework.questions_for(cell.characteristic, cell.population) if self._known(cell) else ()
        options = [option.key for question in asked if question.key == cell.question for option in question.options]
        return bool(options) and cell.answer in (*options, "")

    def impact(self, impact: Impact) -> bool:
        own = {c.key for c in self.framework.characteristics} | {f"local:{g.key}" for g in self.framework.local_groups}
        whom = {population.key for population in self.framework.populations}
        aims = {aim.key for aim in self.framework.aims}
        return (
            set(impact.about.split("+")) <= own and impact.population in whom and {a.aim for a in impact.aims} <= aims
        )

    def answers(self, section: Section) -> dict[str, Any] | None:
        """None when there is no such section any more."""
        if section.key not in {info.key for info in sections_under(self.framework, bilingual=self.bilingual)}:
            return None
        answers = dict(section.answers)
        if section.key == "conclusion" and answers.get("outcome") not in {o.key for o in self.framework.outcomes}:
            answers.pop("outcome", None)
        if section.key == "extra":
            answers = {key: answers[key] for key in answers if key in {q.key for q in self.framework.extra_questions}}
        return answers

    def left_behind(self) -> Iterator[str]:
        """In words, what there is no place for."""
        case = self.case
        for cell in case.version.cells:
            if not self.cell(cell):
                yield f"the screening answer for {self._whom(cell.characteristic, cell.population)}"
        for impact in case.version.impacts:
            if not self.impact(impact):
                yield f"the impact on {self._whom(impact.about, impact.population)}, with what is done about it"
        for section in case.version.sections:
            if section.key == HAPPENED.key:
                continue  # what happened since an earlier version still
            kept = self.answers(section)
            if lost := [key for key in section.answers if section.answers[key] and key not in (*MARKS, *(kept or {}))]:
                title = section_titles(case).get(section.key, section.key)
                yield f"{counted(len(lost), 'answer')} in “{title}”"

    def _known(self, cell: ScreeningCell) -> bool:
        return any(c.key == cell.characteristic for c in self.framework.characteristics)

    def _whom(self, about: str, population: str) -> str:
        return f"{self.case.about_words(about)} ({self.case.framework.population(population).who})"


def _what_it_meets(
    row: Mitigation, impacts: Mapping[int, Impact], gaps: Mapping[int, Gap], cells: Mapping[int, ScreeningCell]
) -> dict[str, int | None] | None:
    """The copy of what a mitigation is for; None when that stays behind."""
    copies: dict[str, Mapping[int, Any]] = {"impact_id": impacts, "gap_id": gaps, "cell_id": cells}
    points = {column: getattr(row, column) for column in copies}
    met = {column: copies[column][key].id for column, key in points.items() if key in copies[column]}
    return {**dict.fromkeys(copies), **met} if met else None


def _copied_section(
    section: Section, new_id: int, impact_ids: Mapping[str, str], fits: Fits, but: Sequence[str]
) -> Section | None:
    answers = fits.answers(section)
    if answers is None:
        return None
    answers = {key: value for key, value in answers.items() if key not in but}
    if "rests_on" in answers:
        answers["rests_on"] = [impact_ids[key] for key in answers["rests_on"] if key in impact_ids]
    values = {**_values(section), "version_id": new_id, "answers": answers}
    return Section(**{**values, "finished": False, "carried_over": True, "revision": 1})


R = TypeVar("R", Consultation, Evidence, Gap, Impact, Option, ScopeItem, ScreeningCell)


def _copies(session: Session, rows: list[R], new_id: int) -> dict[int, R]:
    """Old id -> the copy, flushed so that it has an id of its own."""
    copies = {row.id: type(row)(**{**_values(row), **_origin(row), "version_id": new_id}) for row in rows}
    session.add_all(copies.values())
    session.flush()
    return copies


def _origin(row: Any) -> dict[str, int]:
    """What tells a copy apart from a row that was written anew, in every later version."""
    return {"origin": row.origin or row.id} if hasattr(row, "origin") else {}


def _values(row: Base) -> dict[str, Any]:
    columns = inspect(type(row)).column_attrs
    return {column.key: getattr(row, column.key) for column in columns if column.key != "id"}
