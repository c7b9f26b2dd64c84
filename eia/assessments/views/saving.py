"""Saving what was typed on a page, when others may have saved it meanwhile.

`write` is the one way: check, merge what goes together by itself, save; else show both texts and the common base.
The pages only say how their sheet is read and which command saves it.
"""

from collections.abc import Callable

from flask import flash, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.copies import forget_copy
from eia.assessments.views.blueprint import me, posted_number, whole
from eia.assessments.views.colliding import Sheet, chosen, collided
from eia.assessments.writing.merging import FINISHED, merge, thoughts_of
from eia.assessments.writing.writers import revision_of, said_at
from eia.db import db, transaction
from eia.errors import Busy, Stale
from eia.pages import joined

TRIES = 20
"""How often somebody else may be quicker before the service says that it is busy."""

Read = Callable[[Case], Sheet]
Save = Callable[[Session, Sheet], Case]


def write(case: Case, read: Read, save: Save, after: Callable[[Case], Response]) -> Response | str:
    """Show the page; on a post save it, or show what is in the way."""
    reference, number = case.assessment.reference, case.version.number
    sheet = read(case)
    if request.method != "POST":
        return sheet.show()
    for _ in range(TRIES):
        stopped = _choose(sheet) or _check(sheet) or _merge(sheet)
        if stopped is not None:
            return stopped
        try:
            saved = _saved(sheet, save)
        except Stale:
            sheet = read(whole(reference, number))
            continue
        _say_what_was_taken(sheet)
        return after(saved)
    raise Busy("Many people are saving here at once and nothing was saved. Wait a moment, then press the button again.")


def _saved(sheet: Sheet, save: Save) -> Case:
    window = sheet.form.copy.data or ""
    with transaction() as session:
        case = save(session, sheet)
        forget_copy(session, case.version_id, sheet.place.path, person_id=me().person_id, window=window)
    return case


def _choose(sheet: Sheet) -> Response | None:
    """What was decided on the page that showed both texts; that page again when something is left undecided."""
    if "started" not in request.form:
        return None
    started = posted_number("started")
    theirs = said_at(db.session(), sheet.case, sheet.place.section, sheet.seen)
    if theirs is None:
        return collided(sheet, started)
    base = said_at(db.session(), sheet.case, sheet.place.section, started)
    values = chosen(sheet, base, theirs)
    if values is None:
        return collided(sheet, started, undecided=True)
    sheet.form.fill(values)
    return None


def _check(sheet: Sheet) -> str | None:
    return None if sheet.holds() else sheet.show()


def _merge(sheet: Sheet) -> Response | None:
    """Put in the form what others changed and this person did not; the page with both texts where both changed it."""
    now = revision_of(sheet.case, sheet.place.section)
    if sheet.seen == now:
        return None
    session, form = db.session(), sheet.form
    base = said_at(session, sheet.case, sheet.place.section, sheet.seen)
    theirs = said_at(session, sheet.case, sheet.place.section, now) or {}
    prefix = sheet.place.prefix
    started = None if base is None else form.theirs(base, prefix)
    merged = merge(started, form.theirs(theirs, prefix), form.yours(), thoughts_of(sheet.place.path))
    if merged.disputed:
        return collided(sheet, sheet.seen)
    form.fill(merged.values)
    form.seen.data = now
    sheet.taken = [sheet.label(name) for name in merged.taken if name != FINISHED]
    return None


def _say_what_was_taken(sheet: Sheet) -> None:
    if sheet.taken:
        flash(f"Somebody else saved this page while you wrote. Kept from them: {joined(sheet.taken)}.", "note")
