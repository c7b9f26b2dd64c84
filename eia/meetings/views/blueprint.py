"""The blueprint, and loading a meeting for its reader."""

from flask import Blueprint

from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.queries import MeetingRead, meeting_for
from eia.meetings.readers import Part
from eia.people.queries import Standings
from eia.people.viewer import current_viewer

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")
NUMBER = "int(max=2147483647)"


def me() -> Standings:
    return current_viewer().standings


def known(meeting_id: int) -> MeetingRead:
    """The meeting in the address; 404 when this person may not know of it."""
    return meeting_for(db.session(), meeting_id, me())


def agenda(meeting_id: int) -> MeetingRead:
    """The meeting with its agenda; 403 for those who may only know that it takes place."""
    read = known(meeting_id)
    if read.part < Part.OPEN:
        raise NotAllowed("You may see that this meeting takes place, but its agenda is not out yet.")
    return read
