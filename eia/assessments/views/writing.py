"""Writing: start an assessment, the pages of the sections, and the rows of lists."""

from typing import Any

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.starting import start_assessment
from eia.assessments.commands.writing import delete_row, reply_to_points, save_row, save_section
from eia.assessments.forms.points import points_form
from eia.assessments.forms.rows import FORMS as ROW_FORMS
from eia.assessments.forms.rows import MitigationRowForm, Rows, given, new_rows, row_form
from eia.assessments.forms.sections import section_form
from eia.assessments.forms.starting import start_form
from eia.assessments.guards.missing import missing
from eia.assessments.queries import people_of
from eia.assessments.rows import KINDS
from eia.assessments.sections import FIXED, sections_of
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole, writable
from eia.assessments.views.glance import harms_and_gains
from eia.assessments.views.going_on import can_write, following, go_on, next_to_meet
from eia.assessments.views.grids import confirm_page, screening_page
from eia.assessments.views.offers import where_it_is
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import NotFound
from eia.subjects.queries import subject_for

ROWS_OF = {
    "proposal": ("scope",),
    "evidence": ("evidence", "gap"),
    "consultation": ("consultation",),
    "options": ("option",),
}
"""Section -> the lists on its page, each with its form to add one."""


@blueprint.route("/start/<int:subject_id>", methods=["GET", "POST"])
def start(subject_id: int) -> Response | str:
    by = me()
    subject = subject_for(db.session(), subject_id, by)
    form = start_form()
    if form.validate_on_submit():
        with transaction() as session:
            case = start_assessment(session, subject_for(session, subject_id, by), str(form.framework.data), by=by)
        flash("Started. First say what changes and who decides.", "done")
        return to("section", case, key="proposal")
    return render_template("assessments/start.html", subject=subject, form=form)


@blueprint.route(f"{VERSION}/sections/<key>", methods=["GET", "POST"])
def section(reference: str, number: int, key: str) -> Response | str:
    """A section with the rows of its lists: what is typed in a new row is saved by the same press."""
    case = whole(reference, number)
    if key not in {s.key for s in sections_of(case.framework)}:
        raise NotFound("There is no such section.")
    if key == "screening":
        return screening_page(case, reference, number)
    if key == "impacts":
        return confirm_page(case, reference, number)
    form, rows = section_form(case, key), new_rows(case, ROWS_OF.get(key, ()))
    if form.is_submitted() and all_valid(form, rows):
        version_id = case.version.id
        with transaction() as session:
            case = save_section(
                session, version_id, key, form.answers(), by=me(), seen=form.seen.data or 0,
                finished=form.finished.data,
            )  # fmt: skip
            for row in given(rows):
                case = save_row(session, version_id, row.kind_of_row, None, row.values(), by=me(), seen=0)
        return after_saving(case, key)
    return section_page(case, key, form, rows)


def all_valid(form: Any, rows: Rows) -> bool:
    """Whether the section and every row in which something was typed hold; all are asked, for all is shown at once."""
    return all([form.validate(), *[row.validate() for row in given(rows)]])


def section_page(case: Case, key: str, form: Any, rows: Rows) -> str:
    refused = next((each for each in (form, *given(rows)) if each.errors), form)
    return render_template(
        f"assessments/sections/{key}.html",
        case=case,
        section=next(s for s in sections_of(case.framework) if s.key == key),
        form=refused,
        forms=[form, *given(rows)],
        section_form=form,
        new_rows=rows,
        kinds=KINDS,
        missing=missing(case, key),
        writable=can_write(case, key),
        where=where_it_is(case, me()),
        findings=harms_and_gains(case) if key in ("mitigation", "conclusion") else [],
        following=following(case, key),
    )


def after_saving(case: Case, key: str) -> Response:
    """Where the pressed button leads: on, back to the same page for another row, or to the assessment."""
    pressed = request.form.get("then", "")
    if pressed == "next":
        return go_on(case, key)
    flash("Saved.", "done")
    if pressed in ROWS_OF.get(key, ()):
        return to("section", case, key=key, anchor=f"list-{pressed}")
    return to("version", case)


