"""The register of actions across assessments: one read for the page, the table to download and the calendar.

Only actions of versions a person may read whole, and their own; ordered by the day they are due, then by id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_case import NONE, UNDER_WAY
from eia.assessments.afterwards.action_statements import Filter, counted, organisations, page
from eia.assessments.contracts import other_actions
from eia.assessments.models.living import STATUSES
from eia.frameworks.loader import shipped
from eia.people.queries import Standings

PAGE = 50
ACTION, OTHER = "assessments.action", "c"
"""The page of an action of an assessment, and the letter before the number of any other in a key."""
BATCH = 500
LAST = 2**31 - 1
"""No number of an action comes after it."""
COUNTED = 1_000
"""Totals stop counting here: "1,000+"."""
LISTS = {
    "open": "Still open",
    "overdue": "Overdue",
    "to_agree": "Waiting for a second person",
    **{status: title for status, title in STATUSES.items() if status not in ("done", "drop_proposed")},
    "all": "All",
}
"""What the register can be narrowed to, in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One action, as the register, the table and the calendar say it."""

    id: int
    what: str
    measure: str
    reference: str
    number: int
    title: str
    lead: str
    owner: str
    organisation: str
    due: date
    status: str
    is_open: bool
    note: str
    noted_at: datetime | None
    proof: str
    result: str
    before: str
    after: str
    target: str
    framework: str
    endpoint: str = ACTION
    """Its page: of another floor where the action is no assessment's."""

    @property
    def address(self) -> dict[str, Any]:
        if self.endpoint != ACTION:
            return {"condition_id": self.id}
        return {"reference": self.reference, "number": self.number, "action_id": self.id}

    @property
    def where(self) -> str:
        """The version it belongs to, or the body that decided it."""
        return f"{self.reference}, version {self.number}" if self.number else self.reference

    @property
    def overdue(self) -> bool:
        return self.status in UNDER_WAY and self.is_open and self.due < clock.today()

    @property
    def harm(self) -> tuple[str, str, str]:
        """Before, as it is now reported, and the target, in words."""
        return self._in_words(self.before), self._in_words(self.after), self._in_words(self.target)

    def _in_words(self, level: str) -> str:
        known = shipped().get(self.framework)
        if level == NONE or not level or known is None:
            return "None" if level == NONE else level
        return known.level(level).title

    @property
    def key(self) -> str:
        """Where the next page goes on: of one day, actions of assessments come first."""
        return f"{self.due.isoformat()}~{'' if self.endpoint == ACTION else OTHER}{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    lines: Sequence[Line]
    after: str
    """The key of the last line when there are more; else ""."""
    total: int
    """At most `COUNTED` + 1."""


def page_of(session: Session, by: Standings, wanted: Filter, *, after: str = "") -> Page:
    """Fifty actions after that key. A constant number of queries, however many there are."""
    found = _read(session, by, wanted, after, PAGE + 1)
    lines = found[:PAGE]
    total = session.scalar(counted(by, wanted, clock.today(), COUNTED + 1)) or 0
    if (others := other_actions()) is not None:
        total = min(total + others.count(session, by, wanted, COUNTED + 1), COUNTED + 1)
    return Page(lines, lines[-1].key if len(found) > PAGE else "", total)


def every_line(session: Session, by: Standings, wanted: Filter) -> Iterator[Line]:
    """All of them, read in batches by the same read as the page."""
    after = ""
    while lines := _read(session, by, wanted, after, BATCH):
        yield from lines
        if len(lines) < BATCH:
            return
        after = lines[-1].key


def organisations_with_actions(session: Session, by: Standings) -> Sequence[Row[str, str]]:
    """(code, name) of those whose actions this person may see, by name."""
    return session.execute(organisations(by, clock.today(), other_actions())).all()


def characteristics() -> dict[str, str]:
    """Key -> title, of every framework that comes with the engine, in its order."""
    return {c.key: c.title for framework in shipped().values() for c in framework.characteristics}


def _read(session: Session, by: Standings, wanted: Filter, after: str, most: int) -> list[Line]:
    """The ids first, along the index of the list; then what those few say. Those of other floors stand among them."""
    own, other = _key(after)
    given = dict(zip(("day", "last"), own, strict=True)) if own else {}
    query = page(by, wanted, clock.today(), bool(own), most)
    lines, others = [Line(*row) for row in session.execute(query, given)], other_actions()
    if others is None:
        return lines
    lines += others.read(session, by, wanted, other, most)
    return sorted(lines, key=lambda line: (line.due, line.endpoint != ACTION, line.id))[:most]


def _key(after: str) -> tuple[tuple[date, int] | None, tuple[date, int] | None]:
    """Where the actions of assessments go on after a key, and where all others do; None for anything else."""
    day, _, number = after.partition("~")
    other, number = number.startswith(OTHER), number.removeprefix(OTHER)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None, None
    try:
        key = date.fromisoformat(day), int(number)
    except ValueError:
        return None, None
    return ((key[0], LAST), key) if other else (key, (key[0], 0))
