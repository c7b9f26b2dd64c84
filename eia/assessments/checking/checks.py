"""The advisers' queue: what waits for a check in the organisations somebody serves, a page at a time.

It is ordered by stored keys that are never null, each with an index; the place of the next page is the last key.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from eia import clock
from eia.assessments.joint.owing import not_written, pending_for
from eia.assessments.models import Assessment, Version
from eia.assessments.models.version import NO_DAY, TO_CHECK
from eia.assessments.readers import readable_by
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import FEW, Standings
from eia.subjects.models import Subject

PAGE = 25
COUNTED = 1_000
"""Totals stop counting here."""
LARGEST_ID = 2**31
MOST = bindparam("most", type_=Integer)
_KEY = re.compile(r"([0-9T:.+-]{10,40})~([0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Sort:
    """An order that the queue can have; `read` turns the key in an address back into what is stored."""

    words: str
    column: Any
    read: Callable[[str], Any]
    key: Callable[["ToCheck"], str]


@dataclass(frozen=True, slots=True)
class ToCheck:
    """One line of the queue."""

    id: int
    number: int
    state: str
    state_since: datetime
    planned_key: str
    reference: str
    title: str
    lead: str
    adviser: str | None

    @property
    def planned_day(self) -> date | None:
        return None if self.planned_key == NO_DAY else date.fromisoformat(self.planned_key)

    @property
    def waited(self) -> int:
        """Full working days since it was sent."""
        return clock.working_days_between(clock.london(self.state_since).date(), clock.today())


def _day(key: str) -> str:
    return date.fromisoformat(key).isoformat()


SORTS: Mapping[str, Sort] = {
    "planned": Sort("Decision planned", Version.planned_key, _day, lambda line: line.planned_key),
    "waiting": Sort(
        "Waiting longest", Version.state_since, datetime.fromisoformat, lambda one: one.state_since.isoformat()
    ),
}
WHOSE: Mapping[str, str] = {"": "Everybody’s", "nobody": "Not claimed yet", "mine": "Claimed by you"}


def to_check(
    session: Session, by: Standings, *, whose: str = "", sort: str = "planned", after: str = "", most: int = PAGE
) -> Sequence[ToCheck]:
    """One page, and one line more when there are more. Who may read is asked of that page only."""
    place = _place(sort, after)
    given = {"most": most + 1} | (dict(zip(("key", "number"), place, strict=True)) if place else {})
    return [ToCheck(*row) for row in session.execute(_page(by, whose, sort, bool(place)), given)]


def count_to_check(session: Session, by: Standings, *, whose: str = "") -> int:
    """How many there are; one more than `COUNTED` stands for "more"."""
    return session.scalar(_counted(by, whose), {"most": COUNTED + 1}) or 0


@lru_cache(FEW)
def _page(by: Standings, whose: str, sort: str, goes_on: bool) -> Select[*tuple[Any, ...]]:
    column, adviser = SORTS[sort].column, aliased(Person)
    page = _waiting(by, whose).order_by(column, Version.id).limit(MOST)
    if goes_on:
        place = tuple_(bindparam("key", type_=column.type), bindparam("number", type_=Integer))
        page = page.where(tuple_(column, Version.id) > place)
    return (
        select(
            Version.id, Version.number, Version.state, Version.state_since, Version.planned_key,
            Assessment.reference, Subject.title, Organisation.name, adviser.name,
        )
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .outerjoin(adviser, adviser.id == Version.adviser_id)
        .where(Version.id.in_(page), readable_by(by))
        .order_by(column, Version.id)
    )  # fmt: skip


@lru_cache(FEW)
def _counted(by: Standings, whose: str) -> Select[int]:
    return select(func.count()).select_from(_waiting(by, whose).limit(MOST).subquery())


def place_of(line: ToCheck, sort: str) -> str:
    return f"{SORTS[sort].key(line)}~{line.id}"


def _place(sort: str, after: str) -> tuple[Any, int] | None:
    """What an address says of the page before; None for anything else."""
    found = _KEY.fullmatch(after)
    if found is None or int(found[2]) > LARGEST_ID:
        return None
    try:
        return SORTS[sort].read(found[1]), int(found[2])
    except ValueError:
        return None


def _waiting(by: Standings, whose: str) -> Select[int]:
    """Sent for a check, not answered by an organisation this person advises, and not written by them."""
    holds: list[ColumnElement[bool]] = [pending_for(by.organisations_of(Office.ADVISER)), *not_written(by)]
    if whose == "nobody":
        holds.append(Version.adviser_id.is_(None))
    if whose == "mine":
        holds.append(Version.adviser_id == by.person_id)
    return select(Version.id).where(TO_CHECK, *holds)
