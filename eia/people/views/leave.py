"""Being away: for oneself on one's account, and for an administrator on the page of a person."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound, Refused
from eia.people.commands.default_deputies import default_deputies
from eia.people.commands.leave import end_leave, record_leave
from eia.people.forms.administration import LeaveForm
from eia.people.models import Leave, Person
from eia.people.queries import standings_of
from eia.people.viewer import current_viewer, standings_now
from eia.people.views.blueprint import NUMBER, administrator, blueprint, row_here


@blueprint.route("/your-account/leave/new", methods=["GET", "POST"])
def new_leave_of_yours() -> str | Response:
    return _page(current_viewer().person, back=url_for("people.your_account"), yours=True)


@blueprint.post(f"/your-account/leave/<{NUMBER}:leave_id>/end")
def end_your_leave(leave_id: int) -> Response:
    return _end(leave_id, current_viewer().person, "people.your_account")


@blueprint.route(f"/people/<{NUMBER}:person_id>/leave/new", methods=["GET", "POST"])
def new_leave(person_id: int) -> str | Response:
    who = row_here(administrator(), Person, person_id)
    return _page(who, back=url_for("people.person", person_id=who.id))


@blueprint.post(f"/people/<{NUMBER}:person_id>/leave/<{NUMBER}:leave_id>/end")
def end_their_leave(person_id: int, leave_id: int) -> Response:
    who = row_here(administrator(), Person, person_id)
    return _end(leave_id, who, "people.person", person_id=who.id)


def _page(person: Person, *, back: str, yours: bool = False) -> str | Response:
    form = LeaveForm()
    if form.validate_on_submit() and form.from_day.data and form.until_day.data:
        try:
            with transaction() as session:
                by = standings_now(session)
                record_leave(session, person, from_day=form.from_day.data, until_day=form.until_day.data, by=by)
        except Refused as refusal:
            form.show(refusal)
        else:
            flash("Recorded. While all who could answer are away, reminders go to who acts for them.", "done")
            return redirect(back, 303)
    offices = default_deputies(db.session(), person.organisation_id)
    held = standings_of(db.session(), person).held
    own = [offices[s.office] for s in held if s.principal_id is None and s.office in offices]
    acting = [f"{row.deputy.name} acts as {row.office.words.lower()}" for row in own if row.deputy_id != person.id]
    return render_template(
        "people/leave.html", form=form, person=person, back=back, yours=yours, default_deputies=acting
    )


def _end(leave_id: int, person: Person, endpoint: str, **values: Any) -> Response:
    row = db.session().get(Leave, leave_id)
    if row is None or row.person_id != person.id:
        raise NotFound
    with transaction() as session:
        end_leave(session, row, by=standings_now(session))
    flash("Recorded: no longer away.", "done")
    return redirect(url_for(endpoint, **values), 303)
