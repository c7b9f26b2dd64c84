"""What live decisions do together, computed from everything that was written: what is kept must say the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, extract, func, literal, or_, select, union, union_all
from sqlalchemy.orm import Session

from eia.assessments.cumulative.people import frameworks_in_use
from eia.assessments.models import (
    Adoption,
    Assessment,
    DecisionRecord,
    Impact,
    ImpactAim,
    ScopeItem,
    ScreeningCell,
    Version,
)
from eia.assessments.readers import Part, reads
from eia.frameworks.shape import Framework
from eia.people.names import sort_name_of
from eia.people.queries import Standings

Cell = tuple[str, str, str]
"""(about, population, way)"""
Counts = dict[tuple[int, str], dict[Cell, int]]
"""By year and area, 0 and "" for all of them."""


def from_scratch(session: Session, by: Standings, organisation_id: int, *, but: int = 0) -> Counts:
    """How many live decisions of that organisation which this person may read touch whom how.

    Without those of the assessment `but`. ("", "", "") are all of them.
    """
    versions = dict(session.execute(_live(by, organisation_id, but)).all())
    touched: dict[int, set[Cell]] = {version: {("", "", "")} for version in versions}
    frameworks = frameworks_in_use(session)
    for version, about, population, way in session.execute(_effects(by, organisation_id, but, frameworks)):
        touched[version] |= {(line, population, way) for line in {about, *about.split("+")}}
    areas: dict[int, set[str]] = defaultdict(lambda: {""})
    for version, value in session.execute(
        select(ScopeItem.version_id, ScopeItem.value).where(ScopeItem.kind == "place")
    ):
        areas[version].add(sort_name_of(value))
    found: dict[tuple[int, str], Counter[Cell]] = defaultdict(Counter)
    for version, year in versions.items():
        for narrowed in [(one, area) for one in (0, int(year)) for area in areas[version]]:
            found[narrowed].update(touched[version])
    return {narrowed: dict(counts) for narrowed, counts in found.items()}


def _live(by: Standings, organisation_id: int, but: int) -> Select[*tuple[Any, ...]]:
    """The versions that are live for that organisation and that this person may read, with their year."""
    of_organisation = DecisionRecord.organisation_id == organisation_id
    last = (
        select(func.max(DecisionRecord.id))
        .where(DecisionRecord.assessment_id == Version.assessment_id, of_organisation)
        .correlate(Version)
        .scalar_subquery()
    )
    year = func.coalesce(extract("year", DecisionRecord.decided_on), extract("year", Version.state_since))
    return (
        select(Version.id, year)
        .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
        .join(Version.assessment)
        .join(Assessment.subject)
        .outerjoin(DecisionRecord, DecisionRecord.id == last)
        .where(
            Adoption.organisation_id == organisation_id, Adoption.status == "signed",
            Version.state.in_(("signed_off", "screened_out")), reads(by, Part.ALL), Version.assessment_id != but,
            or_(DecisionRecord.id.is_(None), DecisionRecord.outcome != "reject"),
        )
    )  # fmt: skip


def _effects(
    by: Standings, organisation_id: int, but: int, frameworks: Sequence[Framework]
) -> CompoundSelect[*tuple[Any, ...]]:
    """(version, about, population, way), each once: what impacts say, and the screening of what was screened out."""
    live = _live(by, organisation_id, but).subquery().c.id
    law, direction, way = union_all(*map(_literals, _directions(frameworks))).subquery().c
    impacts = (
        select(Impact.version_id, Impact.about, Impact.population, way)
        .join(Version, Version.id == Impact.version_id)
        .join(ImpactAim, ImpactAim.impact_id == Impact.id)
        .join(law.table, and_(law == Version.framework, direction == ImpactAim.direction))
        .where(Version.id.in_(select(live)))
    )
    cells = (
        select(ScreeningCell.version_id, ScreeningCell.characteristic, ScreeningCell.population)
        .join(Version, Version.id == ScreeningCell.version_id)
        .where(Version.id.in_(select(live)), Version.state == "screened_out")
    )
    said = cells.add_columns(way).join(law.table, and_(law == Version.framework, direction == ScreeningCell.direction))
    level_alone = [
        cells.add_columns(literal("harms")).where(
            Version.framework == one, ScreeningCell.question == question, ScreeningCell.answer == option
        )
        for one, question, option in _harms_by_a_level(frameworks)
    ]
    return union(impacts, said, *level_alone)


def _literals(row: tuple[str, str, str]) -> Select[*tuple[Any, ...]]:
    return select(*(literal(value).label(name) for name, value in zip(("law", "direction", "way"), row, strict=True)))


def _directions(frameworks: Sequence[Framework]) -> Iterator[tuple[str, str, str]]:
    """(framework, direction, way); what is both stands there twice."""
    for framework in frameworks:
        for one in framework.directions:
            for way, holds in (("harms", one.negative), ("helps", one.positive), ("unknown", one.unknown)):
                if holds:
                    yield framework.id, one.key, way


def _harms_by_a_level(frameworks: Sequence[Framework]) -> Iterator[tuple[str, str, str]]:
    """(framework, question, option) that says something harms without asking for a direction."""
    for framework in frameworks:
        for question in framework.screening.questions:
            for option in question.options:
                if (option.level or option.asks_level) and not option.asks_direction:
                    yield framework.id, question.key, option.key
