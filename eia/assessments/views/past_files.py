"""A list of past assessments from a file: read, shown with what it would change, and taken in after a yes."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.assessments.commands.past import drop_past, past_import_of, stage_past, standing_of, take_in_past
from eia.assessments.forms.past import PastFileForm
from eia.assessments.past.columns import WAYS, columns
from eia.assessments.past.comparing import compare_past, effects_in_words
from eia.assessments.past.reading import Known, Read, read_past
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.views.past import ID
from eia.db import db, transaction
from eia.errors import NotFound
from eia.files.keeping import MEGABYTE
from eia.files.views import largest, takes_files
from eia.people.access import carries_nothing
from eia.people.viewer import standings_now
from eia.spreadsheets.writing import FORMS, Listing, sent

WAITING = f"/past/files/<{ID}:past_import_id>"
LINES_SHOWN = 200


@blueprint.route("/past/files/new", methods=["GET", "POST"])
@takes_files
@carries_nothing
def past_file() -> str | Response:
    standing = standing_of(me())
    form, read = PastFileForm(), Read()
    if form.validate_on_submit():
        content = form.file.data.read(largest() * MEGABYTE + 1)
        if len(content) > largest() * MEGABYTE:
            read.refused = f"This file is larger than {largest()} MB. Copy the table alone into a new file."
        else:
            read = read_past(content, Known.of(db.session(), standing.organisation_id))
        if not read.refused and not read.faults:
            digest = compare_past(db.session(), read.lines, standing.organisation_id).digest
            db.session().rollback()
            with transaction() as session:
                row = stage_past(session, read.lines, digest, by=standings_now(session))
            return redirect(url_for("assessments.past_import", past_import_id=row.id), 303)
        form.file.errors = [*form.file.errors, read.refused or _too_wrong(len(read.faults))]
    return render_template(
        "assessments/past_file.html", form=form, read=read, columns=columns(), ways=WAYS,
        lead=standing.organisation_name,
    )  # fmt: skip


@blueprint.get("/past/files/template.<ending>")
def past_template(ending: str) -> Response:
    """The columns and nothing else, to be filled in."""
    if ending not in FORMS[:2]:
        raise NotFound("There is no such template.")
    titles = [(key, names[0]) for key, names in columns().items()]
    return sent(Listing("past-assessments-template", titles, lambda: ()), ending)


@blueprint.get(WAITING)
def past_import(past_import_id: int) -> str:
    row = past_import_of(db.session(), past_import_id, me())
    found = compare_past(db.session(), row.lines, row.organisation_id)
    return render_template(
        "assessments/past_import.html", row=row, found=found, shown=LINES_SHOWN, stale=found.digest != row.digest,
        in_words=effects_in_words,
    )  # fmt: skip


@blueprint.post(f"{WAITING}/take")
def take_past_import(past_import_id: int) -> Response:
    with transaction() as session:
        said = take_in_past(session, past_import_id, by=standings_now(session))
    flash(said, "done")
    return redirect(url_for("assessments.past"), 303)


@blueprint.post(f"{WAITING}/drop")
def drop_past_import(past_import_id: int) -> Response:
    with transaction() as session:
        drop_past(session, past_import_id, by=standings_now(session))
    flash("Put aside. Nothing of it was taken in.", "done")
    return redirect(url_for("assessments.past"), 303)


def _too_wrong(count: int) -> str:
    lines = "One thing is" if count == 1 else f"{count} things are"
    return f"{lines} wrong in this file, so nothing of it was taken in. They stand below, line by line."
