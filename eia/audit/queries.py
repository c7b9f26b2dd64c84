"""Reading the trail."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry

_LAST_TIME: Select[str, datetime] = (
    select(AuditEntry.stream, func.max(AuditEntry.at))
    .where(AuditEntry.stream.in_(bindparam("streams", expanding=True)), AuditEntry.event == bindparam("event"))
    .group_by(AuditEntry.stream)
)


def entries(session: Session, stream: str, *, newest: int = 0, before: int = 0) -> Sequence[AuditEntry]:
    """The entries of a stream, newest first; at most `newest`, and only those below sequence `before`."""
    given = {"stream": stream, "before": before, "newest": newest}
    return session.scalars(_entries(bool(before), bool(newest)), given).all()


@cache
def _entries(below: bool, some: bool) -> Select[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.stream == bindparam("stream")).order_by(AuditEntry.sequence.desc())
    if below:
        query = query.where(AuditEntry.sequence < bindparam("before"))
    return query.limit(bindparam("newest")) if some else query


def first_entry(session: Session, stream: str, event: str) -> AuditEntry | None:
    """The first entry of that event in the stream."""
    query = select(AuditEntry).where(AuditEntry.stream == stream, AuditEntry.event == event)
    return session.scalar(query.order_by(AuditEntry.sequence).limit(1))


def last_time_in(stream: ColumnElement[str], event: str) -> Select[datetime]:
    """SQL for when this last happened in that stream."""
    return select(func.max(AuditEntry.at)).where(AuditEntry.stream == stream, AuditEntry.event == event)


def last_time(session: Session, event: str, streams: Sequence[str]) -> dict[str, datetime]:
    """Stream -> when this last happened there; streams where it never did are left out."""
    return {row[0]: row[1] for row in session.execute(_LAST_TIME, {"streams": streams, "event": event})}
