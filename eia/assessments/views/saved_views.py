"""The views of the register that somebody keeps: to name one, to go to one, to remove one."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.assessments.commands.saved_views import remove_view, save_view, views_of
from eia.assessments.forms.saved_view import SavedViewForm
from eia.assessments.register.choices import choices
from eia.assessments.views.blueprint import blueprint, me, posted_number
from eia.assessments.views.register import address_of, address_of_view, asked_of, chosen, wanted_of
from eia.db import db, transaction
from eia.errors import Refused


@blueprint.route("/views", methods=["GET", "POST"])
def saved_views() -> str | Response:
    """What stands in the address is what is kept."""
    by = me()
    known = choices(db.session(), by)
    asked = asked_of(wanted_of(request.args, known))
    form = SavedViewForm()
    if asked and form.validate_on_submit():
        try:
            with transaction() as session:
                save_view(session, name=form.name.data, asked=urlencode(asked), by=by)
        except Refused as refusal:
            form.show(refusal)
        else:
            flash(f"Kept as “{form.name.data}”. It stands above the register.", "done")
            return redirect(address_of(asked), 303)
    mine = views_of(db.session(), by.person_id)
    return render_template(
        "assessments/saved_views.html",
        form=form,
        asked=asked,
        chosen=chosen(asked, known),
        register=address_of(asked),
        views=[(view, address_of_view(view)) for view in mine],
    )


@blueprint.post("/views/remove")
def remove_saved_view() -> Response:
    with transaction() as session:
        remove_view(session, posted_number("view"), by=me())
    flash("The view was removed.", "done")
    return redirect(url_for("assessments.saved_views"), 303)
