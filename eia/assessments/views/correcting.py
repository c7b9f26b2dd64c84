"""Minor corrections of a signed version: all of them, word by word, a form for one more, and to object."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.afterwards.correctable import shown
from eia.assessments.case import Case
from eia.assessments.commands.correcting import (
    SIGNED,
    correct,
    may_correct,
    may_object,
    object_to,
    signed_content,
)
from eia.assessments.forms.correcting import CorrectionForm, ObjectionForm
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole
from eia.assessments.workflow import TABLE
from eia.db import transaction
from eia.errors import Refused


@blueprint.route(f"{VERSION}/corrections", methods=["GET", "POST"])
def corrections(reference: str, number: int) -> Response | str:
    case = whole(reference, number)
    form = CorrectionForm()
    if form.validate_on_submit():
        version_id, by = case.version.id, me()
        try:
            with transaction() as session:
                said = {"wrong": form.wrong.data, "right": form.right.data, "reason": form.reason.data}
                row = correct(session, version_id, by=by, **said)
        except Refused as refusal:
            form.wrong.errors = [reason.text for reason in refusal.reasons]
            case = whole(reference, number)
        else:
            flash(
                f"Corrected: this is version {number}.{row.number} now. The approvers are told and may object.", "done"
            )
            return to("corrections", case)
    return _page(case, form)


@blueprint.post(f"{VERSION}/corrections/<int:correction_id>/object")
def object_to_correction(reference: str, number: int, correction_id: int) -> Response | str:
    case = whole(reference, number)
    form = ObjectionForm()
    if not form.validate_on_submit():
        return _page(case, CorrectionForm(formdata=None), form, correction_id)
    with transaction() as session:
        object_to(session, case.version.id, correction_id, by=me(), reason=form.reason.data)
    flash("Objected: it reads as it was signed.", "done")
    return to("corrections", case)


def _page(case: Case, form: CorrectionForm, objecting: ObjectionForm | None = None, objected: int = 0) -> str:
    made = case.version.corrections
    return render_template(
        "assessments/corrections.html",
        case=case,
        state=TABLE.states[case.state],
        made=shown(signed_content(case), made) if made else [],
        is_signed=case.state in SIGNED,
        form=form if may_correct(case, me()) else None,
        objecting=(objecting or ObjectionForm(formdata=None)) if may_object(case, me()) else None,
        objected=objected,
    )
