"""Occasions to review: what happened, which assessments it may affect, and what became of each."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.afterwards.occasions import (
    MOST,
    PAGE,
    affected,
    looked_at_again,
    occasion_for,
    occasions,
    open_already,
    standing_to_record,
    what_became,
)
from eia.assessments.commands.occasions import SAID, record_occasion, reopen
from eia.assessments.cumulative.people import frameworks_in_use
from eia.assessments.forms.occasions import RULE, OccasionForm, ReopenForm, occasion_form, reopen_form
from eia.assessments.models import Occasion
from eia.assessments.models.occasions import BECAME, KINDS
from eia.assessments.views.blueprint import blueprint, me
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import NotAllowed
from eia.frameworks.store import characteristics_in_use
from eia.pages import counted


@blueprint.get("/occasions", endpoint="occasions")
def register_of_occasions() -> str:
    after = request.args.get("after", "")
    below = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    rows = occasions(db.session(), me(), below=below)
    return render_template(
        "assessments/occasions.html",
        rows=rows[:PAGE],
        again=looked_at_again(db.session(), rows[:PAGE]),
        more=rows[PAGE - 1].id if len(rows) > PAGE else 0,
        turned=bool(below),
        kinds=KINDS,
        may_record=standing_to_record(me()) is not None,
    )


@blueprint.route("/occasions/new", methods=["GET", "POST"])
def new_occasion() -> Response | str:
    if standing_to_record(me()) is None:
        raise NotAllowed("Only an equality adviser can record what happened.")
    form = occasion_form(laws(), characteristics_in_use(db.session()))
    if form.validate_on_submit():
        said, by = {name: form[name].data or "" for name in SAID}, me()
        with transaction() as session:
            occasion_id = record_occasion(session, said, by=by).id
        flash("Recorded. These are the assessments it may affect.", "done")
        return redirect(url_for("assessments.occasion", occasion_id=occasion_id), 303)
    return render_template("assessments/new_occasion.html", form=form)


@blueprint.route("/occasions/<int:occasion_id>", methods=["GET", "POST"])
def occasion(occasion_id: int) -> Response | str:
    by = me()
    row = occasion_for(db.session(), occasion_id, by)
    form = _form(row)
    if request.method == "POST" and form is None:
        raise NotAllowed("Only an equality adviser of this organisation can do this.")
    if form is not None and form.validate_on_submit():
        with transaction() as session:
            made = reopen(session, occasion_id, form.reasons, by=by)
        flash(f"{counted(len(made), 'assessment')} to be looked at again. Whoever wrote them is told.", "done")
        return redirect(url_for("assessments.occasion", occasion_id=occasion_id), 303)
    return render_template(
        "assessments/occasion.html",
        row=row,
        kinds=KINDS,
        rule=_rule(row),
        form=form,
        listed=len([*form.ticked.choices]) if form else 0,
        most=MOST,
        became=what_became(db.session(), row, by),
        ended=BECAME,
        states=TABLE.states,
    )


def laws() -> Mapping[str, str]:
    """Of every framework in use, whatever its version."""
    return {framework.key: framework.title for framework in frameworks_in_use(db.session())}


def _form(row: Occasion) -> ReopenForm | None:
    """None for those who read only."""
    session, by = db.session(), me()
    if standing_to_record(by, row.organisation_id) is None:
        return None
    lines = affected(session, row, by)[:MOST]
    return reopen_form(lines, open_already(session, [line.id for line in lines]))


def _rule(row: Occasion) -> list[str]:
    """By which rule assessments are listed, in words; all of it must hold."""
    titles = OccasionForm(formdata=None)
    words = {
        "framework": laws().get(row.framework, row.framework),
        "characteristic": characteristics_in_use(db.session()).get(row.characteristic, row.characteristic),
    }
    said = {name: words.get(name) or getattr(row, name) for name in RULE if getattr(row, name)}
    return [f"{titles[name].label.text}: {value}" for name, value in said.items()]
