"""How many live decisions there are, and in which years and areas: sums of what is kept, each in one statement.

Whoever may read everything that an organisation leads, or everything it shares, has it counted from `LiveCount`. What
stands otherwise to somebody is asked for row by row, and of most people that is nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from eia.assessments.cumulative.touching import IN_FORCE
from eia.assessments.models import Assessment, LiveCount, LiveEffect, Version
from eia.assessments.models.cumulative import BOUND, LEADS, SHARES
from eia.assessments.readers import Part, reads, states_read
from eia.people.queries import KEPT, Standings

AREAS = 200
"""So many areas are offered to narrow it to."""
Cell = tuple[str, str, str]
"""(about, population, way)"""
Kept = type[LiveCount] | type[LiveEffect]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What it is narrowed to; 0 or "" asks for nothing."""

    organisation_id: int
    year: int = 0
    area: str = ""
    but: int = 0
    """An assessment that is left out: the one this is read beside."""


def read_whole(by: Standings, organisation_id: int) -> tuple[str, ...]:
    """How that organisation must stand to a live decision so that this person may read it, whatever it is."""
    led, shared = states_read(by, Part.ALL).get(organisation_id, (frozenset(), frozenset()))
    return tuple(bound for bound, states in ((LEADS, led), (SHARES, shared)) if states.issuperset(IN_FORCE))


def others(whole: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bound for bound in BOUND if bound not in whole)


