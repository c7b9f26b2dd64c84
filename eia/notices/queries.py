"""What is in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from eia.errors import NotFound
from eia.notices.models import JobLease, Notice, Posting
from eia.people.models import Person

PAGE = 50
LARGEST_ID = 2**31 - 1
"""Ids are INTEGER: a larger number would be an error of PostgreSQL, not an empty answer."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many notices have not left yet, and since when the oldest waits."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `older` is the id to continue before, None on the last page."""

    notices: Sequence[Notice]
    older: int | None


def notices_about(session: Session, stream: str, *, before: int | None = None) -> Page:
    """One page of the notices that tell of this audit stream, each with the person."""
    query = select(Notice).where(Notice.about == stream, Notice.id < _bound(before))
    query = query.options(joinedload(Notice.person).joinedload(Person.organisation), defer(Notice.values))
    return _page(session.scalars(query.order_by(Notice.id.desc()).limit(PAGE + 1)).all())


def notices_to(session: Session, person_id: int, *, before: int | None = None) -> Page:
    """One page of what a person was sent."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.id < _bound(before))
    return _page(session.scalars(query.order_by(Notice.id.desc()).limit(PAGE + 1)).all())


def notices_of(session: Session, organisation_ids: set[int], *, before: int | None = None) -> Page:
    """One page of what people of these organisations were sent."""
    query = (
        select(Notice)
        .join(Notice.person)
        .where(Notice.organisation_id.in_(organisation_ids), Notice.id < _bound(before))
        .options(contains_eager(Notice.person).lazyload(Person.organisation))
        .order_by(Notice.id.desc())
        .limit(PAGE + 1)
    )
    return _page(session.scalars(query).all())


def notice_of(session: Session, organisation_ids: set[int], notice_id: int) -> Notice:
    """One notice to somebody of these organisations; NotFound for any other."""
    found = session.get(Notice, notice_id) if 0 < notice_id <= LARGEST_ID else None
    if found is None or found.organisation_id not in organisation_ids:
        raise NotFound("There is no such message.")
    return found


def waiting(session: Session) -> Waiting:
    """The queue, for the doctor: notices that are queued or being sent."""
    query = select(func.count(), func.min(Notice.queued_at)).where(Notice.state.in_([Posting.QUEUED, Posting.CLAIMED]))
    count, oldest = session.execute(query).one()
    return Waiting(count, oldest)


def need_a_person(session: Session) -> int:
    """How many notices were not sent, or only perhaps, and will not be tried again by themselves."""
    query = select(func.count()).where(Notice.state.in_([Posting.FAILED, Posting.PERHAPS_SENT]))
    return session.scalars(query).one()


def last_run(session: Session, job: str) -> datetime | None:
    """When a job of `eia jobs` last began, on whichever node."""
    return session.scalar(select(JobLease.last_run_at).where(JobLease.name == job))


def _bound(before: int | None) -> int:
    return before if before is not None and 0 < before <= LARGEST_ID else LARGEST_ID


def _page(rows: Sequence[Notice]) -> Page:
    shown = rows[:PAGE]
    return Page(shown, shown[-1].id if len(rows) > PAGE else None)
