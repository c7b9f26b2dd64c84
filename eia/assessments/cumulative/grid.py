"""The grid of live decisions, the list behind a cell, and what stands beside an impact that is being written."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Subquery, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.cumulative.live import Narrowed, effects, frameworks_in_use, laws_said, live
from eia.assessments.listed import Listed, listed
from eia.assessments.models import ScopeItem, Version
from eia.assessments.register.wanted import WAYS
from eia.frameworks.shape import Framework, UnknownKey
from eia.people.models import Organisation
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings

PAGE = 50
MOST = 2_000
"""So many live decisions are added up, the last signed first: the page stays quick where there are a million."""
PLACES = 200
"""So many places are offered to narrow it to."""
Cell = tuple[str, str, str]
"""(about, population, way)"""


@dataclass(frozen=True, slots=True)
class Line:
    """One characteristic, or several together, with the number of live decisions in each cell."""

    about: str
    title: str
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Grid:
    lines: Sequence[Line]
    populations: Mapping[str, str]
    """Key -> title."""

    @property
    def heaviest(self) -> list[tuple[Line, str, int]]:
        """Where more than one decision harms the same people, the most first: line, population, how many."""
        harmed = [
            (line, population, count)
            for line in self.lines
            for (population, way), count in line.counts.items()
            if way == "harms" and count > 1
        ]
        return sorted(harmed, key=lambda one: -one[2])[:3]


@dataclass(frozen=True, slots=True)
class Behind:
    """One decision behind a cell: the version, how it touches these people, and what was decided when."""

    row: Listed
    ways: Sequence[str]
    outcome: str
    decided_on: date | None


def organisations(session: Session, by: Standings) -> Mapping[str, tuple[int, str]]:
    """Code -> (id, name) of those this person works or acts for, their own first."""
    ids = {by.organisation_id, *(organisation for office in Office for organisation in by.organisations_of(office))}
    query = select(Organisation.code, Organisation.id, Organisation.name).where(Organisation.id.in_(sorted(ids)))
    found = session.execute(query.order_by(Organisation.id != by.organisation_id, Organisation.name))
    return {code: (number, name) for code, number, name in found}


def years(session: Session, by: Standings, organisation_id: int) -> list[int]:
    of_all = live(by, Narrowed(organisation_id, most=MOST)).subquery()
    return [int(year) for year in session.scalars(select(of_all.c.year).distinct().order_by(of_all.c.year.desc()))]


def places(session: Session, by: Standings, organisation_id: int) -> Mapping[str, tuple[str, ...]]:
    """The places that live decisions name in their scope, as first written, each with every way it is written."""
    of_all = live(by, Narrowed(organisation_id, most=MOST)).subquery()
    named = (
        select(ScopeItem.value)
        .where(ScopeItem.kind == "place", ScopeItem.version_id.in_(select(of_all.c.version_id)))
        .distinct()
        .order_by(ScopeItem.value)
        .limit(PLACES)
    )
    return _alike(session.scalars(named))


def _alike(values: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """“York” and “york ” are one place."""
    found: dict[str, list[str]] = {}
    for value in values:
        found.setdefault(sort_name_of(value), []).append(value)
    return {written[0]: tuple(written) for written in found.values()}


def grid(session: Session, by: Standings, narrowed: Narrowed) -> Grid:
    """In three statements, however many decisions there are."""
    frameworks = frameworks_in_use(session)
    counts = _counts(session, by, narrowed, frameworks)
    keys = {c.key: c.title for framework in frameworks for c in framework.characteristics}
    keys |= {about: _words(about, frameworks) for about, _, _ in sorted(counts) if about not in keys}
    lines = [
        Line(key, title, {(population, way): n for (about, population, way), n in counts.items() if about == key})
        for key, title in keys.items()
    ]
    return Grid(lines, {p.key: p.title for framework in frameworks for p in framework.populations})


def _counts(session: Session, by: Standings, narrowed: Narrowed, frameworks: Sequence[Framework]) -> dict[Cell, int]:
    """What touches several together counts for each of them too, each decision once."""
    if not frameworks:
        return {}
    laws, given = _Laws(laws_said(frameworks), frameworks), {"but": narrowed.but} if narrowed.but else {}
    touched, number, alone = _alone(by, replace(narrowed, but=min(narrowed.but, 1)), laws)
    found = session.execute(alone, given)
    counts: dict[Cell, int] = {(about, population, way): n for about, population, way, n in found}
    parts = sorted({part for about, _, _ in counts if "+" in about for part in about.split("+")})
    if parts:
        keys = union_all(*(select(literal(part).label("key")) for part in parts)).subquery()
        of_each = (
            select(keys.c.key, touched.c.population, touched.c.way, number)
            .join(touched, _touches(touched, keys.c.key))
            .group_by(keys.c.key, touched.c.population, touched.c.way)
        )
        counts |= {(key, population, way): n for key, population, way, n in session.execute(of_each, given)}
    return counts


@dataclass(frozen=True)
class _Laws:
    """The same where the same is said, for a statement that is made of that."""

    said: tuple[tuple[tuple[str, str, str], ...], ...]
    frameworks: Sequence[Framework] = field(compare=False)


@lru_cache(KEPT)
def _alone(by: Standings, narrowed: Narrowed, laws: _Laws) -> tuple[Subquery, Any, Select[*tuple[Any, ...]]]:
    """Every page that is read to decide asks it, so it is put together once for each reader: `but` is given with it."""
    touched = effects(by, narrowed, laws.frameworks).subquery()
    number = func.count(func.distinct(touched.c.version_id))
    return (
        touched,
        number,
        select(touched.c.about, touched.c.population, touched.c.way, number).group_by(*list(touched.c)[1:]),
    )


def _touches(touched: Subquery, key: Any) -> Any:
    return (literal("+") + touched.c.about + literal("+")).like(literal("%+") + key + literal("+%"))


def _words(about: str, frameworks: Sequence[Framework]) -> str:
    for framework in frameworks:
        with suppress(UnknownKey):
            return _titled(about, framework)
    return about


def _titled(about: str, framework: Framework) -> str:
    titles = [
        framework.local_group(key.removeprefix("local:")).title
        if key.startswith("local:")
        else framework.characteristic(key).in_sentence
        for key in about.split("+")
    ]
    words = " and ".join(titles)
    return words[:1].upper() + words[1:]


def behind(
    session: Session, by: Standings, narrowed: Narrowed, cell: Cell, *, below: int = 0, most: int = PAGE
) -> list[Behind]:
    """The decisions in a cell, the newest version first; one more than `most` where there are more.

    A cell with no way is every way together.
    """
    frameworks = frameworks_in_use(session)
    if not frameworks:
        return []
    found = _ways(by, narrowed, frameworks, cell).order_by(None).subquery()
    numbers = select(found.c.version_id).where(found.c.way == cell[2] if cell[2] else true()).distinct()
    if below:
        numbers = numbers.where(found.c.version_id < below)
    page = session.scalars(numbers.order_by(found.c.version_id.desc()).limit(most + 1)).all()
    ways: dict[int, list[str]] = {}
    here = replace(narrowed, among=tuple(page), most=0)
    for version_id, one in session.execute(_ways(by, here, frameworks, cell)) if page else ():
        ways.setdefault(version_id, []).append(one)
    return [
        Behind(row, ways.get(row.id, []), outcome or "", decided_on)
        for row, outcome, decided_on in (_told(session, by, here) if page else ())
    ]


def _ways(by: Standings, narrowed: Narrowed, frameworks: Sequence[Framework], cell: Cell) -> Select[*tuple[Any, ...]]:
    """(version, way): how each touches the people of a cell, whatever way the cell is of."""
    touched = effects(by, narrowed, frameworks).subquery()
    asked = or_(touched.c.about == cell[0], _touches(touched, literal(cell[0]))), touched.c.population == cell[1]
    return select(touched.c.version_id, touched.c.way).where(*asked).distinct().order_by(touched.c.way)


def _told(session: Session, by: Standings, narrowed: Narrowed) -> list[tuple[Listed, str, date | None]]:
    known = live(by, narrowed).subquery()
    query: Select[*tuple[Any, ...]] = listed().join(known, known.c.version_id == Version.id)
    query = query.add_columns(known.c.outcome, known.c.decided_on).order_by(Version.id.desc())
    return [(Listed(*row[:-2]), row[-2], row[-1]) for row in session.execute(query)]


def people_of(session: Session, about: str, population: str) -> tuple[str, str] | None:
    """What these people are called: ("Age and sex", "staff"); None when no framework in use knows them."""
    for framework in frameworks_in_use(session):
        with suppress(UnknownKey):
            return _titled(about, framework), framework.population(population).who
    return None


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


SHOWN = 5
PlaceCounts = dict[Cell, tuple[int, int]]


def others_that_harm(session: Session, by: Standings, case: Case) -> dict[tuple[str, str], tuple[int, int]]:
    """(about, population) of each impact -> how many other live decisions harm the same people, and here."""
    abouts = sorted({impact.about for impact in case.version.impacts if case.is_negative(impact)})
    found = _pushes(session, by, case, abouts) if abouts else {}
    return {(about, population): counts for (about, population, way), counts in found.items() if way == "harms"}


def _pushes(session: Session, by: Standings, case: Case, abouts: Sequence[str]) -> PlaceCounts:
    """The law decides nothing here: characteristics of other laws with the same key are the same people."""
    frameworks = frameworks_in_use(session)
    every = _counts(session, by, _beside(case), frameworks)
    places = tuple(item.value for item in case.version.scope if item.kind == "place")
    here = _counts(session, by, _beside(case, places), frameworks) if places else {}
    cells = [(a, p.key, way) for a in abouts for p in case.framework.populations for way in WAYS]
    return {cell: (every[cell], here.get(cell, 0)) for cell in cells if cell in every}


def _beside(case: Case, places: tuple[str, ...] = ()) -> Narrowed:
    return Narrowed(case.lead.id, places=places, but=case.assessment.id, most=MOST)
