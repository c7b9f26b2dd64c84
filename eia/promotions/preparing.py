"""What `eia jobs` does when somebody asked for a preview: makes what everybody would read.

Only the functions called here import scipy, and only while they run.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import rfc8785
import structlog
from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.audit.record import SYSTEM
from eia.audit.recording import record
from eia.db import db, transaction
from eia.notices.jobs import Job
from eia.notices.leaving import left_when_stopped
from eia.promotions.case import load_process
from eia.promotions.counted import counts_of, sheets_of
from eia.promotions.figures.counts import ProcessCounts
from eia.promotions.figures.results import FORMAT, canonical
from eia.promotions.models import (
    CountEdition,
    CountSheet,
    PromotionProcess,
    PromotionRelease,
    ReleaseContent,
    ReleasePreview,
    ReleaseTable,
)
from eia.promotions.models.releasing import NOUGHTS_SHOWN
from eia.promotions.releasing.cells import Cell, Counted
from eia.promotions.releasing.release import Release, Thresholds

if TYPE_CHECKING:
    from eia.promotions.releasing.making import Before

EVERY_SECONDS = 4
METHOD = "decision-0035"
"""How what is hidden was chosen, by its name."""
BROKE = "The preview could not be made, and why is in the log of the service. Tell your administrator."

log = structlog.get_logger()


def preparing() -> Job:
    """The job that makes the previews asked for. One node at a time does it: the lease is the job's own."""
    return Job("prepare releases of promotion processes", EVERY_SECONDS, prepare_asked)


def prepare_asked() -> int:
    """Make every preview that was asked for and is not there; how many."""
    query = select(ReleasePreview.id).where(~ReleasePreview.content.has()).order_by(ReleasePreview.id)
    waiting = list(db.session.scalars(query))
    db.session.rollback()
    for preview_id in waiting:
        prepare_one(preview_id)
    return len(waiting)


@dataclass(frozen=True)
class _Task:
    """All that is needed to make one preview, read before it is made."""

    process_id: int
    counts: ProcessCounts
    thresholds: dict[str, int]
    before: tuple["Before", ...]


def prepare_one(preview_id: int) -> None:
    """Its content, or why there is none."""
    try:
        task = _read(db.session(), preview_id)
        from eia.promotions.releasing.making import make_release

        with left_when_stopped():
            made: Release | str | None = make_release(
                task.counts, Thresholds(task.thresholds), task.before, release_key()
            )
    except Exception:
        log.exception("a preview could not be made", preview=preview_id)
        made = None
    db.session.rollback()
    with transaction() as session:
        _keep(session, session.get_one(ReleasePreview, preview_id), made)


def release_key() -> bytes:
    """What digests of released counts are keyed with: of the secret of this service, and for nothing else."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, b"eia: digests of released counts", "sha256").digest()


def _read(session: Session, preview_id: int) -> _Task:
    from eia.promotions.releasing.making import Before

    preview = session.get_one(ReleasePreview, preview_id)
    process = load_process(session, preview.process_id).process
    query = (
        select(PromotionRelease)
        .where(PromotionRelease.process_id == process.id, PromotionRelease.number <= preview.after)
        .options(joinedload(PromotionRelease.content).joinedload(ReleaseContent.preview))
        .order_by(PromotionRelease.number)
    )
    before = []
    for row in session.scalars(query):
        content = row.content
        shown, thresholds = shown_cells(content.shown), Thresholds(content.thresholds)
        before.append(Before(_counts(session, process, content.preview.edition), shown, thresholds))
    counts = _counts(session, process, preview.edition)
    task = _Task(process.id, counts, dict.fromkeys(counts.organisations, preview.threshold), tuple(before))
    session.rollback()
    session.expunge_all()
    return task


def _counts(session: Session, process: PromotionProcess, edition: int) -> ProcessCounts:
    """As they stood with that edition."""
    until = (
        select(func.max(CountSheet.id))
        .join(CountEdition, CountEdition.id == CountSheet.edition_id)
        .where(CountEdition.process_id == process.id, CountEdition.number <= edition)
    )
    return counts_of(process, sheets_of(session, process.id, until=session.scalar(until) or 0))


def _keep(session: Session, preview: ReleasePreview, made: Release | str | None) -> None:
    process = load_process(session, preview.process_id, lock=True).process
    content = ReleaseContent(preview_id=preview.id, made_at=clock.now(), salt=secrets.token_hex(16), digest="")
    tables = _fill(content, preview, made)
    content.digest = digest_of(content, tables)
    session.add(content)
    session.flush()
    for one in tables:
        one.content_id = content.id
    session.add_all(tables)
    session.flush()
    after = {"preview": preview.id, "edition": preview.edition, "content": content.id, "digest": content.digest}
    record(session, process, "promotion_preview_made", actor=SYSTEM, sentence=_said(content), after=after)


def _fill(content: ReleaseContent, preview: ReleasePreview, made: Release | str | None) -> list[ReleaseTable]:
    content.fault = BROKE if made is None else ""
    content.withheld = made if isinstance(made, str) else ""
    content.noughts, content.method, content.format = NOUGHTS_SHOWN, METHOD, FORMAT
    if made is None or isinstance(made, str):
        content.thresholds, content.limits, content.scipy, content.shown = {}, "", "", b"[]"
        content.small, content.besides, content.nothing_of, content.counts_digest = 0, 0, [], ""
        return []
    results = made.results
    content.thresholds, content.limits, content.scipy = dict(made.thresholds.of), results.limits, results.scipy
    content.small, content.besides = made.small, made.besides
    content.nothing_of, content.counts_digest = [list(place) for place in made.withheld], made.digest
    content.shown = rfc8785.dumps([list(cell) for cell in sorted(made.shown)])
    return [
        ReleaseTable(
            position=position, basis=table.basis, stage=table.stage, breakdown=table.breakdown,
            organisation=table.organisation, verdict=table.verdict, findings=len(table.findings),
            hidden=[list(one) for one in hidden], body=canonical(table),
        )
        for position, (table, hidden) in enumerate(zip(results.tables, made.hidden, strict=True))
    ]  # fmt: skip


def digest_of(content: ReleaseContent, tables: Sequence[ReleaseTable]) -> str:
    """One digest over the salt, all that is said of how it was made, and the tables in their order."""
    head: dict[str, Any] = {
        "fault": content.fault, "withheld": content.withheld, "thresholds": content.thresholds,
        "noughts": content.noughts, "method": content.method, "limits": content.limits, "scipy": content.scipy,
        "format": content.format, "small": content.small, "besides": content.besides,
        "nothing_of": content.nothing_of, "counts": content.counts_digest,
    }  # fmt: skip
    bodies = [sha256(one.body + rfc8785.dumps(one.hidden)).hexdigest() for one in tables]
    parts = [content.salt, rfc8785.dumps(head).decode(), sha256(content.shown).hexdigest(), *bodies]
    return sha256("\n".join(parts).encode()).hexdigest()


def shown_cells(content: bytes) -> frozenset[Cell]:
    rows = json.loads(content)
    return frozenset(Cell(row[0], row[1], row[2], row[3], Counted(row[4])) for row in rows)


def _said(content: ReleaseContent) -> str:
    if content.fault:
        return "The preview of a release could not be made"
    return "A release is withheld" if content.withheld else "The preview of a release is ready"
