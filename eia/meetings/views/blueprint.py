"""The blueprint, and loading a meeting for its reader."""

from flask import Blueprint
from sqlalchemy.orm import Session

from eia.db import db
from eia.errors import NotAllowed
from eia.meetings import queries
from eia.meetings.commands.bodies import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import Body
from eia.meetings.queries import ItemRead, MeetingRead, body_for, meeting_for
from eia.meetings.readers import Part
from eia.people.queries import Standings
from eia.people.viewer import current_viewer, standings_now

ITEM = "/items/<int(max=2147483647):item_id>"
"""An item has one address, with or without a meeting."""
blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")
NUMBER = "int(max=2147483647)"


def me() -> Standings:
    return current_viewer().standings


def me_now(session: Session) -> Standings:
    """The same, read again inside a write."""
    return standings_now(session)


def known(meeting_id: int) -> MeetingRead:
    """The meeting in the address; 404 when this person may not know of it."""
    return meeting_for(db.session(), meeting_id, me())


def agenda(meeting_id: int) -> MeetingRead:
    """The meeting with its agenda; 403 for those who may only know that it takes place."""
    read = known(meeting_id)
    if read.part < Part.OPEN:
        raise NotAllowed("You may see that this meeting takes place, but its agenda is not out yet.")
    return read


def item_for(item_id: int) -> ItemRead:
    """The item in the address; 404 when this person may not know of it."""
    return queries.item_for(db.session(), item_id, me())


def item_shown(item_id: int) -> ItemRead:
    """The item for somebody who reads it; 403 for those who may only know that it is restricted."""
    read = item_for(item_id)
    if not read.shows:
        raise NotAllowed(f"This item is restricted: {read.item.restricted_reason}")
    return read


def run_by_me(meeting_id: int) -> MeetingRead:
    """The meeting for somebody who runs it; 403 for everybody else who may know of it."""
    read = known(meeting_id)
    if standing_to_run(read.case.body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    return read


def body_of_mine(body_id: int) -> Body:
    """The body for somebody who runs it; 403 for everybody else who may know of it."""
    body = body_for(db.session(), body_id, me())
    if standing_to_run(body, me()) is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    return body
