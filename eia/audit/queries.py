"""Reading the trail."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry


def entries(session: Session, stream: str, *, newest: int = 0, before: int = 0) -> Sequence[AuditEntry]:
    """The entries of a stream, newest first; at most `newest`, and only those below sequence `before`."""
    query = select(AuditEntry).where(AuditEntry.stream == stream).order_by(AuditEntry.sequence.desc())
    if before:
        query = query.where(AuditEntry.sequence < before)
    if newest:
        query = query.limit(newest)
    return session.scalars(query).all()


def first_entry(session: Session, stream: str, event: str) -> AuditEntry | None:
    """The first entry of that event in the stream."""
    query = select(AuditEntry).where(AuditEntry.stream == stream, AuditEntry.event == event)
    return session.scalar(query.order_by(AuditEntry.sequence).limit(1))


def last_time(session: Session, event: str, streams: Sequence[str]) -> dict[str, datetime]:
    """Stream -> when this last happened there; streams where it never did are left out."""
    query = select(AuditEntry.stream, func.max(AuditEntry.at)).where(
        AuditEntry.stream.in_(streams), AuditEntry.event == event
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(AuditEntry.stream))}
