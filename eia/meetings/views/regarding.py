"""Opening the papers by a button, and declaring to have had due regard. No GET records anything."""

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from eia.assessments.models import Assessment, Version
from eia.assessments.readers import Part as VersionPart
from eia.assessments.readers import part_of
from eia.db import db, transaction
from eia.errors import NotAllowed
from eia.meetings.commands.regarding import NOBODY_DECIDES, declare, note_opening
from eia.meetings.forms.regarding import regard_form, table_form
from eia.meetings.gate import readiness
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem
from eia.meetings.models.decisions import DECLARED, OPENED
from eia.meetings.models.meetings import CONSEQUENCES
from eia.meetings.readers import Part
from eia.meetings.regard import Basis, basis_of, deciders_of, openings_of
from eia.meetings.views.blueprint import ITEM, blueprint, item_shown, me
from eia.meetings.views.items import crumbs
from eia.subjects.models import Subject


@blueprint.route(f"{ITEM}/regard", methods=["GET", "POST"])
def regard(item_id: int) -> Response | str:
    read, session, by = item_shown(item_id), db.session(), me()
    item = read.item
    basis = basis_of(session, item)
    deciders = deciders_of(session, item, basis)
    runs = standing_to_run(item.body, by) is not None
    own = next((one for one in deciders if one.person.id == by.person_id), None)
    form = regard_form(basis.key, _words_of(basis))
    table = table_form(basis.key, [one for one in deciders if one.is_asked and one is not own])
    at_the_table = request.form.get("at") == "table"
    if at_the_table and runs and table.validate_on_submit():
        return _declared(item_id, table.said, table.seen.data, "")
    if not at_the_table and request.method == "POST" and own is None:
        raise NotAllowed(NOBODY_DECIDES)
    if not at_the_table and form.validate_on_submit():
        return _declared(item_id, {by.person_id: form.said.data}, form.seen.data, form.words.data)
    return render_template(
        "meetings/regard.html", item=item, trail_of=crumbs(read), basis=basis, stands=readiness(session, item),
        deciders=deciders, own=own, form=form, table=table, runs=runs, declared=DECLARED, opened=OPENED,
        consequences=CONSEQUENCES, openings=openings_of(session, item) if read.part >= Part.RESTRICTED else None,
        papers={paper.id: paper for paper in item.papers},
        to_open=[one for one in item.papers if not one.removed_at and (one.kind == "paper" or read.shows_legal)],
    )  # fmt: skip


def _declared(item_id: int, said: dict[int, str], seen: str, words: str) -> Response:
    with transaction() as session:
        declare(session, item_id, said, seen=seen, words=words, by=me())
    count = len(said)
    flash("Declared." if count == 1 else f"{count} declarations are recorded.", "done")
    return redirect(url_for("meetings.regard", item_id=item_id), 303)


def _words_of(basis: Basis) -> str:
    if basis.version:
        return f"version {basis.version.number} of {basis.version.assessment.reference}"
    return "the reason why no assessment is needed" if basis.statement else "the quick screen"


@blueprint.post(f"{ITEM}/opened")
def opened(item_id: int) -> Response:
    """The button "Open": kept, then shown. `how` is a key of `OPENED`."""
    read = item_shown(item_id)
    how, paper = request.form.get("how", "opened"), request.form.get("paper", "")
    person = request.form.get("person", "")
    if how not in OPENED or not (paper + person + "0").isdigit() or len(paper + person) > 18:
        abort(404)
    address = _address(read.item)
    with transaction() as session:
        note_opening(session, item_id, how=how, by=me(), paper_id=int(paper or 0) or None, person_id=int(person or 0))
    if how == "opened" and not paper:
        return redirect(address, 303)
    if how == "downloaded" and paper:
        return redirect(url_for("meetings.paper", item_id=item_id, paper_id=int(paper)), 303)
    flash("Noted.", "done")
    return redirect(url_for("meetings.regard", item_id=item_id), 303)


def _address(item: AgendaItem) -> str:
    """Of the assessment itself for those who may read it, else of what is shown of it on the item."""
    version = item.statements[-1].version if item.statements else None
    if version is not None:
        query = select(part_of(me())).select_from(Version).join(Version.assessment).join(Assessment.subject)
        part = db.session().scalar(query.join(Subject.organisation).where(Version.id == version.id))
        if part == VersionPart.ALL:
            return url_for("assessments.version", reference=version.assessment.reference, number=version.number)
    return url_for("meetings.item", item_id=item.id, _anchor="equality")
