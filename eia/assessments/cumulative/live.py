"""Which decisions are live, and whom each touches how: the statement that the grid, its lists and the notes read.

Live is what an organisation signed or screened out for itself and what nobody has withdrawn or superseded since, unless
the last decision recorded for it turned the proposal down. One that was not recorded yet counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    extract,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session

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
from eia.frameworks.models import StoredFramework
from eia.frameworks.shape import Framework
from eia.frameworks.store import framework_of
from eia.people.queries import Standings

IN_FORCE = ("signed_off", "screened_out")
TURNED_DOWN = "reject"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What it is narrowed to; each 0 or () asks for nothing. `places` are values of scope: one area."""

    organisation_id: int
    year: int = 0
    places: tuple[str, ...] = ()
    but: int = 0
    """An assessment that is left out: the one this is read beside."""
    among: tuple[int, ...] = ()
    """Versions, where only these are asked about."""
    most: int = 0
    """So many are looked at, the last signed first; 0 for all of them."""


def frameworks_in_use(session: Session) -> list[Framework]:
    used = session.execute(select(StoredFramework.key, StoredFramework.digest).order_by(StoredFramework.key)).all()
    return [framework_of(session, key, digest) for key, digest in used]


def live(by: Standings, narrowed: Narrowed) -> Select[*tuple[Any, ...]]:
    """The versions that are live for that organisation and that this person may read: id, assessment, year, decision.

    The year is that of the last decision recorded for it, else of its signature.
    """
    last = (
        select(func.max(DecisionRecord.id))
        .where(
            DecisionRecord.assessment_id == Version.assessment_id,
            DecisionRecord.organisation_id == narrowed.organisation_id,
        )
        .correlate(Version)
        .scalar_subquery()
    )
    query = (
        select(
            Version.id.label("version_id"), Version.framework.label("framework"), Version.state.label("state"),
            _year().label("year"), DecisionRecord.outcome.label("outcome"),
            DecisionRecord.decided_on.label("decided_on"),
        )
        .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
        .join(Version.assessment)
        .join(Assessment.subject)
        .outerjoin(DecisionRecord, DecisionRecord.id == last)
        .where(
            Adoption.organisation_id == narrowed.organisation_id, Adoption.status == "signed",
            Version.state.in_(IN_FORCE), reads(by, Part.ALL),
            or_(DecisionRecord.id.is_(None), DecisionRecord.outcome != TURNED_DOWN),
        )
    )  # fmt: skip
    query = query.where(*_narrowing(narrowed))
    return query.order_by(Adoption.id.desc()).limit(narrowed.most) if narrowed.most else query


def _year() -> ColumnElement[int]:
    """Of an instant in UTC too: London keeps the same time on the last and first day of a year."""
    return func.coalesce(extract("year", DecisionRecord.decided_on), extract("year", Version.state_since))


def _narrowing(narrowed: Narrowed) -> Iterator[ColumnElement[bool]]:
    if narrowed.year:
        yield _year() == narrowed.year
    if narrowed.but:
        yield Version.assessment_id != bindparam("but", narrowed.but, Integer)
    if narrowed.among:
        yield Version.id.in_(narrowed.among)
    if narrowed.places:
        named = select(ScopeItem.id).where(
            ScopeItem.version_id == Version.id, ScopeItem.kind == "place", ScopeItem.value.in_(narrowed.places)
        )
        yield named.exists()


def laws_said(frameworks: Sequence[Framework]) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """All of them that the statement below is made of."""
    return tuple(_directions(frameworks)), tuple(_harms_by_a_level(frameworks))


def effects(by: Standings, narrowed: Narrowed, frameworks: Sequence[Framework]) -> CompoundSelect[*tuple[Any, ...]]:
    """(version, about, population, way), each once: what impacts say, and the screening of what was screened out.

    Which versions are live is found once for all of these.
    """
    versions = live(by, narrowed).cte("live")
    ways = union_all(*map(_literals, _directions(frameworks))).subquery()
    law, direction, way = ways.c
    impacts = (
        select(Impact.version_id, Impact.about, Impact.population, way)
        .join(versions, versions.c.version_id == Impact.version_id)
        .join(ImpactAim, ImpactAim.impact_id == Impact.id)
        .join(ways, and_(law == versions.c.framework, direction == ImpactAim.direction))
    )
    cells = (
        select(ScreeningCell.version_id, ScreeningCell.characteristic, ScreeningCell.population)
        .join(versions, versions.c.version_id == ScreeningCell.version_id)
        .where(versions.c.state == "screened_out")
    )
    said = cells.add_columns(way).join(ways, and_(law == versions.c.framework, direction == ScreeningCell.direction))
    level_alone = [
        cells.add_columns(literal("harms")).where(
            versions.c.framework == one, ScreeningCell.question == question, ScreeningCell.answer == option
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
