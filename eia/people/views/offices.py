"""Appointments and deputies, for administrators."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import Refused
from eia.people import lists
from eia.people.commands.appointments import (
    confirm_appointment,
    decline_appointment,
    end_appointment,
    propose_appointment,
)
from eia.people.commands.deputies import confirm_deputy, end_deputy, record_deputy
from eia.people.forms.administration import AppointmentForm, DeputyForm, EndForm
from eia.people.models import Appointment, Deputy, Person
from eia.people.offices import SIGNING, Office
from eia.people.queries import standings_of
from eia.people.viewer import standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here


@blueprint.route(f"/people/<{NUMBER}:person_id>/appointments/new", methods=["GET", "POST"])
def appoint(person_id: int) -> str | Response:
    viewer = administrator()
    who = row_here(viewer, Person, person_id)
    form = AppointmentForm()
    if form.validate_on_submit() and form.from_day.data:
        try:
            with transaction() as session:
                appointment = propose_appointment(
                    session,
                    who,
                    office=form.office.data,
                    from_day=form.from_day.data,
                    until_day=form.until_day.data,
                    by=standings_now(session),
                )
        except Refused as refusal:
            form.show(refusal)
        else:
            office = appointment.office.words
            flash(
                f"{who.name} was appointed {office}."
                if appointment.in_force
                else f"{who.name} was proposed as {office}. A second administrator must agree."
            )
            return redirect(url_for("people.person", person_id=who.id), 303)
    signing = [office.words for office in sorted(SIGNING)]
    return render_template("people/appoint.html", form=form, person=who, signing=signing)


@blueprint.post(f"/people/appointments/<{NUMBER}:appointment_id>/agree")
def agree_to_appointment(appointment_id: int) -> Response:
    appointment = row_here(administrator(), Appointment, appointment_id)
    with transaction() as session:
        confirm_appointment(session, appointment, by=standings_now(session))
    flash(f"{appointment.person.name} is {appointment.office.words} now.")
    return redirect(url_for("people.person", person_id=appointment.person_id), 303)


@blueprint.post(f"/people/appointments/<{NUMBER}:appointment_id>/decline")
def decline(appointment_id: int) -> Response:
    appointment = row_here(administrator(), Appointment, appointment_id)
    with transaction() as session:
        decline_appointment(session, appointment, by=standings_now(session))
    flash("The proposal was declined.")
    return redirect(url_for("people.person", person_id=appointment.person_id), 303)


@blueprint.route(f"/people/appointments/<{NUMBER}:appointment_id>/end", methods=["GET", "POST"])
def end(appointment_id: int) -> str | Response:
    appointment = row_here(administrator(), Appointment, appointment_id)
    form = EndForm()
    if form.validate_on_submit():
        last_day = form.last_day.data if form.when.data == "later" else None
        try:
            with transaction() as session:
                end_appointment(session, appointment, last_day=last_day, by=standings_now(session))
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("The appointment ends as you said.")
            return redirect(url_for("people.person", person_id=appointment.person_id), 303)
    return render_template("people/end_appointment.html", form=form, appointment=appointment)


@blueprint.route(f"/people/<{NUMBER}:person_id>/deputies/new", methods=["GET", "POST"])
def new_deputy(person_id: int) -> str | Response:
    """An administrator records who may act for this person."""
    who = row_here(administrator(), Person, person_id)
    return deputy_page(who, back=url_for("people.person", person_id=who.id))


@blueprint.post(f"/people/deputies/<{NUMBER}:deputy_id>/agree")
def agree_to_deputy(deputy_id: int) -> Response:
    row = row_here(administrator(), Deputy, deputy_id)
    with transaction() as session:
        confirm_deputy(session, row, by=standings_now(session))
    flash(f"{row.deputy.name} may act for {row.principal.name}.")
    return redirect(url_for("people.person", person_id=row.principal_id), 303)


@blueprint.post(f"/people/deputies/<{NUMBER}:deputy_id>/end")
def end_their_deputy(deputy_id: int) -> Response:
    row = row_here(administrator(), Deputy, deputy_id)
    with transaction() as session:
        end_deputy(session, row, by=standings_now(session))
    flash(f"{row.deputy.name} no longer acts for {row.principal.name}.")
    return redirect(url_for("people.person", person_id=row.principal_id), 303)


def deputy_page(principal: Person, *, back: str) -> str | Response:
    """Ask for a deputy and record them; for the principal and for an administrator alike."""
    form = DeputyForm()
    held = [
        standing.office
        for standing in standings_of(db.session(), principal).held
        if standing.principal_id is None and standing.office is not Office.ADMINISTRATOR
    ]
    form.offer(lists.colleagues(db.session(), principal), held)
    if form.validate_on_submit() and form.from_day.data and form.until_day.data:
        try:
            with transaction() as session:
                row = record_deputy(
                    session,
                    principal=principal,
                    deputy=session.get_one(Person, form.deputy.data),
                    office=form.office.data,
                    from_day=form.from_day.data,
                    until_day=form.until_day.data,
                    reason=form.reason.data,
                    by=standings_now(session),
                )
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(
                f"{row.deputy.name} may act for {principal.name}."
                if row.in_force
                else f"{row.deputy.name} was proposed. {principal.name} or a second administrator must agree."
            )
            return redirect(back, 303)
    return render_template("people/deputy.html", form=form, principal=principal, back=back, held=held)
