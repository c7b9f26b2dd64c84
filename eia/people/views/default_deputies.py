"""The default deputy of each office, for administrators: who it is, what is proposed, and choosing another."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound, Refused
from eia.people import lists
from eia.people.commands.default_deputies import (
    agree_to_default_deputy,
    end_default_deputy,
    set_default_deputy,
)
from eia.people.forms.administration import DefaultDeputyForm
from eia.people.models import DefaultDeputy, Person
from eia.people.offices import SIGNING, Office
from eia.people.viewer import standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here

OFFICES = [office for office in Office if office is not Office.ADMINISTRATOR]


@blueprint.get("/people/default-deputies")
def default_deputies() -> str:
    viewer = administrator()
    rows = lists.default_deputies(db.session(), viewer.person.organisation_id)
    return render_template(
        "people/default_deputies.html", offices=OFFICES, rows=rows, by=viewer.person, signing=SIGNING
    )


@blueprint.route("/people/default-deputies/<office>/new", methods=["GET", "POST"])
def new_default_deputy(office: str) -> str | Response:
    viewer = administrator()
    if office not in OFFICES:
        raise NotFound
    wanted, here = Office(office), viewer.person.organisation
    form = DefaultDeputyForm()
    form.offer(lists.who_may_deputise(db.session(), here.id))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                deputy = session.get_one(Person, form.deputy.data)
                row = set_default_deputy(session, here, wanted, deputy, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("Set." if row.in_force else "Proposed. A second administrator must agree.", "done")
            return redirect(url_for("people.default_deputies"), 303)
    return render_template("people/new_default_deputy.html", form=form, office=wanted, signs=wanted in SIGNING)


@blueprint.post(f"/people/default-deputies/<{NUMBER}:default_id>/agree")
def agree_to_new_default_deputy(default_id: int) -> Response:
    row = row_here(administrator(), DefaultDeputy, default_id)
    with transaction() as session:
        agree_to_default_deputy(session, row, by=standings_now(session))
    flash("Agreed. They act for whoever is away and named nobody.", "done")
    return redirect(url_for("people.default_deputies"), 303)


@blueprint.post(f"/people/default-deputies/<{NUMBER}:default_id>/end")
def end_this_default_deputy(default_id: int) -> Response:
    row = row_here(administrator(), DefaultDeputy, default_id)
    with transaction() as session:
        end_default_deputy(session, row, by=standings_now(session))
    flash("Ended.", "done")
    return redirect(url_for("people.default_deputies"), 303)
