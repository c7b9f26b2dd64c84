"""Reading the trail."""

from collections.abc import Sequence

from sqlalchemy import select
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
