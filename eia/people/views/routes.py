"""In which order an organisation signs, for its administrators: what holds, what is proposed, and a new proposal."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound, Refused
from eia.people import lists
from eia.people.commands.routes import agree_to_route, decline_route, propose_route
from eia.people.forms.routes import RouteForm
from eia.people.models import Route
from eia.people.routes import Level, any_order, in_order
from eia.people.viewer import standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here


@blueprint.get("/people/routes")
def routes() -> str:
    viewer = administrator()
    known = lists.routes_by_level(db.session(), viewer.person.organisation_id)
    return render_template("people/routes.html", levels=known, by=viewer.person, in_order=in_order, any_order=any_order)


@blueprint.route("/people/routes/<level>/new", methods=["GET", "POST"])
def new_route(level: str) -> str | Response:
    viewer = administrator()
    if level not in list(Level):
        raise NotFound
    wanted, here = Level(level), viewer.person.organisation
    form = RouteForm(level=wanted)
    if form.validate_on_submit() and form.from_day.data:
        try:
            with transaction() as session:
                by = standings_now(session)
                stages, day = form.stages(wanted), form.from_day.data
                propose_route(session, here, wanted, stages, from_day=day, by=by, must_fix_stops=form.stops)
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("The route was proposed. A second administrator must agree.")
            return redirect(url_for("people.routes"), 303)
    return render_template("people/new_route.html", form=form, level=wanted)


@blueprint.post(f"/people/routes/<{NUMBER}:route_id>/agree")
def agree_to_new_route(route_id: int) -> Response:
    route = row_here(administrator(), Route, route_id)
    with transaction() as session:
        agree_to_route(session, route, by=standings_now(session))
    flash("Agreed. Whatever is sent from the first day on is signed in this order.")
    return redirect(url_for("people.routes"), 303)


@blueprint.post(f"/people/routes/<{NUMBER}:route_id>/decline")
def decline_new_route(route_id: int) -> Response:
    route = row_here(administrator(), Route, route_id)
    with transaction() as session:
        decline_route(session, route, by=standings_now(session))
    flash("The proposal was declined.")
    return redirect(url_for("people.routes"), 303)
