"""The statements of the register: how many there are, and one page of them.

Everybody's register is read from the side of each organisation they belong to or act in, along an index of its lines,
and from the few versions they have to do with in person. Two statements, each one of two ways: where few lines are
wanted, those are found first and put in order then; where many are, the lines are walked in their order until a page
is full. Neither looks at what others have.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union,
)

from eia.assessments.models import Assessment, RegisterLine, Version
from eia.assessments.readers import STAGES, Part, found_in_person, reads, states_read
from eia.assessments.register.wanted import SORTS, Sort, Wanted, conditions
from eia.people.queries import FEW, Standings
from eia.plans import among

Line = RegisterLine
PAGE = 50
COUNTED = 1_000
"""Totals stop counting here."""
ALL_STATES = sum(map(len, STAGES.values()))
Side = Select[*tuple[Any, ...]]


@lru_cache(FEW)
def counted(by: Standings, wanted: Wanted, today: date) -> Select[int]:
    """How many there are, at most one more than `COUNTED`."""
    sides = [side.order_by(Line.version_id).limit(COUNTED + 1) for side in _sides(by, wanted, today)]
    return select(func.count()).select_from(_together(sides).limit(COUNTED + 1).subquery())


@lru_cache(FEW)
def page(by: Standings, wanted: Wanted, today: date, *, few: bool, turned: int) -> Select[*tuple[Any, ...]]:
    """The numbers of one page and the key each is sorted by, one more than a page when there are more.

    `turned` is 1 for what comes after a key, -1 for what comes before it, nearest first, 0 for the beginning.
    """
    sort, most = SORTS[wanted.sort], bindparam("most", type_=Integer)
    sides = _sides(by, wanted, today, sort=sort, walked=not few)
    if turned:
        sides = [side.where(_beyond(sort, back=turned < 0)) for side in sides]
    if few:
        found = _together([side.order_by(Line.version_id).limit(COUNTED + 1) for side in sides]).subquery()
    else:
        found = _together([side.order_by(*_order(sort, Line, turned)).limit(most) for side in sides]).subquery()
    return select(found).order_by(*_order(sort, found.c, turned)).limit(most)


def _sides(by: Standings, wanted: Wanted, today: date, *, sort: Sort | None = None, walked: bool = False) -> list[Side]:
    part = Part.ALL if wanted.of_content else Part.TITLE
    asked = conditions(wanted, today)
    if walked and sort is not None and sort.key is not None:
        asked = [_without_index(one) for one in asked]
    columns = [Line.version_id, *([sort.key] if sort is not None and sort.key is not None else [])]
    lines = select(*columns).where(*asked)
    own = states_read(by, part)
    sides = [lines.where(Line.organisation_id == one, *_in_states(*states)) for one, states in own.items()]
    return [*sides, lines.where(Line.leads, among(Line.version_id, _in_person(by, part)))]


def _together(sides: Sequence[Side]) -> CompoundSelect[*tuple[Any, ...]]:
    """A version that several sides have stands there once."""
    return union(*(select(side.subquery()) for side in sides))


def _in_states(led: frozenset[str], shared: frozenset[str]) -> list[ColumnElement[bool]]:
    """SQL for the states in which somebody reads what their organisation leads and what it shares."""
    if len(led) == len(shared) == ALL_STATES:
        return []
    sides = [
        Line.leads.is_(leads)
        if len(states) == ALL_STATES
        else and_(Line.leads.is_(leads), Line.state.in_(sorted(states)))
        for leads, states in ((True, led), (False, shared))
        if states
    ]
    return [or_(*sides)]


def _in_person(by: Standings, part: Part) -> Select[int]:
    """What they may read whatever their organisation may; all it may read is left out."""
    every = [one for one, (led, _) in states_read(by, part).items() if len(led) == ALL_STATES]
    return (
        select(Version.id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(among(Version.id, found_in_person(by)), Assessment.organisation_id.not_in(every), reads(by, part))
    )


def _without_index(asked: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, but no database looks for an index of it: the lines are walked in the order of their sort."""
    return func.coalesce(asked, False)


def _order(sort: Sort, of: Any, turned: int) -> tuple[Any, ...]:
    columns = (of.version_id,) if sort.key is None else (getattr(of, sort.key.key), of.version_id)
    falls = sort.newest_first != (turned < 0)
    return tuple(column.desc() if falls else column for column in columns)


def _beyond(sort: Sort, *, back: bool) -> ColumnElement[bool]:
    last = bindparam("last", type_=Integer)
    falls = sort.newest_first != back
    if sort.key is None:
        return Line.version_id < last if falls else Line.version_id > last
    here, there = tuple_(sort.key, Line.version_id), tuple_(bindparam("key", type_=Text), last)
    return here < there if falls else here > there
