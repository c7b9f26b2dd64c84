"""One message a day: what is held for those who chose so is gathered each morning into one notice with its contents.

Each notice held stays a row of its own and follows the fate of the message that carries it, so that the proof of who
was told what is the same for everybody. The words are written before the transaction, as for every mail.
"""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import groupby

from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, joinedload

from config import Settings
from eia import clock
from eia.db import db, transaction
from eia.notices.jobs import Job
from eia.notices.letters import words_of
from eia.notices.models import DigestPart, Notice, Posting
from eia.notices.outbox import queue_notice
from eia.notices.posting import SETTINGS

EVENT = "digest"
MORNING = time(7)
"""London time: what was queued before goes with the message of the day."""
MOST = 1_000
"""Notices gathered in one run; the rest go with the next."""


def gathering(app: Flask) -> Job:
    """The job that gathers, every quarter of an hour; before seven there is nothing to do."""
    return Job("gather messages", 900, lambda: gather(app))


def following() -> Job:
    """The job that gives what was carried the fate of the message that carried it."""
    return Job("follow messages", 10, follow)


def gather(app: Flask) -> int:
    """Make the message of the day for everybody something is held for; how many messages."""
    now = clock.london(clock.now())
    border = datetime.combine(now.date(), MORNING, tzinfo=clock.LONDON)
    if now < border:
        return 0
    found = db.session.scalars(_held().where(Notice.queued_at < border).limit(MOST)).all()
    settings: Settings = app.extensions[SETTINGS]
    count = 0
    for person_id, group in groupby(found, key=lambda notice: notice.person_id):
        notices = list(group)
        parts = [{"subject": each.subject, "text": _part(app, each, settings)} for each in notices]
        ids = [notice.id for notice in notices]
        db.session.rollback()
        with transaction() as session:
            count += _carry(session, person_id, ids, parts)
    db.session.rollback()
    return count


def _held() -> Select[Notice]:
    """What no message carries yet, person by person."""
    carried = select(DigestPart.notice_id).where(DigestPart.notice_id == Notice.id)
    query = select(Notice).where(Notice.state == Posting.HELD, ~carried.exists())
    return query.options(joinedload(Notice.person)).order_by(Notice.person_id, Notice.id)


def _part(app: Flask, notice: Notice, settings: Settings) -> str:
    """What the mail would say by itself, without its greeting and its foot."""
    text = words_of(app, notice, notice.person.name, settings.address, {})
    return text.partition("\n--\n")[0].partition("\n")[2].strip()


def _carry(session: Session, person_id: int, ids: Sequence[int], parts: Sequence[dict[str, str]]) -> int:
    """One notice that carries these; none when another process was faster."""
    still = set(session.scalars(_held().with_only_columns(Notice.id).where(Notice.id.in_(ids))))
    if still != set(ids):
        return 0
    subject = parts[0]["subject"] if len(parts) == 1 else f"{len(parts)} messages about equality impact assessments"
    (digest,) = queue_notice(session, event=EVENT, to=[person_id], subject=subject, values={"parts": parts})
    session.flush()
    session.add_all(DigestPart(notice_id=notice_id, digest_id=digest.id) for notice_id in ids)
    return 1


def follow() -> int:
    """Give what was carried the fate of the message that carried it; how many notices."""
    digest = aliased(Notice)
    query = (
        select(Notice, digest)
        .join(DigestPart, DigestPart.notice_id == Notice.id)
        .join(digest, digest.id == DigestPart.digest_id)
        .where(Notice.state == Posting.HELD, digest.state.in_((Posting.POSTED, Posting.PERHAPS_SENT, Posting.FAILED)))
        .limit(MOST)
    )
    found = db.session.execute(query.with_only_columns(Notice.id)).first()
    db.session.rollback()
    if found is None:
        return 0
    with transaction() as session:
        pairs = session.execute(query).all()
        for notice, carrier in pairs:
            notice.state, notice.posted_at, notice.problem = carrier.state, carrier.posted_at, carrier.problem
            notice.address, notice.text = carrier.address, carrier.text
            notice.attempts = carrier.attempts
        return len(pairs)
