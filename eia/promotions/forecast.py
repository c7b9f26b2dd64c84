"""What the assessment said would happen, and whether what was flagged since is answered in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, Impact, Section, Version
from eia.frameworks.models import StoredFramework
from eia.frameworks.store import framework_of
from eia.promotions.case import ProcessCase
from eia.promotions.figures.results import Basis, Verdict
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.models import ResultRun, ResultTable
from eia.promotions.showing import worst


@dataclass(frozen=True, slots=True)
class Forecast:
    """One impact that the signed assessment found, and what the counts of its characteristic show."""

    title: str
    said: str
    """Its directions, in words."""
    reason: str
    happened: Sequence[tuple[str, str]]
    """Stage by list, and the word that weighs most there."""


def flagged_in(session: Session, run: ResultRun) -> dict[str, str]:
    """Characteristic -> the first stage at which the counts flag it, by its key."""
    query = (
        select(ResultTable.breakdown, ResultTable.stage)
        .order_by(ResultTable.position)
        .where(ResultTable.run_id == run.id, ResultTable.basis == Basis.STAGE, ResultTable.verdict == Verdict.FLAGGED)
    )
    found: dict[str, str] = {}
    for row in session.execute(query):
        found.setdefault(group_lists()[row.breakdown].characteristic, row.stage)
    return found


def answered_since(session: Session, process_id: int) -> set[str]:
    """Characteristics on which a version that was started after the first results gives an impact with a reason.

    What was carried over and nobody looked at since is no answer.
    """
    first = select(func.min(ResultRun.computed_at)).where(ResultRun.process_id == process_id).scalar_subquery()
    query = (
        select(Impact.about)
        .join(Version, Version.id == Impact.version_id)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .where(Assessment.subject_id == process_id, Version.created_at >= first, Impact.reason != "")
        .where(~Version.sections.any((Section.key == "impacts") & Section.carried_over))
    )
    return {part for about in session.scalars(query) for part in about.split("+")}


def forecast_of(session: Session, case: ProcessCase) -> list[Forecast]:
    """Of every characteristic that was counted: what the signed version said of staff, beside what happened."""
    if case.assessed is None or case.run is None:
        return []
    query = (
        select(Impact, Version.framework, StoredFramework.digest)
        .join(Version, Version.id == Impact.version_id)
        .join(StoredFramework, StoredFramework.key == Version.framework)
        .where(Version.id == case.assessed.version_id, Impact.population == "staff")
        .order_by(Impact.id)
    )
    happened = _happened(session, case, case.run)
    found = []
    for impact, key, digest in session.execute(query):
        framework = framework_of(session, key, digest)
        for part in impact.about.split("+"):
            if part in happened:
                said = {framework.direction(one.direction).title for one in impact.aims if one.direction}
                title = framework.characteristic(part).title
                found.append(Forecast(title, ", ".join(sorted(said)), impact.reason, happened[part]))
    return found


def _happened(session: Session, case: ProcessCase, run: ResultRun) -> dict[str, list[tuple[str, str]]]:
    query = select(ResultTable.stage, ResultTable.breakdown, ResultTable.verdict).where(
        ResultTable.run_id == run.id, ResultTable.basis == Basis.STAGE
    )
    stages = {one.key: one.title for one in case.process.stages}
    places: dict[tuple[str, str], list[Verdict]] = {}
    for row in session.execute(query.order_by(ResultTable.position)):
        places.setdefault((row.stage, row.breakdown), []).append(row.verdict)
    found: dict[str, list[tuple[str, str]]] = {}
    for (stage, breakdown), verdicts in places.items():
        group_list = group_lists()[breakdown]
        where = f"{stages.get(stage, stage)} by {group_list.title.lower()}"
        found.setdefault(group_list.characteristic, []).append((where, worst(verdicts)[0]))
    return found
