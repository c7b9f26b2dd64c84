"""Old forms of a draft: add one, see where each line goes, move it, bring it in, and place the rest."""

from collections.abc import Collection
from typing import Any

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from eia.assessments.beginning.old_form_places import places_of
from eia.assessments.case import Case
from eia.assessments.commands.old_forms import (
    bring_in,
    drop_form,
    form_in,
    forms_of,
    lines_of,
    move_lines,
    read_form,
    set_aside,
)
from eia.assessments.forms.evidence_files import FileForm
from eia.assessments.forms.old_forms import LinesForm, lines_form, old_form_form
from eia.assessments.guards.who import AUTHOR
from eia.assessments.models import OldForm, OldFormLine
from eia.assessments.models.old_forms import section_at
from eia.assessments.sections import FIXED
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole, writable
from eia.assessments.views.offers import where_it_is
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused
from eia.files.keeping import MEGABYTE, kept
from eia.files.views import folder, largest, takes_files
from eia.old_forms.lines import lines_of as lines_in
from eia.old_forms.placing import rules_for
from eia.old_forms.shape import Line
from eia.old_forms.word import read_word

FORMS = f"{VERSION}/old-forms"
FORM = f"{FORMS}/<int(max=2147483647):form_id>"
PAGE = 40


@blueprint.route(FORMS, methods=["GET", "POST"])
@takes_files
def old_forms(reference: str, number: int) -> Response | str:
    case = whole(reference, number)
    form = old_form_form(largest())
    if form.validate_on_submit():
        _must_write(case)
        version_id = case.version.id
        try:
            lines = _read(form.file.data, case)
            with kept(form.file.data, folder(), largest()) as received, transaction() as session:
                form_id = read_form(session, version_id, received, lines, by=me())
        except Refused as refusal:
            case = whole(reference, number)
            form.file.errors = [reason.text for reason in refusal.reasons]
        else:
            return to("old_form", case, form_id=form_id)
    return _forms_page(case, form)


def _read(upload: Any, case: Case) -> list[Line]:
    """What the file says, before anything of it is kept."""
    if not upload.filename.lower().endswith((".docx", ".docm", ".dotx")):
        raise Refused("Choose a Word document: its name ends in .docx. In Word, “Save as” makes one of an older file.")
    if upload.stream.seek(0, 2) > largest() * MEGABYTE:
        raise Refused(f"It is larger than {largest()} MB. Take pictures out of it, and add it again.")
    lines = lines_in(read_word(upload.stream), rules_for(case.framework.key).knows)
    upload.stream.seek(0)
    return lines


def _forms_page(case: Case, form: FileForm) -> str:
    return render_template(
        "assessments/old_forms.html", case=case, form=form, forms=forms_of(db.session(), case.version.id),
        writes=_writes(case), where=where_it_is(case, me()),
    )  # fmt: skip


@blueprint.route(FORM, methods=["GET", "POST"])
def old_form(reference: str, number: int, form_id: int) -> Response | str:
    """Every line beside its place. What was ticked is moved or set aside; the rest stays."""
    case = whole(reference, number)
    row, form = form_in(db.session(), case.version.id, form_id), lines_form(places_of(case))
    ticked = {int(one) for one in request.form.getlist("line") if one.isascii() and one.isdigit() and len(one) < 10}
    aside = request.form.get("then") == "aside"
    if request.method == "POST" and form.validate(aside=aside):
        _must_write(case)
        try:
            with transaction() as session:
                ids = (session, case.version_id, form_id, ticked)
                done = (set_aside(*ids, str(form.reason.data), by=me()) if aside
                        else move_lines(*ids, str(form.place.data), by=me()))  # fmt: skip
        except Refused as refusal:
            case = whole(reference, number)
            row = form_in(db.session(), case.version.id, form_id)
            form.place.errors = [reason.text for reason in refusal.reasons]
        else:
            flash(done, "done")
            return to("old_form", case, form_id=form_id, **_shown())
    return _form_page(case, row, form, ticked)


def _shown() -> dict[str, Any]:
    """Which lines the page shows: `show` is "waiting" or all, `after` a position."""
    after = request.args.get("after", "")
    shown: dict[str, Any] = {"show": "waiting"} if request.args.get("show") == "waiting" else {}
    return shown | ({"after": int(after)} if after.isascii() and after.isdigit() and len(after) < 6 else {})


def _form_page(case: Case, row: OldForm, form: LinesForm, ticked: Collection[int]) -> str:
    lines, shown = lines_of(db.session(), row.id), _shown()
    waiting = [line for line in lines if line.waits]
    of = waiting if shown.get("show") else [line for line in lines if line.kind != "label"]
    page = [line for line in of if line.position > shown.get("after", 0)][: PAGE + 1]
    return render_template(
        "assessments/old_form.html", case=case, row=row, form=form, ticked=ticked, lines=page[:PAGE],
        after=page[PAGE - 1].position if len(page) > PAGE else 0, shown=shown, waiting=len(waiting),
        counts=_counts(lines), labels=[line for line in lines if line.kind == "label"], places=places_of(case),
        section_of=lambda line: FIXED[section_at(line.place)], writes=_writes(case), where=where_it_is(case, me()),
    )  # fmt: skip


def _counts(lines: Collection[OldFormLine]) -> dict[str, int]:
    return {
        "all": sum(line.kind != "label" for line in lines),
        "placed": sum(bool(line.place) for line in lines),
        "aside": sum(bool(line.aside) for line in lines),
    }


@blueprint.post(f"{FORM}/bring")
def bring_old_form(reference: str, number: int, form_id: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = bring_in(session, version_id, form_id, by=me())
    flash("Brought in. What it said waits in each section for you to confirm or change.", "done")
    return to("old_form", case, form_id=form_id, show="waiting")


@blueprint.post(f"{FORM}/drop")
def drop_old_form(reference: str, number: int, form_id: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        drop_form(session, version_id, form_id, by=me())
    flash("Taken away. Nothing of it was brought in.", "done")
    return to("old_forms", whole(reference, number))


def _writes(case: Case) -> bool:
    return AUTHOR.finds(case, me()) is not None and bool(TABLE.states[case.state].editable)


def _must_write(case: Case) -> None:
    if not _writes(case):
        raise NotAllowed("Only the author can bring an old form in, while the assessment is being written.")
