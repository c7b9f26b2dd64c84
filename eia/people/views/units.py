"""The units of an organisation, and who heads each, for its administrators."""

from collections import defaultdict
from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.db import db, transaction
from eia.errors import Refused
from eia.people import lists
from eia.people.commands.unit_heads import appoint_head, end_head
from eia.people.commands.units import add_unit, rename_unit
from eia.people.forms.administration import HeadForm, UnitForm
from eia.people.models import Person, Unit, UnitHead
from eia.people.viewer import standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here


@blueprint.route("/people/units", methods=["GET", "POST"])
def units() -> str | Response:
    viewer = administrator()
    form = UnitForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                add_unit(session, viewer.person.organisation, name=form.name.data, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"The unit {form.name.data} was added.")
            return redirect(url_for("people.units"), 303)
    known = lists.units_of(db.session(), viewer.person.organisation_id)
    heads = _heads([unit.id for unit in known])
    return render_template("people/units.html", form=form, units=known, heads=heads, today=clock.today())


@blueprint.route(f"/people/units/<{NUMBER}:unit_id>", methods=["GET", "POST"])
def unit(unit_id: int) -> str | Response:
    found = row_here(administrator(), Unit, unit_id)
    form = UnitForm(name=found.name)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                rename_unit(session, found, name=form.name.data, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("The change was saved.")
            return redirect(url_for("people.units"), 303)
    return render_template(
        "people/unit.html", form=form, unit=found, heads=_heads([found.id]).get(found.id, []), today=clock.today()
    )


def _heads(unit_ids: Sequence[int]) -> dict[int, list[UnitHead]]:
    """Unit -> who heads it today or will."""
    found: dict[int, list[UnitHead]] = defaultdict(list)
    for row in lists.heads_of_units(db.session(), unit_ids):
        found[row.unit_id].append(row)
    return found


@blueprint.route(f"/people/units/<{NUMBER}:unit_id>/heads/new", methods=["GET", "POST"])
def new_head(unit_id: int) -> str | Response:
    viewer = administrator()
    found = row_here(viewer, Unit, unit_id)
    form = HeadForm()
    form.offer(lists.open_accounts(db.session(), viewer.person.organisation_id))
    if form.validate_on_submit() and form.from_day.data:
        first, last = form.from_day.data, form.until_day.data
        try:
            with transaction() as session:
                who = session.get_one(Person, form.person.data)
                appoint_head(session, found, who, from_day=first, until_day=last, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"{who.name} heads the unit.", "done")
            return redirect(url_for("people.unit", unit_id=unit_id), 303)
    return render_template("people/new_head.html", form=form, unit=found)


@blueprint.post(f"/people/units/heads/<{NUMBER}:head_id>/end")
def end_this_head(head_id: int) -> Response:
    row = row_here(administrator(), UnitHead, head_id)
    unit_id = row.unit_id
    with transaction() as session:
        end_head(session, row, by=standings_now(session))
    flash("Ended.", "done")
    return redirect(url_for("people.unit", unit_id=unit_id), 303)
