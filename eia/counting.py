"""How many there are of each kind, kept so that a page sums a few rows however many it counts.

A table of such counts has the columns that say what is counted, its key, and inherits `Counted`. Whoever changes what
is counted adds a row, “one more” or “one less”, in the same transaction: nothing is updated, so two who decide at once
never wait for one another. How many there are is the sum of the rows of a key, at every moment. `eia jobs` folds the
rows of a key into one, so that the sum stays short.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    Select,
    Subquery,
    and_,
    delete,
    func,
    insert,
    inspect,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

AT_ONCE = 200
"""So many keys are folded in one transaction."""
Key = tuple[Any, ...]
"""The values of the columns of a key, in their order."""


class Counted:
    """A row of counts: so many more (or less, below 0) of what the other columns say. They are the key, none NULL."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1)
    number: Mapped[int] = mapped_column(Integer, sort_order=1)
    folded: Mapped[bool] = mapped_column(Boolean, sort_order=1)
    """Whether it is what `fold` left; the others wait for it."""


def along(table: str, *key: str) -> tuple[Index, Index]:
    """The indexes of a table of counts: it is summed along its key, from the first column on, and folded."""
    waits = Column("folded", Boolean).is_(False)
    return (
        Index(f"ix_{table}_key", *key, "number"),
        Index(f"ix_{table}_due", "id", sqlite_where=waits, postgresql_where=waits),
    )


def columns_of(counts: type[Counted]) -> list[Column[Any]]:
    """The key of a table of counts, in the order of its columns."""
    return [one for one in inspect(counts).local_table.columns if one.key not in ("id", "number", "folded")]


def waits(session: Session, counts: type[Counted]) -> bool:
    """Whether there is something to fold: to look costs no write."""
    return session.scalar(select(counts.id).where(counts.folded.is_(False)).limit(1)) is not None


def add(session: Session, counts: type[Counted], changes: Mapping[Key, int]) -> None:
    """So many more of each key, or less; what comes to nothing leaves no row."""
    names = [one.key for one in columns_of(counts)]
    rows = [
        dict(zip(names, key, strict=True)) | {"number": number, "folded": False}
        for key, number in sorted(changes.items())
        if number
    ]
    if rows:
        session.execute(insert(counts), rows)


def change(gone: Iterable[Key], come: Iterable[Key]) -> Counter[Key]:
    """What `add` is to be told when these are counted no more and those are."""
    changes = Counter(come)
    changes.subtract(gone)
    return changes


def fold(session: Session, counts: type[Counted], at_once: int = AT_ONCE) -> int:
    """Leave one row of each key that has some which were not folded, none where that is 0; how many rows went in.

    Only what it took away itself does it put back as one, so it may happen twice at once, and what is added meanwhile
    waits for the next time.
    """
    key, waits, same = columns_of(counts), counts.folded.is_(False), aliased(counts)
    due = select(*key).where(waits).order_by(counts.id).limit(at_once).subquery()
    of_these = and_(*(inspect(same).selectable.c[one.key] == due.c[one.key] for one in key))
    these = select(same.id).join(due, of_these)
    taken = session.execute(delete(counts).where(counts.id.in_(these)).returning(*key, counts.number)).all()
    sums: dict[Key, int] = defaultdict(int)
    for *one, number in taken:
        sums[tuple(one)] += number
    names = [column.key for column in key]
    rows = [dict(zip(names, one, strict=True)) | {"number": n, "folded": True} for one, n in sorted(sums.items()) if n]
    if rows:
        session.execute(insert(counts), rows)
    return len(taken)


def wrong(session: Session, counts: type[Counted], truth: Select[*tuple[Any, ...]]) -> Sequence[tuple[Key, int]]:
    """Each key of which something else is kept than there is, and by how much too few; asked in one statement.

    `truth` gives the columns of the key and a number, of each key once or more.
    """
    names = [one.key for one in columns_of(counts)]
    there = truth.subquery()
    kept = select(*columns_of(counts), (-counts.number).label("number"))
    both: Subquery = union_all(select(*there.c), kept).subquery()
    key = list(both.c)[: len(names)]
    lacking = func.sum(list(both.c)[-1])
    query = select(*key, lacking).group_by(*key).having(lacking != 0).order_by(*key)
    return [(tuple(one), int(number)) for *one, number in session.execute(query)]


def put_right(session: Session, counts: type[Counted], truth: Select[*tuple[Any, ...]]) -> int:
    """Add what is lacking, as anybody adds; how many keys that was."""
    lacking = dict(wrong(session, counts, truth))
    add(session, counts, lacking)
    return len(lacking)
