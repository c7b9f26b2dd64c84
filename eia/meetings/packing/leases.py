"""Whose a pack is while it is built: a lease in its row, renewed with each piece.

A process that dies loses its pack when the lease ends, and another takes it up. A pack whose builder died twice has
failed: it may be the pack that kills them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import SYSTEM
from eia.audit.recording import record
from eia.db import db, transaction
from eia.files.keeping import Received, store
from eia.meetings.models import Meeting, Pack, PackFile
from eia.meetings.models.packs import PARTS

LEASE = timedelta(minutes=2)
AGAIN = "The service stopped while it built this, and began again."
TWICE = "The service stopped twice while it built this. Tell your administrator before you ask for it again."


class Lost(Exception):
    """Another process has the pack now."""


@dataclass(slots=True)
class Claim:
    """A pack that is ours while `until` stands in its row."""

    pack_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the pack that lies in the folder and has no row yet."""

    format: str
    received: Received
    pages: int | None


def anything_asked() -> bool:
    """A read, so that having nothing to do costs no write."""
    found = db.session.scalar(select(Pack.id).where(_free()).limit(1))
    db.session.rollback()
    return found is not None


def _free() -> ColumnElement[bool]:
    return or_(Pack.state == "asked", and_(Pack.state == "building", Pack.leased_until <= clock.now()))


def claimed(session: Session) -> Claim | None:
    """The pack that waits longest is ours now; None when others have them all, or it has failed twice."""
    query = select(Pack).where(_free()).order_by(Pack.asked_at, Pack.id).limit(1)
    pack = session.scalar(query.with_for_update(skip_locked=True, of=Pack))
    if pack is None:
        return None
    if pack.fault:
        pack.state, pack.fault, pack.leased_until = "failed", TWICE, None
        return None
    if pack.state == "building":
        pack.fault = AGAIN
    until = clock.now() + LEASE
    pack.state, pack.leased_until, pack.done = "building", until, 0
    return Claim(pack.id, until)


def renew(claim: Claim, done: int, of: int) -> None:
    """Say how far it is, and hold it longer; Lost when it is not ours any more."""
    until = clock.now() + LEASE
    with transaction() as session:
        mine = update(Pack).where(*_ours(claim)).values(done=done, of=of, leased_until=until).returning(Pack.id)
        if session.execute(mine).first() is None:
            raise Lost
    claim.until = until


def finish(session: Session, claim: Claim, kept: Sequence[Kept], revision: int) -> None:
    """The pack is ready, with its files; the trail of the meeting says what bytes were made."""
    meeting_id = select(Pack.meeting_id).where(Pack.id == claim.pack_id).scalar_subquery()
    meeting = session.scalars(select(Meeting).where(Meeting.id == meeting_id).with_for_update(of=Meeting)).one()
    pack = session.scalars(select(Pack).where(*_ours(claim)).with_for_update(of=Pack)).one_or_none()
    if pack is None:
        raise Lost
    for one in kept:
        row = store(session, one.received, by=pack.asked_by)
        session.add(PackFile(pack_id=pack.id, format=one.format, file_id=row.id, pages=one.pages))
    pack.state, pack.fault, pack.leased_until = "ready", "", None
    pack.meeting_revision, pack.built_at = revision, clock.now()
    after = {"pack": pack.id, "files": {one.format: one.received.digest for one in kept}, "shows": revision}
    record(session, meeting, "pack_built", actor=SYSTEM, sentence=f"{PARTS[pack.part]} was built", after=after)


def fail(claim: Claim, fault: str) -> None:
    """The pack has failed, and says why; nothing when it is somebody else's now."""
    with transaction() as session:
        session.execute(update(Pack).where(*_ours(claim)).values(state="failed", fault=fault, leased_until=None))


def _ours(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    """The instant in the row is nobody else's: it is ours to the microsecond, or the pack is not."""
    return Pack.id == claim.pack_id, Pack.state == "building", Pack.leased_until == claim.until
