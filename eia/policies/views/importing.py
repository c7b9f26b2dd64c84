"""Policies from a file: read, shown with what it would change, and taken in by `eia jobs` once somebody says yes."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound
from eia.files.keeping import MEGABYTE
from eia.files.views import largest, takes_files
from eia.people.access import carries_nothing
from eia.people.models import Organisation
from eia.people.queries import Standing
from eia.people.viewer import standings_now
from eia.policies.commands.importing import ask_for, compared, digest_of, drop, import_of, stage_policies
from eia.policies.forms import FileForm
from eia.policies.guards import ONLY_OWNERS, standing_to_add
from eia.policies.intake.cells import COLUMNS
from eia.policies.intake.reading import Known, Read, read_policies
from eia.policies.views.blueprint import NUMBER, blueprint, me
from eia.policies.workflow import POLICY_TABLE
from eia.spreadsheets.writing import FORMS, Listing, sent

IMPORT = f"/files/<{NUMBER}:import_id>"
LINES_SHOWN = 200


@blueprint.route("/files/new", methods=["GET", "POST"])
@takes_files
@carries_nothing
def file() -> str | Response:
    standing = _standing()
    form, read = FileForm(), Read()
    if form.validate_on_submit():
        content = form.file.data.read(largest() * MEGABYTE + 1)
        if len(content) > largest() * MEGABYTE:
            read.refused = f"This file is larger than {largest()} MB. Copy the table alone into a new file."
        else:
            lead = db.session().get_one(Organisation, standing.organisation_id)
            read = read_policies(content, Known.of(db.session(), lead))
        if not read.refused and not read.faults:
            found = compared(db.session(), read.lines, me())
            read.faults = found.faults
            digest = digest_of(found)
        if not read.refused and not read.faults:
            db.session().rollback()
            with transaction() as session:
                row = stage_policies(session, read.lines, digest, by=standings_now(session))
            return redirect(url_for("policies.import_page", import_id=row.id), 303)
        form.file.errors = [*form.file.errors, read.refused or _too_wrong(len(read.faults))]
    return render_template("policies/file.html", form=form, read=read, columns=COLUMNS, lead=standing.organisation_name)


@blueprint.get("/files/template.<ending>")
def template(ending: str) -> Response:
    """The columns and nothing else, to be filled in."""
    if ending not in FORMS[:2]:
        raise NotFound("There is no such template.")
    columns = [(key, titles[0]) for key, titles in COLUMNS.items()]
    return sent(Listing("policies-template", columns, lambda: ()), ending)


@blueprint.get(IMPORT)
def import_page(import_id: int) -> str:
    """What was read and what it changes; then how far it is; then what became of it."""
    _standing()
    row = import_of(db.session(), import_id, me())
    found = compared(db.session(), row.lines, me()) if row.state == "read" else None
    return render_template(
        "policies/import.html", row=row, found=found, shown=LINES_SHOWN, states=POLICY_TABLE.states,
        stale=found is not None and (bool(found.faults) or digest_of(found) != row.digest),
    )  # fmt: skip


@blueprint.post(f"{IMPORT}/take")
def take_import(import_id: int) -> Response:
    with transaction() as session:
        ask_for(session, import_id, by=standings_now(session))
    return redirect(url_for("policies.import_page", import_id=import_id), 303)


@blueprint.post(f"{IMPORT}/drop")
def drop_import(import_id: int) -> Response:
    with transaction() as session:
        drop(session, import_id, by=standings_now(session))
    flash("Put aside. Nothing of it was taken in.", "done")
    return redirect(url_for("policies.register"), 303)


def _standing() -> Standing:
    standing = standing_to_add(me())
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    return standing


def _too_wrong(count: int) -> str:
    lines = "One thing is" if count == 1 else f"{count} things are"
    return f"{lines} wrong in this file, so nothing of it was taken in. They stand below, line by line."