def readable(by: Standings, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of rows of `LiveEffect`, those of versions that this person may read."""
    joined = query.join(Version, Version.id == LiveEffect.version_id).join(Version.assessment)
    return joined.join(Assessment.subject).where(reads(by, Part.ALL))


def given(narrowed: Narrowed) -> dict[str, object]:
    """For the statements below and those of lists."""
    return {
        "organisation": narrowed.organisation_id,
        "year": narrowed.year,
        "area": narrowed.area,
        "but": narrowed.but,
    }


def of_that_assessment() -> Select[int]:
    return select(Version.id).where(Version.assessment_id == bindparam("but", type_=Integer))


def in_place(kept: Kept, bound: tuple[str, ...], *, year: bool) -> list[ColumnElement[bool]]:
    """SQL for what it is narrowed to, along the key of either table."""
    found: list[ColumnElement[bool]] = [
        kept.organisation_id == bindparam("organisation", type_=Integer),
        kept.bound.in_(bound),
        kept.area == bindparam("area", type_=Text),
    ]
    return [*found, kept.year == bindparam("year", type_=Integer)] if year else found


def about_nobody() -> tuple[ColumnElement[bool], ...]:
    """SQL for the rows that say that a decision is live: all of the key, so that they come in its order."""
    return LiveEffect.about == "", LiveEffect.population == "", LiveEffect.way == ""


def counts(session: Session, by: Standings, narrowed: Narrowed, abouts: Sequence[str] = ()) -> dict[Cell, int]:
    """How many touch whom how, of these people or of all; under ("", "", "") how many there are at all."""
    whole = read_whole(by, narrowed.organisation_id)
    query = _counts(by, whole, bool(narrowed.year), bool(narrowed.but), bool(abouts))
    found = session.execute(query, given(narrowed) | ({"abouts": list(abouts)} if abouts else {}))
    return {(about, population, way): int(number) for about, population, way, number in found}


@lru_cache(KEPT)
def _counts(by: Standings, whole: tuple[str, ...], year: bool, but: bool, some: bool) -> Select[*tuple[Any, ...]]:
    """Every page that is read to decide asks it, so it is put together once for each reader."""
    rows = select(LiveEffect.about, LiveEffect.population, LiveEffect.way)
    one_by_one = readable(by, rows.add_columns(literal(1)).where(*in_place(LiveEffect, others(whole), year=year)))
    if but:
        one_by_one = one_by_one.where(Version.assessment_id != bindparam("but", type_=Integer))
    sides = [_about_some(LiveEffect, one_by_one, some)]
    if whole:
        columns = LiveCount.about, LiveCount.population, LiveCount.way, LiveCount.number
        sides.append(_about_some(LiveCount, select(*columns).where(*in_place(LiveCount, whole, year=year)), some))
    if whole and but:
        own = rows.add_columns(literal(-1)).where(*in_place(LiveEffect, whole, year=year))
        sides.append(_about_some(LiveEffect, own.where(LiveEffect.version_id.in_(of_that_assessment())), some))
    about, population, way, number = union_all(*sides).subquery("every").c
    total = func.sum(number)
    return select(about, population, way, total).group_by(about, population, way).having(total != 0)


def _about_some(kept: Kept, query: Select[*tuple[Any, ...]], some: bool) -> Select[*tuple[Any, ...]]:
    return query.where(kept.about.in_(bindparam("abouts", type_=Text, expanding=True))) if some else query


def years(session: Session, by: Standings, organisation_id: int) -> list[int]:
    """The newest first."""
    query = _years(by, read_whole(by, organisation_id))
    return [int(year) for year in session.scalars(query, given(Narrowed(organisation_id)))]


@lru_cache(KEPT)
def _years(by: Standings, whole: tuple[str, ...]) -> Select[int]:
    one_by_one = readable(by, select(LiveEffect.year, literal(1)))
    sides = [one_by_one.where(*in_place(LiveEffect, others(whole), year=False), *about_nobody())]
    if whole:
        counted = select(LiveCount.year, LiveCount.number).where(*in_place(LiveCount, whole, year=False))
        sides.append(counted.where(LiveCount.about == ""))
    year, number = union_all(*sides).subquery("every").c
    return select(year).group_by(year).having(func.sum(number) != 0).order_by(year.desc())


def areas(session: Session, by: Standings, organisation_id: int) -> Mapping[str, str]:
    """The areas that live decisions name, each as one of the newest writes it, in their order."""
    found: dict[str, str] = {}
    for area, place in session.execute(_areas(by, read_whole(by, organisation_id)), given(Narrowed(organisation_id))):
        found.setdefault(area, place)
    return dict(sorted(found.items())[:AREAS])


@lru_cache(KEPT)
def _areas(by: Standings, whole: tuple[str, ...]) -> CompoundSelect[*tuple[Any, ...]] | Select[*tuple[Any, ...]]:
    """From one area to the next along the key of the counts: as many steps as there are areas."""
    own, nobody = LiveEffect.organisation_id == bindparam("organisation", type_=Integer), about_nobody()
    rows = select(LiveEffect.area, LiveEffect.place).where(own, LiveEffect.area > "", *nobody)
    one_by_one = readable(by, rows.where(LiveEffect.bound.in_(others(whole)))).distinct().limit(AREAS)
    if not whole:
        return one_by_one
    steps = select(_next_area(whole, literal("")).label("area"), literal(1).label("step")).cte("steps", recursive=True)
    further = select(_next_area(whole, steps.c.area), steps.c.step + 1)
    steps = steps.union_all(further.where(steps.c.area.is_not(None), steps.c.step < AREAS))
    written = [
        select(LiveEffect.place)
        .where(own, LiveEffect.bound == bound, LiveEffect.area == steps.c.area, *nobody)
        .order_by(LiveEffect.year.desc(), LiveEffect.version_id.desc())
        .limit(1)
        .correlate(steps)
        .scalar_subquery()
        for bound in whole
    ]
    walked = select(steps.c.area, func.coalesce(*written, "")).where(steps.c.area.is_not(None))
    return union_all(walked, select(one_by_one.subquery()))


def _next_area(whole: tuple[str, ...], after: ColumnElement[str]) -> ColumnElement[str]:
    query = select(LiveCount.area).where(
        LiveCount.organisation_id == bindparam("organisation", type_=Integer), LiveCount.area > after,
        LiveCount.bound.in_(whole),
    )  # fmt: skip
    return query.order_by(LiveCount.area).limit(1).scalar_subquery()
