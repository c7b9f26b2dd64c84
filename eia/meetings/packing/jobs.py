"""What `eia jobs` does with packs that were asked for: one at a time, then the tidying up after them."""

from datetime import datetime
from pathlib import Path

import structlog
from flask import Flask
from werkzeug.routing import BuildError

from config import Settings
from eia.db import db, transaction
from eia.errors import Refusal
from eia.files.keeping import keep_made, path_of
from eia.meetings.models import AgendaItem, ItemPaper, Pack
from eia.meetings.packing import leases
from eia.meetings.packing.document import Document
from eia.meetings.packing.gathering import gathered
from eia.meetings.packing.leases import LEASE, Claim, Kept, Lost
from eia.notices.jobs import Job

EVERY_SECONDS = 4
AT_ONCE = 5
"""Packs built before other work is looked at again."""
PAPER = "meetings.paper"
"""The page that gives out a paper."""
BROKE = (
    "Something went wrong while it was built, and it is in the log of the service. Ask for it again; if it fails "
    "again, tell your administrator."
)

log = structlog.get_logger()


def building(app: Flask) -> Job:
    """The job that builds what was asked for."""
    return Job("build packs", EVERY_SECONDS, lambda: build_asked(app), may_take_seconds=LEASE.total_seconds())


def build_asked(app: Flask, *, most: int = AT_ONCE) -> int:
    """Build what was asked for; how many packs came to an end."""
    ended = 0
    while ended < most and leases.anything_asked():
        with transaction() as session:
            claim = leases.claimed(session)
        if claim is not None:
            build(app, claim)
        ended += 1
    return ended


def build(app: Flask, claim: Claim) -> None:
    """To its end, good or bad; a pack that was lost on the way is somebody else's."""
    settings: Settings = app.extensions["eia_settings"]
    kept: list[Kept] = []
    try:
        document, revision, at = document_of(app, claim.pack_id)
        kept = _drawn(app, document, at, claim)
        with transaction() as session:
            leases.finish(session, claim, kept, revision)
        log.info("pack built", pack=claim.pack_id, items=len(document.items))
    except Lost:
        _throw_away(settings, kept)
        log.warning("pack lost to another process", pack=claim.pack_id)
    except Exception as error:
        _throw_away(settings, kept)
        log.exception("pack could not be built", pack=claim.pack_id)
        leases.fail(claim, " ".join(one.text for one in error.reasons) if isinstance(error, Refusal) else BROKE)


def document_of(app: Flask, pack_id: int) -> tuple[Document, int, datetime]:
    """What the pack says, the revision of the meeting it shows, and the instant it is dated: all read at once."""
    settings: Settings = app.extensions["eia_settings"]

    def address(item: AgendaItem, paper: ItemPaper) -> str:
        given = {"item_id": item.id, "paper_id": paper.id}
        try:
            return str(app.url_map.bind("localhost").build(PAPER, given))
        except BuildError:
            return f"/meetings/items/{item.id}"

    session = db.session()
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        found = gathered(session, session.get_one(Pack, pack_id), address, settings.address.rstrip("/"))
        return found.document(), found.case.revision, found.stood_at.replace(microsecond=0)
    finally:
        session.rollback()
        session.expunge_all()


def _drawn(app: Flask, document: Document, at: datetime, claim: Claim) -> list[Kept]:
    """The files, kept. What draws them is imported here: it is heavy, and most days nothing is built."""
    from eia.meetings.packing.building import TYPES, built

    settings: Settings = app.extensions["eia_settings"]
    folder = Path(settings.files)
    made = built(app, document, folder, at, lambda done, of: leases.renew(claim, done, of))
    return [
        Kept(form, keep_made(content, folder, form, TYPES[form]), made.pages if form == "pdf" else None)
        for form, content in made.files.items()
    ]


def _throw_away(settings: Settings, kept: list[Kept]) -> None:
    for one in kept:
        path_of(Path(settings.files), one.received.place).unlink(missing_ok=True)