@blueprint.post(f"{VERSION}/sections/<key>/confirm")
def confirm_section(reference: str, number: int, key: str) -> Response:
    """What was carried over from the version before still holds, without a change."""
    case = whole(reference, number)
    if key not in {s.key for s in sections_of(case.framework)}:
        raise NotFound("There is no such section.")
    seen = _posted_number("seen")
    version_id = case.version.id
    with transaction() as session:
        case = save_section(session, version_id, key, {}, by=me(), seen=seen, finished=True, verb="Confirmed")
    flash("Confirmed: it still holds.", "done")
    return to("version", case)


@blueprint.route(f"{VERSION}/rows/<kind>/new", methods=["GET", "POST"])
def add_row(reference: str, number: int, kind: str) -> Response | str:
    case = whole(reference, number)
    if kind not in ROW_FORMS:
        raise NotFound("There is no such list.")
    form = row_form(case, kind, people=_people(case, kind), target=request.args.get("target", "")[:40])
    if request.method == "POST" and form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = save_row(session, version_id, kind, None, form.values(), by=me(), seen=form.seen.data or 0)
        flash(f"{KINDS[kind].title} added.", "done")
        return after_row(case, kind)
    return row_page(case, kind, form, None)


def after_row(case: Case, kind: str) -> Response:
    """To the next harm or gap that nothing meets yet when that was pressed; else to the list."""
    if request.form.get("then") == "next" and kind == "mitigation" and (target := next_to_meet(case)):
        return to("add_row", case, kind="mitigation", target=target)
    return to("section", case, key=KINDS[kind].section, anchor=f"list-{kind}")


@blueprint.route(f"{VERSION}/rows/<kind>/<int:row_id>", methods=["GET", "POST"])
def change_row(reference: str, number: int, kind: str, row_id: int) -> Response | str:
    case = whole(reference, number)
    row = next((r for r in KINDS[kind].rows(case) if r.id == row_id), None) if kind in ROW_FORMS else None
    if row is None:
        raise NotFound("It is not there any more. Somebody may have removed it.")
    form = row_form(case, kind, row, people=_people(case, kind), target=_target(row) if kind == "mitigation" else "")
    if request.method == "POST" and form.validate_on_submit():
        version_id = case.version.id
        with transaction() as session:
            case = save_row(session, version_id, kind, row_id, form.values(), by=me(), seen=form.seen.data or 0)
        flash("Saved.", "done")
        return after_row(case, kind)
    return row_page(case, kind, form, row)


def row_page(case: Case, kind: str, form: Any, row: Any) -> str:
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
        where=where_it_is(case, me()),
    )


@blueprint.post(f"{VERSION}/rows/<kind>/<int:row_id>/remove")
def remove_row(reference: str, number: int, kind: str, row_id: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = delete_row(session, version_id, kind, row_id, by=me(), seen=_posted_number("seen"))
    flash("Removed. What it said stays in the trail.", "done")
    return to("section", case, key=KINDS[kind].section)


@blueprint.route(f"{VERSION}/points", methods=["GET", "POST"])
def points(reference: str, number: int) -> Response | str:
    """What was returned, point by point, and the author's replies."""
    case = whole(reference, number)
    form = points_form(case)
    if form.validate_on_submit():
        version_id = writable(reference, number)
        with transaction() as session:
            case = reply_to_points(session, version_id, form.replies(), by=me())
        flash("Your replies are saved.", "done")
        return to("version", case)
    titles = {s.key: s.title for s in sections_of(case.framework)}
    may_reply = me().person_id == case.version.author_id and bool(TABLE.states[case.state].editable)
    return render_template(
        "assessments/points.html",
        case=case,
        titles=titles,
        form=form,
        may_reply=may_reply,
        where=where_it_is(case, me()),
    )


def _posted_number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


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
