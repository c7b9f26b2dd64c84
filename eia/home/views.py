"""The first page and the accessibility statement."""

from flask import Blueprint, render_template

from eia.people.access import public

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> str:
    return render_template("home/home.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("home/accessibility.html")
