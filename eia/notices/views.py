"""Messages sent: what administrators see of the outbox of their own organisation."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eia.db import db, transaction
from eia.errors import NotFound
from eia.notices.commands import send_again
from eia.notices.posting import SETTINGS
from eia.notices.queries import notice_of, notices_of
from eia.people.offices import Office
from eia.people.viewer import current_viewer, standings_now

blueprint = Blueprint("notices", __name__, url_prefix="/messages")


@blueprint.get("")
def sent() -> str:
    found = notices_of(db.session(), _administered(), before=request.args.get("before", type=int))
    return render_template(
        "notices/sent.html",
        found=found,
        continued="before" in request.args,
        mail_is_set=bool(current_app.extensions[SETTINGS].mail_server),
    )


@blueprint.get("/<int:notice_id>")
def message(notice_id: int) -> str:
    return render_template("notices/message.html", notice=notice_of(db.session(), _administered(), notice_id))


@blueprint.post("/<int:notice_id>/again")
def again(notice_id: int) -> Response:
    _administered()
    with transaction() as session:
        name = send_again(session, notice_id, by=standings_now(session)).person.name
    flash(f"The message to {name} is sent again within a minute.", "done")
    return redirect(url_for("notices.message", notice_id=notice_id), 303)


def _administered() -> set[int]:
    """The organisations whose messages the viewer may see; nobody else knows this page."""
    found = current_viewer().standings.organisations_of(Office.ADMINISTRATOR)
    if not found:
        raise NotFound("There is no page at this address.")
    return found
