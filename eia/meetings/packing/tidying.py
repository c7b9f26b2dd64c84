"""Tidying up: packs of a draft that newer ones took the place of, and packs that failed long ago.

Whatever somebody may have had in front of them is kept: every pack built since the agenda went out, and the last one
before it. Only what was built while the agenda was drafted, and built again, goes.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.orm import Session, aliased

from eia import clock
from eia.db import db, transaction
from eia.files.models import StoredFile
from eia.meetings.models import Meeting, Pack, PackFile
from eia.notices.jobs import Job

EVERY_SECONDS = 6 * 3600
FAILED_DAYS = 7
AT_ONCE = 100


def tidying() -> Job:
    """The job that removes superseded packs; the bytes go with the next sweep of the files."""
    return Job("tidy packs", EVERY_SECONDS, tidy)


def tidy() -> int:
    """Remove what nobody needs; how many packs."""
    found = db.session.scalars(_superfluous()).first()
    db.session.rollback()
    if found is None:
        return 0
    with transaction() as session:
        packs = session.scalars(_superfluous().limit(AT_ONCE)).all()
        _remove(session, list(packs))
        return len(packs)


def _superfluous() -> Select[int]:
    old = clock.now() - timedelta(days=FAILED_DAYS)
    failed = and_(Pack.state == "failed", Pack.asked_at < old)
    return select(Pack.id).join(Meeting, Meeting.id == Pack.meeting_id).where(or_(failed, _superseded()))


def _superseded() -> ColumnElement[bool]:
    """A newer one was built before the agenda went out, or it never went out."""
    newer = aliased(Pack)
    same = (newer.meeting_id == Pack.meeting_id, newer.part == Pack.part, newer.supplement == Pack.supplement)
    in_time = or_(Meeting.circulated_at.is_(None), newer.built_at <= Meeting.circulated_at)
    followed = select(newer.id).where(*same, newer.state == "ready", newer.id > Pack.id, in_time).exists()
    return and_(Pack.state == "ready", followed)


def _remove(session: Session, pack_ids: list[int]) -> None:
    files = session.scalars(select(PackFile.file_id).where(PackFile.pack_id.in_(pack_ids))).all()
    session.execute(delete(PackFile).where(PackFile.pack_id.in_(pack_ids)))
    session.execute(delete(StoredFile).where(StoredFile.id.in_(files)))
    session.execute(delete(Pack).where(Pack.id.in_(pack_ids)))
