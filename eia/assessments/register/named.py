"""Lines whose title has the words somebody typed: the index of search proposes them, and each line decides by itself.

Of what waits to be read anew the index does not know yet, so that is looked at line by line. Where much waits, and
where what was typed begins too many words, nobody proposes, and the lines are walked.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, CompoundSelect, Integer, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from eia.assessments.models import RegisterLine, SearchDue, Version
from eia.assessments.readers import Part, states_read
from eia.assessments.register.statements import Side, columns_of, in_person, in_states, together
from eia.assessments.register.wanted import Wanted, conditions
from eia.assessments.search.asking import Words, written
from eia.assessments.search.beginnings import beginnings
from eia.assessments.search.finding import marks_wanted, room_left
from eia.assessments.search.index import number_in, proposed_by, windows_of
from eia.assessments.search.keeping import LETTERS, kept_as
from eia.assessments.search.words import LITTLE, words_in_a_row
from eia.people.queries import FEW, Standings
from eia.plans import among, bitmaps

Line = RegisterLine
WAITING = 300
"""So many changes that wait are looked at line by line."""


def proposal(session: Session, text: str) -> Words:
    """What the index is asked for; () where it cannot propose. Two queries."""
    waiting = select(func.count()).select_from(select(SearchDue.id).limit(WAITING + 1).subquery())
    words = [word for word in words_in_a_row(text).split() if word not in LITTLE]
    if not words or (session.scalar(waiting) or 0) > WAITING:
        return ()
    begun = beginnings(session, words).values()
    return tuple([kept_as(LETTERS["title"], word) for word in one.words] for one in begun if not one.more)


def proposed(
    session: Session, by: Standings, wanted: Wanted, today: date, words: Words, *, most: int, before: int = 0
) -> list[Any]:  # fmt: skip
    """The newest that are wanted (before that number), in their order, with the key each is sorted by."""
    dialect, windows = session.get_bind().dialect.name, windows_of(session, before)
    given: dict[str, Any] = {"most": most, "last": before}
    for place, window in enumerate(windows):
        given[f"below_{place}"] = window.below
        for one in states_read(by, _part(wanted)):
            asked = (*marks_wanted(wanted), *window.blocks, words, kept_as("o", one))
            given[f"words_{one}_{place}"] = written(asked, dialect)
    query = _statement(by, wanted, today, dialect, len(windows), turned=before > 0)
    with bitmaps(session):
        return list(session.execute(query, given).all())


@lru_cache(FEW)
def _statement(
    by: Standings, wanted: Wanted, today: date, dialect: str, windows: int, *, turned: bool
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    columns, most = columns_of(wanted), bindparam("most", type_=Integer)
    asked = [*conditions(wanted, today), *([Line.version_id < _last()] if turned else [])]
    lines = select(*columns).where(*asked)
    due = select(Version.id).join(SearchDue, SearchDue.assessment_id == Version.assessment_id)
    waiting = among(Line.version_id, due)
    sides: list[Side] = [lines.where(Line.leads, among(Line.version_id, in_person(by, _part(wanted))))]
    for one, states in states_read(by, _part(wanted)).items():
        theirs = [Line.organisation_id == one, *in_states(*states)]
        sides.append(lines.where(*theirs, waiting))
        sides.append(_of_index(lines.where(*theirs), dialect, one, windows, turned=turned))
    newest = [side.order_by(side.selected_columns.version_id.desc()).limit(most) for side in sides]
    found = together(newest).subquery()
    return select(found).order_by(found.c.version_id.desc()).limit(most)


def _of_index(theirs: Side, dialect: str, organisation: int, windows: int, *, turned: bool) -> Side:
    """Those of one organisation: from the newest block of numbers on, each only as far as there is room left."""
    lists: list[CTE] = []
    for place in range(windows):
        source, number, fits = proposed_by(dialect, f"words_{organisation}_{place}")
        query = theirs.join_from(source, Line, Line.version_id == number).where(fits)
        walked = number_in(dialect)
        if turned:
            query = query.where(walked < _last())
        if place:
            query = query.where(walked < bindparam(f"below_{place}", type_=Integer))
        query = query.order_by(walked.desc()).limit(room_left(lists))
        lists.append(query.cte(f"of_{organisation}_{place}"))
    every: CompoundSelect[*tuple[Any, ...]] = union_all(*(select(one) for one in lists))
    return select(every.subquery())


def _last() -> ColumnElement[int]:
    return bindparam("last", type_=Integer)


def _part(wanted: Wanted) -> Part:
    return Part.ALL if wanted.of_content else Part.TITLE
