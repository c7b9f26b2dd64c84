"""What stands beside an impact that is written or checked: how many other live decisions touch the same people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, func, select, union
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.cumulative.counted import (
    Cell,
    Narrowed,
    counts,
    given,
    of_that_assessment,
    others,
    read_whole,
    readable,
)
from eia.assessments.cumulative.listing import Behind, behind
from eia.assessments.cumulative.touching import area_of
from eia.assessments.models import LiveEffect
from eia.assessments.register.wanted import WAYS
from eia.people.queries import KEPT, Standings

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Pushes:
    """How many other live decisions touch the same people, in all and at the places this assessment names."""

    population: str
    way: str
    count: int
    here: int
    decisions: Sequence[Behind] = ()


def others_that_touch(session: Session, by: Standings, case: Case, about: str) -> list[Pushes]:
    """Beside the question about these people, with the first few decisions; nothing where there are none."""
    found = _pushes(session, by, case, [about])
    return [
        Pushes(
            population, way, count, here,
            behind(session, by, _beside(case), (about, population, way), most=SHOWN)[:SHOWN] if way == "harms" else (),
        )
        for (_, population, way), (count, here) in found.items()
    ]  # fmt: skip


def others_that_harm(session: Session, by: Standings, case: Case) -> dict[tuple[str, str], tuple[int, int]]:
    """(about, population) of each impact -> how many other live decisions harm the same people, and here."""
    abouts = sorted({impact.about for impact in case.version.impacts if case.is_negative(impact)})
    found = _pushes(session, by, case, abouts) if abouts else {}
    return {(about, population): counts for (about, population, way), counts in found.items() if way == "harms"}


def _pushes(session: Session, by: Standings, case: Case, abouts: Sequence[str]) -> dict[Cell, tuple[int, int]]:
    """The law decides nothing here: characteristics of other laws with the same key are the same people."""
    every = counts(session, by, _beside(case), abouts)
    named = {area_of(item.value) for item in case.version.scope if item.kind == "place"} - {""}
    here = _at(session, by, case, sorted(named), abouts) if named and every else {}
    cells = [(a, p.key, way) for a in abouts for p in case.framework.populations for way in WAYS]
    return {cell: (every[cell], here.get(cell, 0)) for cell in cells if cell in every}


def _beside(case: Case) -> Narrowed:
    return Narrowed(case.lead.id, but=case.assessment.id)


def _at(session: Session, by: Standings, case: Case, named: Sequence[str], abouts: Sequence[str]) -> dict[Cell, int]:
    """At any of these areas, each decision once: a sum of areas would count one that names two of them twice."""
    if len(named) == 1:
        return counts(session, by, replace(_beside(case), area=named[0]), abouts)
    query = _in_any(by, read_whole(by, case.lead.id))
    asked = given(_beside(case)) | {"areas": named, "abouts": abouts}
    return {(about, population, way): n for about, population, way, n in session.execute(query, asked)}


@lru_cache(KEPT)
def _in_any(by: Standings, whole: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Row by row, for these are few people in few areas."""
    rows = LiveEffect.about, LiveEffect.population, LiveEffect.way, LiveEffect.version_id
    asked = (
        LiveEffect.organisation_id == bindparam("organisation", type_=Integer),
        LiveEffect.area.in_(bindparam("areas", type_=Text, expanding=True)),
        LiveEffect.about.in_(bindparam("abouts", type_=Text, expanding=True)),
        LiveEffect.version_id.not_in(of_that_assessment()),
    )
    sides = [readable(by, select(*rows).where(LiveEffect.bound.in_(others(whole)), *asked))]
    sides += [select(*rows).where(LiveEffect.bound.in_(whole), *asked)] if whole else []
    about, population, way, version = union(*sides).subquery("found").c
    return select(about, population, way, func.count(version)).group_by(about, population, way)
