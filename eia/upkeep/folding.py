"""The counts that are kept are folded, so that a page sums a few rows (`eia/counting.py`)."""

from collections.abc import Sequence

from eia import counting
from eia.counting import Counted
from eia.db import Base, db, transaction
from eia.notices.jobs import Job


def folding() -> Job:
    return Job("fold counts", 10, fold_all)


def tables() -> Sequence[type[Counted]]:
    """Every table of counts there is."""
    found = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Counted)]
    return sorted(found, key=lambda one: one.__name__)


def fold_all() -> int:
    """In short transactions, for writers wait no longer than for these; how many rows went into others."""
    folded = 0
    for counts in tables():
        while counting.waits(db.session(), counts):
            with transaction() as session:
                folded += counting.fold(session, counts)
    return folded
