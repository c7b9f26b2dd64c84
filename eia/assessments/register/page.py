"""One page of the register of assessments, in either direction, and how many there are in all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.listed import Listed, lines, listed
from eia.assessments.models import Version
from eia.assessments.register.named import proposal, proposed
from eia.assessments.register.statements import COUNTED, PAGE, page, some
from eia.assessments.register.wanted import SORTS, Sort, Wanted
from eia.assessments.search.asking import Words
from eia.people.queries import Standings

LARGEST = 2**31 - 1
SORTED = 5_000
"""So many of those that the index of words proposes are put in order here; of more, the lines are walked in theirs."""


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
    asked = _asked(session, by, wanted)
    few = _few(session, asked)
    key, turned = key_of(after or before, wanted.sort), 0
    if key is not None:
        turned = 1 if after else -1
    found = _read(session, asked, few, key, turned)
    more, found = len(found) > PAGE, found[:PAGE]
    keys = [Key("" if SORTS[wanted.sort].key is None else row[1], row[0]).written for row in found]
    if turned < 0:
        found.reverse()
        keys.reverse()
    is_next = bool(keys) and (more or turned < 0)
    is_previous = bool(keys) and (turned > 0 or (turned < 0 and more))
    said = _said(session, [row[0] for row in found])
    return Page(said, min(len(few), COUNTED + 1), keys[0] if is_previous else "", keys[-1] if is_next else "")


def every_number(session: Session, by: Standings, wanted: Wanted, most: int) -> Iterator[list[int]]:
    """The numbers of all versions that are wanted, in their order, so many at once."""
    asked, key = _asked(session, by, wanted), None
    few = _few(session, asked)
    while found := _read(session, asked, few, key, int(key is not None), most=most):
        yield [row[0] for row in found]
        if len(found) < most:
            return
        key = Key("" if SORTS[wanted.sort].key is None else found[-1][1], found[-1][0])


@dataclass(frozen=True, slots=True)
class _Asked:
    by: Standings
    wanted: Wanted
    today: date
    proposal: Words = ()
    """What the index of search is asked for; () where it is not."""

    @property
    def most(self) -> int:
        """So many are found first and then put in order."""
        return SORTED if self.proposal and SORTS[self.wanted.sort].key is not None else COUNTED


def _asked(session: Session, by: Standings, wanted: Wanted) -> _Asked:
    return _Asked(by, wanted, clock.today(), proposal(session, wanted.text) if wanted.text else ())


def _few(session: Session, asked: _Asked) -> list[Any]:
    """In no order; one more than `most` where there are more.

    Where what is asked besides the words leaves few, those are looked at; else the index is asked for the words.
    """
    by, wanted, today = asked.by, asked.wanted, asked.today
    if wanted.text and replace(wanted, text="").narrows:
        rows = session.execute(some(by, wanted, today, flagged=True)).all()
        if len(rows) <= COUNTED:
            return [row for row in rows if row.named]
    if asked.proposal:
        return proposed(session, by, wanted, today, asked.proposal, most=asked.most + 1)
    return list(session.execute(some(by, wanted, today)).all())


def _read(session: Session, asked: _Asked, few: list[Any], key: Key | None, turned: int,
          most: int = PAGE + 1) -> list[Any]:  # fmt: skip
    by, wanted, today, sort = asked.by, asked.wanted, asked.today, SORTS[asked.wanted.sort]
    if len(few) <= asked.most:
        return _among_few(few, sort, key, turned)[:most]
    if asked.proposal and sort.key is None and turned >= 0:
        if not turned and most <= len(few):  # the newest are those that were counted
            return few[:most]
        return proposed(session, by, wanted, today, asked.proposal, most=most, before=key.last if key else 0)
    given = {"most": most} | ({"last": key.last} if key else {})
    if key and sort.key is not None:
        given |= {"key": key.sorted_by}  # type: ignore[dict-item]
    return list(session.execute(page(by, wanted, today, turned=turned), given).all())


def _among_few(few: list[Any], sort: Sort, key: Key | None, turned: int) -> list[Any]:
    """All of them after that key, or before it, in the order in which `page` would give them."""

    def place(row: Any) -> tuple[Any, ...]:
        return (row[0],) if sort.key is None else (row[1], row[0])

    falls = sort.newest_first != (turned < 0)
    ordered = sorted(few, key=place, reverse=falls)
    if key is None:
        return ordered
    end = place((key.last, key.sorted_by))
    return [row for row in ordered if (place(row) < end if falls else place(row) > end)]


def _said(session: Session, version_ids: Sequence[int]) -> list[Listed]:
    """What these lines say, in their order."""
    found = {line.id: line for line in lines(session, listed().where(Version.id.in_(version_ids)))}
    return [found[one] for one in version_ids]
