"""The blueprint of the flat, and what its administration pages share."""

from typing import TypeVar

from flask import Blueprint

from eia.db import db
from eia.errors import NotAllowed, NotFound
from eia.people.guards import administers
from eia.people.models import Appointment, DefaultDeputy, Deputy, Person, Route, Unit, UnitHead
from eia.people.viewer import Viewer, current_viewer

blueprint = Blueprint("people", __name__)
OfAnOrganisation = TypeVar("OfAnOrganisation", Person, Unit, Appointment, Deputy, DefaultDeputy, Route, UnitHead)
NUMBER = "int(max=2147483647)"
"""What the database can hold; a larger one in an address is a page that does not exist."""
ONLY_ADMINISTRATORS = "Only an administrator may look after people. Ask one of your organisation."


def administrator() -> Viewer:
    """The viewer, who administers their own organisation; anybody else is refused before anything is looked up."""
    viewer = current_viewer()
    if not administers(viewer.standings, viewer.person.organisation_id):
        raise NotAllowed(ONLY_ADMINISTRATORS)
    return viewer


def row_here(viewer: Viewer, kind: type[OfAnOrganisation], number: int) -> OfAnOrganisation:
    """A row of the viewer's own organisation; those of others are not found."""
    row = db.session().get(kind, number)
    if row is None or row.organisation_id != viewer.person.organisation_id:
        raise NotFound
    return row
