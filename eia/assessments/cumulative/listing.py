"""The decisions behind a cell of the grid, page by page along the key of what is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, Text, and_, bindparam, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from eia.assessments.cumulative.counted import (
    Cell,
    Narrowed,
    given,
    in_place,
    of_that_assessment,
    others,
    read_whole,
    readable,
)
from eia.assessments.listed import Listed, listed
from eia.assessments.models import DecisionRecord, LiveEffect, Version
from eia.assessments.register.wanted import WAYS
from eia.people.queries import KEPT, Standings

PAGE = 50
Place = tuple[int, int]
"""The year and the version of a decision in its list."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One decision behind a cell: the version, how it touches these people, and what was decided when."""

    row: Listed
    year: int
    ways: Sequence[str]
    outcome: str
    decided_on: date | None


def behind(
    session: Session, by: Standings, narrowed: Narrowed, cell: Cell, *, below: Place | None = None, most: int = PAGE
) -> list[Behind]:
    """The decisions in a cell, the newest year first and in it the newest version; a cell with no way is of all ways.

    One more than `most` where there are more.
    """
    about, population, way = cell
    query = _page(by, read_whole(by, narrowed.organisation_id), way, bool(narrowed.year), bool(narrowed.but),
                  below is not None)  # fmt: skip
    year, version = below or (0, 0)
    asked = given(narrowed) | {"about": about, "population": population}
    page = dict(session.execute(query, asked | {"last_year": year, "last": version, "most": most + 1}).all())
    if not page:
        return []
    ways = _ways(session, asked, list(page))
    told = {row.id: (row, outcome or "", day) for row, outcome, day in _told(session, narrowed, list(page))}
    return [Behind(told[one][0], year, sorted(ways[one]), *told[one][1:]) for one, year in page.items()]


@lru_cache(KEPT)
def _page(
    by: Standings, whole: tuple[str, ...], way: str, year: bool, but: bool, below: bool
) -> Select[*tuple[Any, ...]]:
    """Number and year: of each way and of how the organisation stands to it the first ones, then of those the first."""
    order, most = (LiveEffect.year.desc(), LiveEffect.version_id.desc()), bindparam("most", type_=Integer)
    sides = []
    for one in [way] if way else WAYS:
        for bound in (*whole, *others(whole)):
            side = select(LiveEffect.version_id, LiveEffect.year).where(*_cell(bound, one, year=year))
            side = side if bound in whole else readable(by, side)
            side = side.where(LiveEffect.version_id.not_in(of_that_assessment())) if but else side
            side = side.where(_beyond()) if below else side
            sides.append(select(side.order_by(*order).limit(most).subquery()))
    found = union_all(*sides).subquery("found")
    return select(found).distinct().order_by(found.c.year.desc(), found.c.version_id.desc()).limit(most)


def _cell(bound: str, way: str, *, year: bool) -> Iterator[Any]:
    yield from in_place(LiveEffect, (bound,), year=year)
    yield from _people()
    yield LiveEffect.way == way


def _people() -> tuple[Any, Any]:
    return (
        LiveEffect.about == bindparam("about", type_=Text), LiveEffect.population == bindparam("population", type_=Text)
    )  # fmt: skip


def _beyond() -> Any:
    last = tuple_(bindparam("last_year", type_=Integer), bindparam("last", type_=Integer))
    return tuple_(LiveEffect.year, LiveEffect.version_id) < last


def _ways(session: Session, asked: dict[str, object], page: list[int]) -> dict[int, set[str]]:
    """How each touches the people of the cell, whatever way the cell is of."""
    of_page = LiveEffect.version_id.in_(bindparam("page", expanding=True))
    query = select(LiveEffect.version_id, LiveEffect.way).where(
        of_page, LiveEffect.organisation_id == bindparam("organisation", type_=Integer), LiveEffect.area == "",
        *_people(),
    )  # fmt: skip
    found: dict[int, set[str]] = {}
    for version_id, way in session.execute(query, asked | {"page": page}):
        found.setdefault(version_id, set()).add(way)
    return found


def _told(session: Session, narrowed: Narrowed, page: list[int]) -> Iterator[tuple[Listed, str | None, date | None]]:
    """Each with the last decision that organisation recorded."""
    last = (
        select(func.max(DecisionRecord.id))
        .where(
            DecisionRecord.assessment_id == Version.assessment_id,
            DecisionRecord.organisation_id == narrowed.organisation_id,
        )
        .correlate(Version)
        .scalar_subquery()
    )
    query: Select[*tuple[Any, ...]] = listed().outerjoin(DecisionRecord, and_(DecisionRecord.id == last))
    query = query.add_columns(DecisionRecord.outcome, DecisionRecord.decided_on).where(Version.id.in_(page))
    for *row, outcome, decided_on in session.execute(query):
        yield Listed(*row), outcome, decided_on
