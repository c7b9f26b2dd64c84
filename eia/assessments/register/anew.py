"""Every assessment, some at a time: what is kept beside assessments (the register, search) is made anew and held so."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment
from eia.db import transaction

Keep = Callable[[Session, Sequence[int]], int]
"""Puts right what is kept of these assessments; answers with how many versions had something else."""


def put_all_right(keep: Keep, at_once: int) -> int:
    """In transactions of so many assessments, for writers wait no longer than for these; how many were mended."""
    mended, last = 0, 0
    while True:
        with transaction() as session:
            ids = _next(session, last, at_once)
            mended += keep(session, ids)
        if not ids:
            return mended
        last = ids[-1]


def some_at_a_time(session: Session, at_once: int, *, only: str = "") -> Iterator[Sequence[int]]:
    """The ids of all assessments, or of the one with that reference."""
    last = 0
    while ids := _next(session, last, at_once, only):
        yield ids
        last = ids[-1]


def _next(session: Session, last: int, at_once: int, only: str = "") -> Sequence[int]:
    query = select(Assessment.id).where(Assessment.id > last).order_by(Assessment.id).limit(at_once)
    return session.scalars(query.where(Assessment.reference == only) if only else query).all()
