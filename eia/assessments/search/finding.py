"""What is found: whose words fit best first, and of those that fit alike the newest.

One statement, however many there are: each way to fit is asked for only as far as those before left room on the page.
The index only proposes. Who may read what is asked of each version as it stands now, by the table in `readers.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Select, bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Assessment, RegisterLine, Version
from eia.assessments.readers import Part, reads, states_read
from eia.assessments.register.wanted import Wanted, conditions
from eia.assessments.search.asking import Asked, But, Words, written
from eia.assessments.search.beginnings import Begun, beginnings
from eia.assessments.search.index import found_by, number_in, windows_of
from eia.assessments.search.keeping import LETTERS, kept_as, marks_of
from eia.people.queries import FEW, Standings
from eia.plans import bitmaps

PAGE = 20
REPLACED = "superseded"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Where to look: one kind of part or "" for all, what the register can be narrowed to, replaced versions or not."""

    part: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    earlier: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.part) or self.wanted.narrows


@dataclass(frozen=True, slots=True)
class Key:
    """The last line of the page before: how well it fitted, and its number."""

    way: int
    last: int

    @property
    def written(self) -> str:
        return f"{self.way}-{self.last}"


def key_of(text: str) -> Key | None:
    """What stands in the address, None for anything else."""
    way, _, last = text.partition("-")
    is_key = all(one.isascii() and one.isdigit() and len(one) < 10 for one in (way, last))
    return Key(int(way), int(last)) if is_key else None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fit, and how much of a version somebody must be allowed to read to be found in it so."""

    words: Words
    part: Part


def found(
    session: Session, by: Standings, asked: Asked, narrowed: Narrowed, after: Key | None = None,
    begun: Mapping[str, Begun] | None = None,
) -> list[tuple[int, int]]:  # fmt: skip
    """(way, version): a page, and one more when there are more. `begun`: where it is known already."""
    begun = beginnings(session, asked.begun) if begun is None else begun
    ways = ways_to_fit({word: begun.get(word, Begun([word])).words for word in asked.words}, narrowed)
    first = min(after.way, len(ways)) if after else 0
    dialect = session.get_bind().dialect.name
    marks = marks_wanted(narrowed.wanted)
    within = windows_of(session, after.last if after else 0)
    given: dict[str, Any] = {"most": PAGE + 1, "last": after.last if after else 0}
    for number, way in enumerate(ways):
        finders = _finders(by, way.part, narrowed.wanted.state)
        for place, window in enumerate(within):
            given[f"words_{number}_{place}"] = written((*marks, *window.blocks, way.words, finders), dialect)
            given[f"below_{place}"] = window.below
    parts = tuple(way.part for way in ways)
    if not parts[first:]:
        return []
    query = _statement(by, dialect, parts, first, after is not None, len(within), narrowed, clock.today())
    with bitmaps(session):
        return [(row.way, row.id) for row in session.execute(query, given)]


def ways_to_fit(words: Mapping[str, Sequence[str]], narrowed: Narrowed) -> list[Way]:
    """Best first; what fits in one way is left out of the next. Any of those stand for what somebody typed."""
    of_title = Part.ALL if narrowed.wanted.of_content else Part.TITLE
    if narrowed.part:
        part = of_title if narrowed.part == "title" else Part.ALL
        return [Way(_all_in(LETTERS[narrowed.part], words), part)]
    in_title = _all_in(LETTERS["title"], words)
    in_one: Words = [_all_in(letter, words) for letter in LETTERS.values()]
    anywhere: Words = tuple(
        [kept_as(letter, one) for letter in LETTERS.values() for one in every] for every in words.values()
    )
    if len(words) == 1:
        return [Way(in_title, of_title), Way(But(anywhere, in_title), Part.ALL)]
    return [Way(in_title, of_title), Way(But(in_one, in_title), Part.ALL), Way(But(anywhere, in_one), Part.ALL)]


def _all_in(letter: str, words: Mapping[str, Sequence[str]]) -> Words:
    """The longest first, for it is likely to be the rarest, and the first word leads FTS5 through the others."""
    ordered = sorted(words, key=len, reverse=True)
    return tuple([kept_as(letter, one) for one in words[word]] for word in ordered)


def _finders(by: Standings, part: Part, state: str) -> Words:
    """What stands in the words of a version of which this person may perhaps read so much, in that state or any."""
    organisations = [
        organisation
        for organisation, (led, shared) in states_read(by, part).items()
        if (state in led | shared if state else led | shared)
    ]
    return [kept_as("p", by.person_id), *(kept_as("o", one) for one in organisations)]


def marks_wanted(wanted: Wanted) -> list[str]:
    """So that what is rare is found without looking at all that has the words; `conditions` decides."""
    about, way = wanted.characteristic, wanted.direction
    affects = {"characteristic": f"{about}_{way}"} if about and way else {"characteristic": about, "direction": way}
    return marks_of(state=wanted.state, outcome=wanted.outcome, late=wanted.late, **affects)


@lru_cache(FEW)
def _statement(
    by: Standings, dialect: str, parts: Sequence[Part], first: int, turned: bool, windows: int,
    narrowed: Narrowed, today: date,
) -> Select[int, int]:  # fmt: skip
    """`first` is the way to begin with, after the last line of the page before where one has `turned` it."""
    lists: list[CTE] = []
    for way in range(first, len(parts)):
        for place in range(windows):
            query = _one_way(by, dialect, parts[way], f"words_{way}_{place}", narrowed, today)
            if turned and way == first:
                query = query.where(number_in(dialect) < bindparam("last", type_=Integer))
            if place:
                query = query.where(Version.id < bindparam(f"below_{place}", type_=Integer))
            query = query.add_columns(literal_column(str(way)).label("way")).limit(room_left(lists))
            lists.append(query.cte(f"way_{way}_{place}"))
    every = union_all(*(select(one.c.way, one.c.id) for one in lists)).subquery()
    return select(every.c.way, every.c.id).order_by(every.c.way, every.c.id.desc()).limit(bindparam("most"))


def room_left(lists: Sequence[CTE]) -> ColumnElement[int]:
    """What the lists before have left of a page: 0 of it, and the database does not look."""
    left: ColumnElement[int] = bindparam("most", type_=Integer)
    for one in lists:
        left = left - select(func.count()).select_from(one).scalar_subquery()
    return left


def _one_way(
    by: Standings, dialect: str, part: Part, words: str, narrowed: Narrowed, today: date
) -> Select[*tuple[Any, ...]]:
    query = found_by(dialect, words).join(Assessment, Assessment.id == Version.assessment_id)
    query = query.join(Assessment.subject).where(reads(by, part))
    if narrowed.wanted.narrows:
        line = (RegisterLine.version_id == Version.id) & RegisterLine.leads
        query = query.join(RegisterLine, line).where(*conditions(narrowed.wanted, today))
    if not narrowed.earlier and narrowed.wanted.state != REPLACED:
        query = query.where(Version.state != REPLACED)
    return query.order_by(number_in(dialect).desc())
