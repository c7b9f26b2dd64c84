"""One page of the register of assessments, in either direction, and how many there are in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.listed import Listed, lines, listed
from eia.assessments.models import Version
from eia.assessments.register.statements import COUNTED, PAGE, counted, page
from eia.assessments.register.wanted import SORTS, Wanted
from eia.people.queries import Standings

FEW = 1_000
"""Up to so many lines are found first and put in order then."""
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page begins: the line it comes after, or before."""

    sorted_by: str
    last: int

    @property
    def written(self) -> str:
        return f"{self.sorted_by}~{self.last}" if self.sorted_by else str(self.last)


def key_of(written: str, sort: str) -> Key | None:
    """What stands in the address, None for anything that is no key of that sort."""
    sorted_by, between, last = written.rpartition("~")
    is_number = last.isascii() and last.isdigit() and len(last) < 11 and int(last) <= LARGEST
    fits = bool(between) != (SORTS[sort].key is None) and "\0" not in written
    return Key(sorted_by, int(last)) if is_number and fits else None


@dataclass(frozen=True, slots=True)
class Page:
    lines: Sequence[Listed]
    total: int
    """At most `COUNTED` + 1."""
    previous: str
    """The key the page before ends at; "" on the first."""
    next: str

    @property
    def counted(self) -> str:
        return f"More than {COUNTED:,}" if self.total > COUNTED else f"{self.total:,}"


def page_of(session: Session, by: Standings, wanted: Wanted, *, after: str = "", before: str = "") -> Page:
    """Fifty lines after or before that key. A constant number of queries, however many there are."""
    today = clock.today()
    total = session.scalar(counted(by, wanted, today)) or 0
    key, turned = key_of(after or before, wanted.sort), 0
    if key is not None:
        turned = 1 if after else -1
    found = _read(session, by, wanted, today, total, key, turned)
    more, found = len(found) > PAGE, found[:PAGE]
    keys = [Key("" if SORTS[wanted.sort].key is None else row[1], row[0]).written for row in found]
    if turned < 0:
        found.reverse()
        keys.reverse()
    is_next = bool(keys) and (more or turned < 0)
    is_previous = bool(keys) and (turned > 0 or (turned < 0 and more))
    said = _said(session, [row[0] for row in found])
    return Page(said, total, keys[0] if is_previous else "", keys[-1] if is_next else "")


def every_number(session: Session, by: Standings, wanted: Wanted, most: int) -> Iterator[list[int]]:
    """The numbers of all versions that are wanted, in their order, so many at once."""
    today, key = clock.today(), None
    total = session.scalar(counted(by, wanted, today)) or 0
    while found := _read(session, by, wanted, today, total, key, int(key is not None), most=most):
        yield [row[0] for row in found]
        if len(found) < most:
            return
        key = Key("" if SORTS[wanted.sort].key is None else found[-1][1], found[-1][0])


def _read(session: Session, by: Standings, wanted: Wanted, today: date, total: int, key: Key | None, turned: int,
          most: int = PAGE + 1) -> list[Any]:  # fmt: skip
    given = {"most": most} | ({"last": key.last} if key else {})
    if key and SORTS[wanted.sort].key is not None:
        given |= {"key": key.sorted_by}  # type: ignore[dict-item]
    query = page(by, wanted, today, few=total <= FEW, turned=turned)
    return list(session.execute(query, given).all())


def _said(session: Session, version_ids: Sequence[int]) -> list[Listed]:
    """What these lines say, in their order."""
    found = {line.id: line for line in lines(session, listed().where(Version.id.in_(version_ids)))}
    return [found[one] for one in version_ids]
