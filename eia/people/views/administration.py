"""The people of an organisation, for its administrators: the list, one person, their account."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia import clock
from eia.db import db, transaction
from eia.errors import Refused
from eia.people import lists, sessions
from eia.people.commands.accounts import close_account, end_sessions, open_account, send_reset_link
from eia.people.commands.people import add_person, change_person
from eia.people.contracts import open_work, queue_notice
from eia.people.forms.administration import CloseForm, NewPersonForm, PersonForm
from eia.people.leave import leaves_to_come
from eia.people.models import Person, Unit
from eia.people.viewer import standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here


@blueprint.get("/people")
def administration() -> str:
    viewer = administrator()
    session, here = db.session(), viewer.person.organisation_id
    after, search = request.args.get("after", 0, type=int), request.args.get("search", "").strip()[:100]
    page = lists.people_page(session, here, after=after if 0 < after < 2**31 else 0, search=search)
    return render_template(
        "people/administration.html",
        page=page,
        search=search,
        turned=after > 0,
        waiting=lists.waiting_appointments(session, here),
        waiting_deputies=lists.waiting_deputies(session, here),
        waiting_routes=lists.waiting_routes(session, here),
        waiting_defaults=lists.waiting_defaults(session, here),
        by=viewer.person,
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
def new_person() -> str | Response:
    viewer = administrator()
    form = NewPersonForm()
    form.offer(lists.units_of(db.session(), viewer.person.organisation_id))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                by = standings_now(session)
                unit = session.get(Unit, form.unit.data) if form.unit.data else None
                here = viewer.person.organisation
                person = add_person(
                    session, organisation=here, name=form.name.data, email=form.email.data, unit=unit, by=by
                )
                send_reset_link(session, person, by=by, queue_notice=queue_notice())
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"{person.name} was added. A link to set a password is on its way to {person.email}.")
            return redirect(url_for("people.person", person_id=person.id), 303)
    return render_template("people/new_person.html", form=form)


@blueprint.get(f"/people/<{NUMBER}:person_id>")
def person(person_id: int) -> str:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    session = db.session()
    return render_template(
        "people/person.html",
        person=who,
        by=viewer.person,
        today=clock.today(),
        appointments=lists.appointments_of(session, who.id),
        deputies=lists.deputies_around(session, who.id),
        leaves=leaves_to_come(session, who.id),
        sessions=sessions.open_sessions(session, who.id),
        work=open_work(session, who.id),
    )


@blueprint.route(f"/people/<{NUMBER}:person_id>/change", methods=["GET", "POST"])
def edit_person(person_id: int) -> str | Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    form = PersonForm(name=who.name, unit=who.unit_id)
    form.offer(lists.units_of(db.session(), who.organisation_id))
    if form.validate_on_submit():
        with transaction() as session:
            unit = session.get(Unit, form.unit.data) if form.unit.data else None
            change_person(session, who, name=form.name.data, unit=unit, by=standings_now(session))
        flash("The change was saved.")
        return redirect(url_for("people.person", person_id=who.id), 303)
    return render_template("people/edit_person.html", form=form, person=who)


@blueprint.post(f"/people/<{NUMBER}:person_id>/link")
def send_link(person_id: int) -> Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    with transaction() as session:
        send_reset_link(session, who, by=standings_now(session), queue_notice=queue_notice())
    flash(f"A link to set a password is on its way to {who.email}. It works once, for 24 hours.")
    return redirect(url_for("people.person", person_id=who.id), 303)


@blueprint.post(f"/people/<{NUMBER}:person_id>/sessions/end")
def end_their_sessions(person_id: int) -> Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    with transaction() as session:
        end_sessions(session, who, by=standings_now(session))
    flash(f"{who.name} was signed out everywhere.")
    return redirect(url_for("people.person", person_id=who.id), 303)


@blueprint.route(f"/people/<{NUMBER}:person_id>/close", methods=["GET", "POST"])
def close(person_id: int) -> str | Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                close_account(session, who, note=form.note.data, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"The account of {who.name} was closed.")
            return redirect(url_for("people.person", person_id=who.id), 303)
    return render_template("people/close.html", form=form, person=who, work=open_work(db.session(), who.id))


@blueprint.post(f"/people/<{NUMBER}:person_id>/open")
def open_again(person_id: int) -> Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    with transaction() as session:
        open_account(session, who, by=standings_now(session))
    flash(f"The account of {who.name} is open again. The offices it had were not given back.")
    return redirect(url_for("people.person", person_id=who.id), 303)
