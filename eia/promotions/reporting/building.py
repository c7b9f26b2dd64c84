"""What `eia jobs` does when a release was made: builds its report, once. What draws is imported while it does."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import structlog
from flask import Flask
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import SYSTEM
from eia.audit.recording import record
from eia.db import db, transaction
from eia.downloads import BYTE_ORDER_MARK, harmless
from eia.notices.jobs import Job
from eia.notices.leaving import left_when_stopped
from eia.pages import day
from eia.promotions.case import load_process
from eia.promotions.hidden_words import what_is_hidden
from eia.promotions.models import PromotionProcess, PromotionRelease, ReleaseReport
from eia.promotions.released import Released, releases_of, tables_of
from eia.promotions.reporting.document import Found, report_of
from eia.promotions.reporting.lines import COLUMNS, lines_of

EVERY_SECONDS = 4
KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
"""In the order in which their digest is made."""
BROKE = "The files could not be built, and why is in the log of the service. Tell your administrator."

log = structlog.get_logger()


def reporting(app: Flask) -> Job:
    """The job that builds the report of each release. One node at a time does it: the lease is the job's own."""
    return Job("build reports of releases", EVERY_SECONDS, lambda: build_new(app))


def build_new(app: Flask) -> int:
    """Build every report that is not there; how many."""
    there = exists().where(ReleaseReport.release_id == PromotionRelease.id)
    query = select(PromotionRelease.id, PromotionRelease.process_id, PromotionRelease.number)
    waiting = db.session.execute(query.where(~there).order_by(PromotionRelease.id)).all()
    db.session.rollback()
    for release_id, process_id, number in waiting:
        _build_one(app, release_id, process_id, number)
    return len(waiting)


def files_of(app: Flask, process: PromotionProcess, release: Released, found: Found, at: datetime) -> dict[str, bytes]:
    """The same bytes for the same release."""
    from eia.printing.pages import plain_pages
    from eia.printing.web import plain_web
    from eia.printing.word import plain_word

    hidden = what_is_hidden(
        process, threshold=release.threshold, noughts=release.noughts, small=release.small, besides=release.besides,
        nothing_of=release.nothing_of,
    )  # fmt: skip
    document = report_of(process, found, list(_how(release)), list(hidden))
    return {
        "html": plain_web(app, document), "pdf": plain_pages(document, at), "docx": plain_word(document, at),
        "csv": spreadsheet(process, found),
    }  # fmt: skip


def spreadsheet(process: PromotionProcess, found: Found) -> bytes:
    """What a spreadsheet would take for a formula is marked as text."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in line] for line in (COLUMNS, *lines_of(process, found)))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def found_in(session: Session, release: Released) -> Found:
    return [(one.table, one.hidden) for one in tables_of(session, release.content_id)]


def _build_one(app: Flask, release_id: int, process_id: int, number: int) -> None:
    session: Session = db.session()
    process = load_process(session, process_id).process
    release = next(one for one in releases_of(session, process_id) if one.number == number)
    found = found_in(session, release)
    session.expunge_all()  # before the transaction ends, for that would forget what was read
    session.rollback()
    try:
        with left_when_stopped():
            files = files_of(app, process, release, found, release.made_at)
    except Exception:
        log.exception("a report could not be built", release=release_id)
        files = dict.fromkeys(KINDS, b"")
    with transaction() as session:
        _keep(session, process_id, release_id, number, files)


def _keep(session: Session, process_id: int, release_id: int, number: int, files: dict[str, bytes]) -> None:
    process = load_process(session, process_id, lock=True).process
    fault = "" if files["pdf"] else BROKE
    row = ReleaseReport(
        release_id=release_id, fault=fault, digest=digest_of(files), made_at=clock.now(), **files
    )  # fmt: skip
    session.add(row)
    session.flush()
    done = f"The report of release {number} could not be built" if fault else f"Built the report of release {number}"
    after = {"report": row.id, "release": number, "digest": row.digest}
    record(session, process, "promotion_report_built", actor=SYSTEM, sentence=done, after=after)


def digest_of(files: dict[str, bytes]) -> str:
    return sha256("\n".join(sha256(files[kind]).hexdigest() for kind in KINDS).encode()).hexdigest()


def _how(release: Released) -> Iterator[tuple[str, str]]:
    yield "Release", f"{release.number}, by {release.made_by} on {day(release.made_at)}"
    yield "Threshold", f"{release.threshold} people"
    yield "Counts", f"Edition {release.edition}"
    yield "Method", f"eia, {release.method}; limits {release.limits}; scipy {release.scipy}"
    yield "Digest of the counts", release.digest
