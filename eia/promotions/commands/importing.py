"""A file that was read waits for a yes; then `eia jobs` takes it in, whole or not at all."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.errors import NotFound, NotOffered, Refusal
from eia.notices.jobs import Job
from eia.people.models import Person
from eia.people.queries import Standings, standings_of
from eia.promotions.case import load_process
from eia.promotions.commands.counting import allow, save_counts
from eia.promotions.counted import Place, sheets_of
from eia.promotions.figures.counts import Tally
from eia.promotions.intake import Line, merged
from eia.promotions.models import CountImport

GONE = "This file was taken in or put aside already. Send it again if you need it."
NOTHING_NEW = "It says what stands there already, so nothing was changed."
PIECE = 5_000
EVERY_SECONDS = 4
BROKE = "Something went wrong, and nothing was taken in. It is in the log of the service. Tell your administrator."


def stage_lines(session: Session, process_id: int, lines: Sequence[Line], *, by: Standings) -> CountImport:
    """Keep the lines until somebody says yes or no. An older file of the same person is put aside."""
    case = load_process(session, process_id, lock=True)
    allow(case, {line[2] for line in lines}, by)
    waiting = select(CountImport).where(
        CountImport.process_id == process_id, CountImport.made_by == by.person_id, CountImport.state == "read"
    )
    for old in session.scalars(waiting):
        _empty(old, "dropped")
    row = CountImport(
        process_id=process_id, state="read", lines=[list(line) for line in lines], count=len(lines),
        seen=case.process.counts_from, made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def import_of(session: Session, process_id: int, import_id: int, by: Standings, *, lock: bool = False) -> CountImport:
    """The file of this person; nobody else may know of it."""
    query = select(CountImport).where(
        CountImport.id == import_id, CountImport.process_id == process_id, CountImport.made_by == by.person_id
    )
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("There is no such file, or you may not see it.")
    return row


def ask_for(session: Session, process_id: int, import_id: int, *, by: Standings) -> None:
    row = import_of(session, process_id, import_id, by, lock=True)
    if row.state != "read":
        raise NotOffered(GONE)
    allow(load_process(session, process_id), {line[2] for line in row.lines}, by)
    row.state = "asked"


def drop(session: Session, process_id: int, import_id: int, *, by: Standings) -> None:
    row = import_of(session, process_id, import_id, by, lock=True)
    if row.state != "read":
        raise NotOffered(GONE)
    _empty(row, "dropped")


def taking_in() -> Job:
    """The job that takes in what was said yes to."""
    return Job("take in counts", EVERY_SECONDS, take_asked)


def take_asked() -> int:
    """Take in every file that was said yes to; how many."""
    ids = list(db.session.scalars(select(CountImport.id).where(CountImport.state == "asked").order_by(CountImport.id)))
    db.session.rollback()
    for import_id in ids:
        _take(import_id)
    return len(ids)


def _take(import_id: int) -> None:
    """In pieces up to the last step, so that its reader sees it move; then all at once."""
    try:
        sheets = _put_together(import_id)
        with transaction() as session:
            row = session.get_one(CountImport, import_id)
            by = standings_of(session, session.get_one(Person, row.made_by))
            edition = save_counts(session, row.process_id, sheets, came_by="file", seen=row.seen, by=by)
            row.edition_id, row.fault = (edition.id, "") if edition else (None, NOTHING_NEW)
            _empty(row, "taken")
    except Exception as error:
        words = " ".join(one.text for one in error.reasons) if isinstance(error, Refusal) else BROKE
        with transaction() as session:
            row = session.get_one(CountImport, import_id)
            row.fault = words
            _empty(row, "failed")
        if not isinstance(error, Refusal):
            raise


def _put_together(import_id: int) -> dict[Place, dict[str, Tally]]:
    """The sheets as they will stand; how far it is stands in the row for whoever waits."""
    session: Session = db.session()
    row = session.get_one(CountImport, import_id)
    lines, sheets = [cast("Line", tuple(line)) for line in row.lines], sheets_of(session, row.process_id)
    session.rollback()
    for start in range(0, len(lines), PIECE):
        sheets |= merged(lines[start : start + PIECE], sheets)
        with transaction() as session:
            done = min(start + PIECE, len(lines))
            session.execute(update(CountImport).where(CountImport.id == import_id).values(done=done))
    named = {Place(*line[:3]) for line in lines}
    return {place: cells for place, cells in sheets.items() if place in named}


def _empty(row: CountImport, state: str) -> None:
    row.state, row.lines = state, []
