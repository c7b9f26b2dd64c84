"""The rows of lists: added, changed, removed, each on a page of its own."""

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.copies import throw_away
from eia.assessments.commands.writing import delete_row, may_write, save_row
from eia.assessments.forms.row import RowForm
from eia.assessments.forms.rows import FORMS as ROW_FORMS
from eia.assessments.forms.rows import MitigationRowForm, row_form
from eia.assessments.forms.writing import in_words
from eia.assessments.queries import people_of
from eia.assessments.sections import FIXED
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, posted_number, to, whole
from eia.assessments.views.colliding import Sheet, keep_typed, typed_in
from eia.assessments.views.going_on import can_write, next_to_meet
from eia.assessments.views.offers import where_it_is
from eia.assessments.views.saving import write
from eia.assessments.writing.rows import KINDS
from eia.assessments.writing.sheets import Place, row_place
from eia.assessments.writing.writers import revision_of, said_at
from eia.db import db, transaction
from eia.errors import NotFound


@blueprint.route(f"{VERSION}/rows/<kind>/new", methods=["GET", "POST"])
def add_row(reference: str, number: int, kind: str) -> Response | str:
    first = whole(reference, number)
    if kind not in ROW_FORMS:
        raise NotFound("There is no such list.")
    target = request.args.get("target", "")[:40]
    people = _people(first, kind)

    def read(case: Case) -> Sheet:
        form = row_form(case, kind, people=people, target=target)
        place = row_place(kind, None, str(form.target.data or "") if isinstance(form, MitigationRowForm) else "")
        return _row_sheet(case, kind, form, None, place)

    def save(session: Session, sheet: Sheet) -> Case:
        values = sheet.form.values()
        return save_row(session, sheet.case.version_id, kind, None, values, by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        flash(f"{KINDS[kind].title} added.", "done")
        return after_row(saved, kind)

    try:
        return write(first, read, save, after)
    except NotFound as gone:
        return _gone(first, kind, row_form(first, kind, people=people, target=target), None, gone)


def _row_sheet(case: Case, kind: str, form: Any, row: Any, place: Place) -> Sheet:
    return Sheet(case, place, KINDS[kind].title, form, show=lambda: row_page(case, kind, form, row, place))


def after_row(case: Case, kind: str) -> Response:
    """To the next harm or gap that nothing meets yet when that was pressed; else to the list."""
    if request.form.get("then") == "next" and kind == "mitigation" and (target := next_to_meet(case)):
        return to("add_row", case, kind="mitigation", target=target)
    return to("section", case, key=KINDS[kind].section, anchor=f"list-{kind}")


@blueprint.route(f"{VERSION}/rows/<kind>/<int:row_id>", methods=["GET", "POST"])
def change_row(reference: str, number: int, kind: str, row_id: int) -> Response | str:
    place = row_place(kind, row_id) if kind in ROW_FORMS else None
    if place is None:
        raise NotFound("There is no such list.")
    first = whole(reference, number)
    people = _people(first, kind)

    def read(case: Case) -> Sheet:
        row = next((r for r in KINDS[kind].rows(case) if r.id == row_id), None)
        if row is None:
            raise NotFound("It was removed since you opened it.")
        form = row_form(case, kind, row, people=people, target=_target(row) if kind == "mitigation" else "")
        return _row_sheet(case, kind, form, row, place)

    def save(session: Session, sheet: Sheet) -> Case:
        values = sheet.form.values()
        return save_row(session, sheet.case.version_id, kind, row_id, values, by=me(), seen=sheet.seen)

    def after(saved: Case) -> Response:
        flash("Saved.", "done")
        return after_row(saved, kind)

    try:
        return write(first, read, save, after)
    except NotFound as gone:
        return _gone(first, kind, row_form(first, kind, people=people), place, gone)


def _gone(case: Case, kind: str, form: RowForm, place: Place | None, gone: NotFound) -> Response:
    """What was written on, or what it is about, was removed: what it said, and what was typed, to be added again."""
    if request.method != "POST" or not can_write(case, KINDS[kind].section):
        raise gone
    said = said_at(db.session(), case, KINDS[kind].section, form.seen.data or 0) if place else None
    before = form.theirs(said or {}, place.prefix if place else "")
    mine = form.yours()
    target = form.target.data or "" if isinstance(form, MitigationRowForm) else ""
    keep_typed(case, row_place(kind, None, target), form)
    if place:
        with transaction() as session:
            throw_away(session, case.version.id, place.path, person_id=me().person_id)
    page = render_template(
        "assessments/removed.html",
        case=case,
        kind=KINDS[kind],
        reason=gone.reasons[0].text,
        before=[(f.label.text, in_words(f, before[n])) for n, f in form.written() if before[n]],
        yours=[(f.label.text, in_words(f, mine[n])) for n, f in form.written() if mine[n]],
        carried=[(n, t) for n, ts in typed_in(form).items() for t in ts],
        target=target,
        window=form.copy.data or "",
        again=place is not None,
    )
    return make_response(page, 409)


def row_page(case: Case, kind: str, form: Any, row: Any, place: Place) -> str:
    own = beside(case, place, form)
    target = form.target.data if isinstance(form, MitigationRowForm) else ""
    return render_template(
        "assessments/row.html",
        case=case,
        kind=KINDS[kind],
        form=form,
        row=row,
        target=_target_words(case, str(target or "")) if kind == "mitigation" else "",
        section_title=FIXED[KINDS[kind].section].title,
        writable=can_write(case, KINDS[kind].section),
        beside=own,
        where=where_it_is(case, me()),
    )


@blueprint.post(f"{VERSION}/rows/<kind>/<int:row_id>/remove")
def remove_row(reference: str, number: int, kind: str, row_id: int) -> Response:
    case = whole(reference, number)
    if kind not in KINDS:
        raise NotFound("There is no such list.")
    section, version_id, seen = KINDS[kind].section, case.version.id, posted_number("seen")
    may_write(case, section, me())
    if all(row.id != row_id for row in KINDS[kind].rows(case)):
        flash("It was removed already.", "note")
        return to("section", case, key=section)
    now = revision_of(case, section)
    if seen != now and _says(case, kind, row_id, seen) != _says(case, kind, row_id, now):
        flash("It was changed since you opened it. Read it as it is now, then remove it if you still want to.", "note")
        return to("change_row", case, kind=kind, row_id=row_id)
    with transaction() as session:
        case = delete_row(session, version_id, kind, row_id, by=me(), seen=now)
    flash("Removed. What it said stays in the trail.", "done")
    return to("section", case, key=section)


def _says(case: Case, kind: str, row_id: int, revision: int) -> Mapping[str, Any] | None:
    """What the row said at that revision of its section; None when that is not kept any more."""
    said = said_at(db.session(), case, KINDS[kind].section, revision)
    prefix = row_place(kind, row_id).prefix
    return None if said is None else {name: value for name, value in said.items() if name.startswith(prefix)}


def _people(case: Case, kind: str) -> list[Any]:
    return people_of(db.session(), case.organisation_ids) if kind == "mitigation" else []


def _target(row: Any) -> str:
    if row.impact_id:
        return f"impact-{row.impact_id}"
    return f"gap-{row.gap_id}" if row.gap_id else f"cell-{row.cell_id}"


def _target_words(case: Case, target: str) -> str:
    """What a mitigation meets, in words."""
    name, _, key = target.partition("-")
    for impact in case.version.impacts if name == "impact" else ():
        if str(impact.id) == key:
            return f"{case.about_words(impact.about)} ({case.framework.population(impact.population).who})"
    for gap in case.version.gaps if name == "gap" else ():
        if str(gap.id) == key:
            return gap.missing
    for cell in case.version.cells if name == "cell" else ():
        if str(cell.id) == key:
            who = case.framework.population(cell.population).who
            return f"{case.framework.characteristic(cell.characteristic).title} ({who})"
    raise NotFound("What this was about is not there any more.")
