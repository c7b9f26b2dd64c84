"""The statements of the register: some of the lines that are wanted, and one page of them.

Everybody's register is read from the side of each organisation they belong to or act in, along an index of its lines,
and from the few versions they have to do with in person. Where few lines are wanted, one statement finds all of them,
and they are put in order then; where many are, another walks the lines in their order until a page is full. Neither
looks at what others have.
"""

from collections.abc import Sequence
from dataclasses import replace
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

from eia.assessments.models import Assessment, RegisterEffect, RegisterLine, Version
from eia.assessments.readers import STAGES, Part, found_in_person, reads, states_read
from eia.assessments.register.wanted import SORTS, Sort, Wanted, conditions, effects, named
from eia.people.queries import FEW, Standings
from eia.plans import among

Line = RegisterLine
PAGE = 50
COUNTED = 1_000
"""Totals stop counting here."""
ALL_STATES = sum(map(len, STAGES.values()))
Side = Select[*tuple[Any, ...]]


@lru_cache(FEW)
def some(by: Standings, wanted: Wanted, today: date, *, flagged: bool = False) -> Select[*tuple[Any, ...]]:
    """The numbers of those that are wanted and the key each is sorted by, in no order, at most one over `COUNTED`.

    `flagged`: whatever their titles, and last of each whether its title has the words. That is asked of those found:
    asked on the way, it keeps SQLite from the index of what is asked besides.
    """
    sides = _sides(by, replace(wanted, text="") if flagged else wanted, today)
    first = [side.order_by(side.selected_columns.version_id).limit(COUNTED + 1) for side in sides]
    found = together(first).limit(COUNTED + 1).subquery()
    if not flagged:
        return select(found)
    has_words = select(named(wanted.text)).where(Line.version_id == found.c.version_id, Line.leads)
    return select(found, has_words.scalar_subquery().label("named"))


@lru_cache(FEW)
def page(by: Standings, wanted: Wanted, today: date, *, turned: int) -> Select[*tuple[Any, ...]]:
    """The same of one page, in their order, one more than a page when there are more.

    `turned` is 1 for what comes after a key, -1 for what comes before it, nearest first, 0 for the beginning.
    """
    sort, most = SORTS[wanted.sort], bindparam("most", type_=Integer)
    sides = _sides(by, wanted, today, walked=True)
    if turned:
        sides = [side.where(_beyond(sort, side.selected_columns, back=turned < 0)) for side in sides]
    found = together(
        [side.order_by(*_order(sort, side.selected_columns, turned)).limit(most) for side in sides]
    ).subquery()
    return select(found).order_by(*_order(sort, found.c, turned)).limit(most)


def _sides(by: Standings, wanted: Wanted, today: date, *, walked: bool = False) -> list[Side]:
    part = Part.ALL if wanted.of_content else Part.TITLE
    asked, key = conditions(wanted, today), SORTS[wanted.sort].key
    if walked and key is not None:
        asked = [_without_index(one) for one in asked]
    columns = columns_of(wanted)
    lines = select(*columns).where(*asked)
    own = states_read(by, part)
    along = lines if key is not None and walked else _along_effects(columns, wanted, today, lines)
    sides = [along.where(Line.organisation_id == one, *in_states(*states)) for one, states in own.items()]
    return [*sides, lines.where(Line.leads, among(Line.version_id, in_person(by, part)))]


def columns_of(wanted: Wanted) -> list[Any]:
    """The number of a line, and the key it is sorted by where that is another."""
    key = SORTS[wanted.sort].key
    return [Line.version_id, *([] if key is None else [key])]


def _along_effects(columns: Sequence[Any], wanted: Wanted, today: date, lines: Side) -> Side:
    """Where a direction is asked for, an index has those it affects so in the order of their numbers."""
    if not wanted.direction:
        return lines
    of_effects = [RegisterEffect.version_id, *columns[1:]]
    touched = select(*of_effects).select_from(RegisterEffect).join(Line, and_(*effects(wanted))).distinct()
    return touched.where(*conditions(wanted, today, joined=True))


def together(sides: Sequence[Side]) -> CompoundSelect[*tuple[Any, ...]]:
    """A version that several sides have stands there once."""
    return union(*(select(side.subquery()) for side in sides))


def in_states(led: frozenset[str], shared: frozenset[str]) -> list[ColumnElement[bool]]:
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


def in_person(by: Standings, part: Part) -> Select[int]:
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


def _beyond(sort: Sort, of: Any, *, back: bool) -> ColumnElement[bool]:
    last = bindparam("last", type_=Integer)
    falls = sort.newest_first != back
    if sort.key is None:
        number: ColumnElement[int] = of.version_id
        return number < last if falls else number > last
    here, there = tuple_(sort.key, Line.version_id), tuple_(bindparam("key", type_=Text), last)
    return here < there if falls else here > there
