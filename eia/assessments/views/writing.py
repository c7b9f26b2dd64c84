"""Writing: start an assessment, the pages of the sections, and the rows of lists."""

from typing import Any

from flask import flash, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.assessments.afterwards.looking_back import HAPPENED
from eia.assessments.beginning.sources import earlier_one, earlier_ones, templates
from eia.assessments.case import Case
from eia.assessments.commands.past_beginning import begin_from_past
from eia.assessments.commands.starting import start_assessment
from eia.assessments.commands.writing import save_row, save_section
from eia.assessments.contracts import figures_beside
from eia.assessments.evidence.released import offered
from eia.assessments.evidence.staleness import newer_editions
from eia.assessments.forms.rows import Rows, given, new_rows
from eia.assessments.forms.sections import section_form
from eia.assessments.forms.starting import OLD_FORM, start_form
from eia.assessments.guards.missing import missing
from eia.assessments.guards.outside import keeper
from eia.assessments.models.living import STATUSES
from eia.assessments.past.listed import past_of
from eia.assessments.sections import FIXED, PUBLIC_SUMMARY, sections_of
from eia.assessments.views.beside import beside
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.views.colliding import Sheet
from eia.assessments.views.comments import talk_on
from eia.assessments.views.consulting import log_of
from eia.assessments.views.glance import harms_and_gains
from eia.assessments.views.going_on import can_write, following, go_on, where_on
from eia.assessments.views.grids import confirm_page, screening_page
from eia.assessments.views.saving import write
from eia.assessments.writing.rows import KINDS
from eia.assessments.writing.sheets import section_place
from eia.assessments.writing.two_languages import in_both
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
    form = start_form(
        templates(db.session(), by, subject.organisation_id),
        earlier_ones(db.session(), by),
        lambda reference: earlier_one(db.session(), by, reference),
        past_of(db.session(), subject_id, by),
    )
    if form.validate_on_submit():
        framework, source_id = str(form.framework.data), form.source.version_id if form.source else None
        with transaction() as session:
            about = subject_for(session, subject_id, by)
            case = start_assessment(session, about, framework, by=by, source_id=source_id)
            if form.past_id is not None:
                case = begin_from_past(session, case, form.past_id, by=by)
        if form.begin.data == OLD_FORM:
            flash("Started. Now add the form.", "done")
            return to("old_forms", case)
        flash("Started. First say what changes and who decides.", "done")
        return to("section", case, key="proposal")
    return render_template("assessments/start.html", subject=subject, form=form)


@blueprint.route(f"{VERSION}/sections/<key>", methods=["GET", "POST"])
def section(reference: str, number: int, key: str) -> Response | str:
    """A section with the rows of its lists: what is typed in a new row is saved by the same press."""
    case = whole(reference, number)
    if key not in {s.key for s in sections_of(case)}:
        raise NotFound("There is no such section.")
    if key == "screening":
        return screening_page(case)
    if key == "impacts":
        return confirm_page(case)
    rows: Rows = {}

    def read(case: Case) -> Sheet:
        nonlocal rows
        form, rows = section_form(case, key), new_rows(case, ROWS_OF.get(key, ()))
        return Sheet(
            case, section_place(key), FIXED[key].title, form,
            show=lambda: section_page(case, key, form, rows), valid=lambda: all_valid(form, rows),
        )  # fmt: skip

    def save(session: Session, sheet: Sheet) -> Case:
        version_id, form = sheet.case.version_id, sheet.form
        saved = save_section(
            session, version_id, key, form.answers(), by=me(), seen=sheet.seen, finished=form.finished.data
        )
        for row in given(rows):
            saved = save_row(session, version_id, row.kind_of_row, None, row.values(), by=me(), seen=0)
        return saved

    return write(case, read, save, lambda saved: after_saving(saved, key))


def all_valid(form: Any, rows: Rows) -> bool:
    """Whether the section and every row in which something was typed hold; all are asked, for all is shown at once."""
    return all([form.validate(), *[row.validate() for row in given(rows)]])


def section_page(case: Case, key: str, form: Any, rows: Rows) -> str:
    own = beside(case, section_place(key), form, rows)
    refused = next((each for each in (form, *given(rows)) if each.errors), form)
    return render_template(
        f"assessments/sections/{key}.html",
        case=case,
        section=next(s for s in sections_of(case) if s.key == key),
        form=refused,
        forms=[form, *given(rows)],
        section_form=form,
        new_rows=rows,
        kinds=KINDS,
        talk=talk_on(case, key),
        missing=missing(case, key),
        writable=can_write(case, key),
        beside=own,
        where=where_on(case, key),
        findings=harms_and_gains(case) if key in ("mitigation", "conclusion") else [],
        following=following(case, key),
        **consultation_page(case, key),
        **(in_both(case) if key == PUBLIC_SUMMARY.key else {}),
        offered=offered(db.session(), case) if key == "evidence" else (),
        **(facts_since(case) if key == "happened" else {}),
        newer={one.row.id: one.edition for one in newer_editions(db.session(), case)} if key == "evidence" else {},
    )


def facts_since(case: Case) -> dict[str, object]:
    """What was measured since the version before, beside what it foresaw."""
    touched = sorted({part for one in case.foreseen for part in one.impact.about.split("+") if ":" not in part})
    figures = figures_beside(db.session(), case.subject, touched)
    return {"happened": HAPPENED, "statuses": STATUSES, "figures": figures}


def consultation_page(case: Case, key: str) -> dict[str, object]:
    return {**log_of(case), "keeps_readers": keeper(case, me()) is not None} if key == "consultation" else {}


def after_saving(case: Case, key: str) -> Response:
    """Where the pressed button leads: on, back to the same page for another row, or to the assessment."""
    pressed = request.form.get("then", "")
    if pressed == "next":
        return go_on(case, key)
    flash("Saved.", "done")
    if pressed == "evidence-file" and case.version.evidence:
        return to("evidence_files", case, evidence_id=case.version.evidence[-1].id)
    if pressed in ROWS_OF.get(key, ()):
        return to("section", case, key=key, anchor=f"list-{pressed}")
    return to("version", case)
