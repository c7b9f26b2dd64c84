"""Counts from a file: read in memory, shown before anything is kept for good, taken in by `eia jobs`."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.files.views import reads_in_memory, takes_files
from eia.people.access import carries_nothing
from eia.people.viewer import standings_now
from eia.promotions.commands.importing import ask_for, drop, import_of, stage_lines
from eia.promotions.counted import Place, places_of
from eia.promotions.forms.counting import FileForm
from eia.promotions.groups.lists import shipped as group_lists
from eia.promotions.guards.who import counts_for
from eia.promotions.intake import EVERYONE, TOTAL_TITLE, read_counts
from eia.promotions.views.blueprint import PROCESS, blueprint, counted_by_me, may_be_shown, me

IMPORT = f"{PROCESS}/counts/files/<int(max=2147483647):import_id>"
LINES_SHOWN = 200


@blueprint.route(f"{PROCESS}/counts/file", methods=["GET", "POST"])
@takes_files
@reads_in_memory
@carries_nothing
def file(process_id: int) -> str | Response:
    case = counted_by_me(process_id)
    form = FileForm()
    faults: list[tuple[int, str]] = []
    if form.validate_on_submit():
        read = read_counts(form.file.data.read(), case.process, counts_for(case.process, me()))
        if read.lines:
            with transaction() as session:
                row = stage_lines(session, process_id, read.lines, by=standings_now(session))
            return redirect(url_for("promotions.import_page", process_id=process_id, import_id=row.id), 303)
        faults = list(read.faults)
        form.file.errors = [*form.file.errors, read.refused or _too_wrong(len(faults))]
    return render_template("promotions/file.html", process=case.process, form=form, faults=faults)


@blueprint.get(IMPORT)
def import_page(process_id: int, import_id: int) -> str:
    """What was read, line by line; then how far it is; then what became of it."""
    case = counted_by_me(process_id)
    row = import_of(db.session(), process_id, import_id, me())
    if not may_be_shown(case):
        return render_template("promotions/to_open.html", process=case.process, back="counts")
    standing = places_of(db.session(), process_id) if row.state == "read" else set()
    places = {Place(*line[:3]) for line in row.lines}
    return render_template(
        "promotions/import.html", process=case.process, row=row, lines=row.lines[:LINES_SHOWN],
        stages={one.key: one.title for one in case.process.stages}, lists=group_lists(), everyone=EVERYONE,
        total=TOTAL_TITLE, new=len(places - standing), replaced=len(places & standing),
    )  # fmt: skip


@blueprint.post(f"{IMPORT}/take")
def take_import(process_id: int, import_id: int) -> Response:
    counted_by_me(process_id)
    with transaction() as session:
        ask_for(session, process_id, import_id, by=standings_now(session))
    return redirect(url_for("promotions.import_page", process_id=process_id, import_id=import_id), 303)


@blueprint.post(f"{IMPORT}/drop")
def drop_import(process_id: int, import_id: int) -> Response:
    counted_by_me(process_id)
    with transaction() as session:
        drop(session, process_id, import_id, by=standings_now(session))
    flash("Put aside. Nothing of it was taken in.", "done")
    return redirect(url_for("promotions.counts", process_id=process_id), 303)


def _too_wrong(count: int) -> str:
    lines = "One thing is" if count == 1 else f"{count} things are"
    return f"{lines} wrong in this file, so nothing of it was taken in. They stand below, line by line."
