"""The blueprint of the flat, and what its administration pages share."""

from flask import Blueprint

from eia.db import db
from eia.errors import NotAllowed, NotFound
from eia.people.guards import administers
from eia.people.models import Appointment, Deputy, Person
from eia.people.viewer import Viewer, current_viewer

blueprint = Blueprint("people", __name__)
NUMBER = "int(max=2147483647)"
"""What the database can hold; a larger one in an address is a page that does not exist."""
ONLY_ADMINISTRATORS = "Only an administrator may look after people. Ask one of your organisation."


def administrator() -> Viewer:
    """The viewer, who administers their own organisation; anybody else is refused before anything is looked up."""
    viewer = current_viewer()
    if not administers(viewer.standings, viewer.person.organisation_id):
        raise NotAllowed(ONLY_ADMINISTRATORS)
    return viewer


def person_here(viewer: Viewer, person_id: int) -> Person:
    """A person of the viewer's own organisation; those of others are not found."""
    person = db.session().get(Person, person_id)
    if person is None or person.organisation_id != viewer.person.organisation_id:
        raise NotFound
    return person


def appointment_here(viewer: Viewer, appointment_id: int) -> Appointment:
    appointment = db.session().get(Appointment, appointment_id)
    if appointment is None or appointment.organisation_id != viewer.person.organisation_id:
        raise NotFound
    return appointment


def deputy_here(viewer: Viewer, deputy_id: int) -> Deputy:
    deputy = db.session().get(Deputy, deputy_id)
    if deputy is None or deputy.organisation_id != viewer.person.organisation_id:
        raise NotFound
    return deputy
