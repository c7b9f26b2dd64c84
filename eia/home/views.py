"""The first page, and the accessibility statement."""

from flask import Blueprint, render_template

from eia.db import db
from eia.home.queries import coming_up, waiting_for_you, you_wait_for
from eia.people.access import public
from eia.people.viewer import current_viewer

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    by, session = current_viewer().standings, db.session()
    return render_template(
        "home/home.html",
        waiting=waiting_for_you(session, by),
        waited=you_wait_for(session, by),
        coming=coming_up(session, by),
    )


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("home/accessibility.html")
