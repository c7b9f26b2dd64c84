"""Files of a source: add one, take one out, and give one out to whoever may read the version."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from eia.assessments.case import Case
from eia.assessments.commands.evidence_files import MOST_FILES, add_file, remove_file
from eia.assessments.forms.evidence_files import FileForm, file_form
from eia.assessments.models import Evidence, EvidenceFile
from eia.assessments.views.blueprint import VERSION, blueprint, me, to, whole, writable
from eia.assessments.views.going_on import can_write
from eia.assessments.views.offers import where_it_is
from eia.db import transaction
from eia.errors import NotFound, Refused
from eia.files.keeping import kept
from eia.files.views import folder, largest, send, takes_files

SOURCE = f"{VERSION}/evidence/<int:evidence_id>/files"


@blueprint.route(SOURCE, methods=["GET", "POST"])
@takes_files
def evidence_files(reference: str, number: int, evidence_id: int) -> Response | str:
    case = whole(reference, number)
    row = _source(case, evidence_id)
    form = file_form(largest())
    if form.validate_on_submit():
        version_id = case.version.id
        try:
            with kept(form.file.data, folder(), largest()) as received, transaction() as session:
                case = add_file(session, version_id, evidence_id, received, by=me())
        except Refused as refusal:
            case = whole(reference, number)
            row = _source(case, evidence_id)
            form.file.errors = [reason.text for reason in refusal.reasons]
        else:
            flash(f"{received.name} was added.", "done")
            return to("evidence_files", case, evidence_id=evidence_id)
    return _page(case, row, form)


@blueprint.post(f"{SOURCE}/<int:file_id>/remove")
def remove_evidence_file(reference: str, number: int, evidence_id: int, file_id: int) -> Response:
    version_id = writable(reference, number)
    with transaction() as session:
        case = remove_file(session, version_id, evidence_id, file_id, by=me())
    flash("Removed. Its name and digest stay in the trail.", "done")
    return to("evidence_files", case, evidence_id=evidence_id)


@blueprint.get(f"{VERSION}/files/<int:file_id>")
def evidence_file(reference: str, number: int, file_id: int) -> Response:
    """The file itself, for those who may read the version it belongs to."""
    one = _file(whole(reference, number), file_id)
    return send(one.file, one.name)


def _page(case: Case, row: Evidence, form: FileForm) -> str:
    return render_template(
        "assessments/evidence_files.html",
        case=case,
        row=row,
        form=form,
        most=MOST_FILES,
        writable=can_write(case, "evidence"),
        where=where_it_is(case, me()),
    )


def _source(case: Case, evidence_id: int) -> Evidence:
    row = next((each for each in case.version.evidence if each.id == evidence_id), None)
    if row is None:
        raise NotFound("This source is not here any more. Somebody may have removed it.")
    return row


def _file(case: Case, file_id: int) -> EvidenceFile:
    for row in case.version.evidence:
        for one in row.files:
            if one.id == file_id:
                return one
    raise NotFound("There is no such file here, or you may not read it.")
