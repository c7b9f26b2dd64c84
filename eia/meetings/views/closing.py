"""Closing a body: which meetings are cancelled by it, and why."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotOffered
from eia.meetings.commands.closing import TO_CANCEL, close_body, meetings_at, seen_of
from eia.meetings.forms.bodies import CloseForm
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import NUMBER, blueprint, body_of_mine


@blueprint.route(f"/bodies/<{NUMBER}:body_id>/close", methods=["GET", "POST"])
def close(body_id: int) -> str | Response:
    found = body_of_mine(body_id)
    if found.closed_at is not None:
        raise NotOffered(f"{found.name} was closed already.")
    form = CloseForm(data={"seen": seen_of(db.session(), found)})
    if form.validate_on_submit():
        reason, seen = form.reason.data, form.seen.data or ""
        if saved(form, lambda session, by: close_body(session, body_id, reason=reason, seen=seen, by=by)):
            flash("The body is closed. What it decided stays on record.", "done")
            return redirect(url_for("meetings.body", body_id=body_id), 303)
        found = body_of_mine(body_id)
        form.seen.data = seen_of(db.session(), found)
    return render_template(
        "meetings/close_body.html", form=form, body=found, cancelled=meetings_at(db.session(), body_id, TO_CANCEL)
    )
