"""Writing: start an assessment, the pages of the sections, and the rows of lists."""

from typing import Any

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.starting import start_assessment
from eia.assessments.commands.writing import delete_row, may_write, reply_to_points, save_row, save_section
from eia.assessments.forms.rows import FORMS as ROW_FORMS
from eia.assessments.forms.rows import MitigationRowForm, row_form
from eia.assessments.forms.sections import section_form
from eia.assessments.forms.starting import start_form
from eia.assessments.guards.missing import missing, proposed
from eia.assessments.queries import people_of
from eia.assessments.rows import KINDS
from eia.assessments.sections import sections_of
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole, writable
from eia.assessments.views.glance import glance_rows, harms_and_gains
from eia.assessments.views.grids import confirm_page, screening_page
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, NotOffered
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
    case = whole(reference, number)
    if key not in {s.key for s in sections_of(case.framework)}:
        raise NotFound("There is no such section.")
    if key == "screening":
        return screening_page(case, reference, number)
    if key == "impacts":
        return confirm_page(case, reference, number)
    form = section_form(case, key)
    if request.method == "POST" and form.validate_on_submit():
        version_id = writable(reference, number)
        with transaction() as session:
            case = save_section(
                session, version_id, key, form.answers(), by=me(), seen=form.seen.data or 0,
                finished=form.finished.data,
            )  # fmt: skip
        return after_saving(case, key)
    return section_page(case, key, form)


def section_page(case: Case, key: str, form: Any, *, kind: str = "", adding: Any = None) -> str:
    """The page of a section; `adding` is a form for a new row that was refused."""
    forms = {each: row_form(case, each) for each in ROWS_OF.get(key, ())}
    if kind:
        forms[kind] = adding
    shown = adding if kind else form
    return render_template(
        f"assessments/sections/{key}.html",
        case=case,
        section=next(s for s in sections_of(case.framework) if s.key == key),
        form=shown,
        section_form=form,
        row_forms=forms,
        kinds=KINDS,
        missing=missing(case, key),
        writable=can_write(case, key),
        findings=harms_and_gains(case) if key in ("mitigation", "conclusion", "impacts") else [],
        glance=glance_rows(case) if key == "impacts" else [],
        proposal=proposed(case) if key == "screening" and case.version.cells else None,
        next=next_section(case, key),
    )


def can_write(case: Case, key: str) -> bool:
    try:
        may_write(case, key, me())
    except (NotAllowed, NotOffered):
        return False
    return True


def next_section(case: Case, key: str) -> str:
    """The next section that can be written now; "" when this is the last."""
    keys = [s.key for s in sections_of(case.framework)]
    later = keys[keys.index(key) + 1 :]
    return next((each for each in later if can_write(case, each)), "")


def after_saving(case: Case, key: str) -> Response:
    """Where the pressed button leads: on to the next section, or back to the assessment."""
    if request.form.get("then") == "next" and (following := next_section(case, key)):
        return to("section", case, key=following)
    flash("Saved.", "done")
    return to("version", case)


@blueprint.route(f"{VERSION}/rows/<kind>/new", methods=["GET", "POST"])
def add_row(reference: str, number: int, kind: str) -> Response | str:
    case = whole(reference, number)
    if kind not in ROW_FORMS:
        raise NotFound("There is no such list.")
    form = row_form(case, kind, people=_people(case, kind), target=request.args.get("target", "")[:40])
    if request.method == "POST" and form.validate_on_submit():
        version_id = writable(reference, number)
        with transaction() as session:
            case = save_row(session, version_id, kind, None, form.values(), by=me(), seen=form.seen.data or 0)
        flash(f"{KINDS[kind].title} added.", "done")
        return to("section", case, key=KINDS[kind].section, anchor=f"list-{kind}")
    if kind != "mitigation" and request.method == "POST":
        return section_page(case, KINDS[kind].section, section_form(case, KINDS[kind].section), kind=kind, adding=form)
    return row_page(case, kind, form, None)


@blueprint.route(f"{VERSION}/rows/<kind>/<int:row_id>", methods=["GET", "POST"])
def change_row(reference: str, number: int, kind: str, row_id: int) -> Response | str:
    case = whole(reference, number)
    row = next((r for r in KINDS[kind].rows(case) if r.id == row_id), None) if kind in ROW_FORMS else None
    if row is None:
        raise NotFound("It is not there any more. Somebody may have removed it.")
    form = row_form(case, kind, row, people=_people(case, kind), target=_target(row) if kind == "mitigation" else "")
    if request.method == "POST" and form.validate_on_submit():
        version_id = writable(reference, number)
        with transaction() as session:
            case = save_row(session, version_id, kind, row_id, form.values(), by=me(), seen=form.seen.data or 0)
        flash("Saved.", "done")
        return to("section", case, key=KINDS[kind].section, anchor=f"list-{kind}")
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
        writable=can_write(case, KINDS[kind].section),
    )


@blueprint.post(f"{VERSION}/rows/<kind>/<int:row_id>/remove")
def remove_row(reference: str, number: int, kind: str, row_id: int) -> Response:
    version_id = writable(reference, number)
    typed = request.form.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    with transaction() as session:
        case = delete_row(session, version_id, kind, row_id, by=me(), seen=seen)
    flash("Removed. What it said stays in the trail.", "done")
    return to("section", case, key=KINDS[kind].section)


@blueprint.route(f"{VERSION}/points", methods=["GET", "POST"])
def points(reference: str, number: int) -> Response | str:
    """What was returned, point by point, and the author's replies."""
    case = whole(reference, number)
    if request.method == "POST":
        replies = {
            int(name[6:]): text
            for name, text in request.form.items()
            if name.startswith("reply-") and name[6:].isascii() and name[6:].isdigit() and len(name) < 16
        }
        version_id = writable(reference, number)
        with transaction() as session:
            case = reply_to_points(session, version_id, replies, by=me())
        flash("Your replies are saved.", "done")
        return to("version", case)
    titles = {s.key: s.title for s in sections_of(case.framework)}
    return render_template(
        "assessments/points.html", case=case, titles=titles, is_author=me().person_id == case.version.author_id
    )


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
