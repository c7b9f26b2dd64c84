"""The first page, how it works, and the accessibility statement."""

from typing import NoReturn

from flask import Blueprint, render_template
from werkzeug.exceptions import RequestEntityTooLarge

from eia.assessments.queries import written_by
from eia.db import db
from eia.home.queries import coming_up, waiting_for_you, you_wait_for
from eia.home.there import there
from eia.people.access import public
from eia.people.offices import Office
from eia.people.viewer import current_viewer

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    by, session = current_viewer().standings, db.session()
    found, mine = there(session, by), written_by(session, by)
    return render_template(
        "home/home.html",
        waiting=waiting_for_you(session, by, found, mine),
        waited=you_wait_for(session, by, mine),
        coming=coming_up(session, by, found),
    )


@blueprint.get("/help")
def how_it_works() -> str:
    by = current_viewer().standings
    administers = by.holds(Office.ADMINISTRATOR, [by.organisation_id])
    audits = by.holds(Office.AUDITOR, [by.organisation_id])
    return render_template("home/help.html", administers=administers, reads_trail=administers or audits)


@blueprint.get("/too-large")
@public
def too_large() -> NoReturn:
    """Where a proxy that took no more of a post sends the browser (`deploy/nginx.conf`)."""
    raise RequestEntityTooLarge


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("home/accessibility.html")
