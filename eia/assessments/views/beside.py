"""What stands beside the text while people write: their unsaved text, who else is here, and the background save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.copies import be_seen, keep_copy, throw_away
from eia.assessments.commands.writing import may_write
from eia.assessments.forms.rows import Rows
from eia.assessments.forms.writing import WritingForm
from eia.assessments.views.blueprint import VERSION, blueprint, me, posted_number, to, whole, writable
from eia.assessments.views.going_on import can_write
from eia.assessments.writing.sheets import Place, place_at
from eia.assessments.writing.writers import copy_of, others_in, revision_of
from eia.db import db, transaction
from eia.errors import NotFound
from eia.forms import without_refused
from eia.pages import joined, time_of_day

MINE = "mine"
"""The value of `?copy=` when somebody goes on with what they had typed."""
HIDDEN = ("csrf_token", "copy", "typed")


@dataclass(frozen=True, slots=True)
class Beside:
    """`offered` is when the unsaved text was kept, if there is any to go on with; `window` whose copy is shown."""

    keeps: str
    throws_away: str
    goes_on: str
    others: str
    offered: datetime | None = None
    window: str = ""
    went_on: bool = False
    changed: bool = False
    """The section was saved since that text was begun."""


def beside(case: Case, place: Place, form: WritingForm, rows: Rows | None = None) -> Beside | None:
    """None where nothing can be written. Puts the unsaved text in the form when it was asked for."""
    if not can_write(case, place.section):
        return None
    session, by = db.session(), me()
    copy = copy_of(session, case.version.id, place.path, by.person_id)
    window = form.copy.data or ""
    ours = bool(copy and request.method == "POST" and copy.window == window)
    went_on = bool(copy and request.method == "GET" and request.args.get("copy") == MINE)
    if copy and went_on:
        typed = MultiDict([(name, text) for name, texts in copy.fields.items() for text in texts])
        for each in (form, *[row for forms in (rows or {}).values() for row in forms]):
            each.continue_from(typed)
        window = form.copy.data = copy.window
    address = {**case.address, "page": place.path}
    return Beside(
        keeps=url_for("assessments.keep_working_copy", **address),  # type: ignore[arg-type]
        throws_away=url_for("assessments.throw_away_working_copy", **address),  # type: ignore[arg-type]
        goes_on=_with_copy(case, place),
        others=others_words(others_in(session, case.version.id, place.section, by.person_id)),
        offered=copy.kept_at if copy and not ours else None,
        window=window,
        went_on=went_on,
        changed=bool(copy and copy.revision != revision_of(case, place.section)),
    )


def others_words(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"{joined(names)} {'is' if len(names) == 1 else 'are'} writing in this section too."


@blueprint.post(f"{VERSION}/working-copy/<path:page>")
def keep_working_copy(reference: str, number: int, page: str) -> Response:
    """The background save: keeps what is typed when there is something new, and says who else is here."""
    case = whole(reference, number)
    place, by = place_at(case, page), me()
    may_write(case, place.section, by)
    version_id, kept = case.version.id, None
    with transaction() as session:
        be_seen(session, version_id, place.section, person_id=by.person_id)
        if request.form.get("typed"):
            kept = keep_copy(
                session, version_id, place.path, _posted(), person_id=by.person_id,
                window=request.form.get("copy", "")[:40], revision=posted_number("seen"),
            )  # fmt: skip
    others = others_words(others_in(db.session(), version_id, place.section, by.person_id))
    return jsonify(kept_at=time_of_day(kept) if kept else "", others=others)


@blueprint.post(f"{VERSION}/working-copy-thrown-away/<path:page>")
def throw_away_working_copy(reference: str, number: int, page: str) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        throw_away(session, version_id, page, person_id=me().person_id)
    flash("Thrown away. What was saved stands here.", "done")
    case = whole(reference, number)
    try:
        return redirect(_address(case, place_at(case, page)), 303)
    except NotFound:
        return to("version", case)


def _posted() -> dict[str, list[str]]:
    return {
        name: [without_refused(text) for text in texts] for name, texts in request.form.lists() if name not in HIDDEN
    }


def _address(case: Case, place: Place) -> str:
    return f"{url_for('assessments.version', **case.address)}/{place.address}"  # type: ignore[arg-type]


def _with_copy(case: Case, place: Place) -> str:
    address = _address(case, place)
    return f"{address}{'&' if '?' in address else '?'}copy={MINE}"
