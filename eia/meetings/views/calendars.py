"""Meetings for somebody's calendar: one, or all of theirs."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, current_app, url_for

from config import Settings
from eia.db import db
from eia.downloads import streamed
from eia.meetings.ical import KIND, calendar_of
from eia.meetings.models import Meeting
from eia.meetings.register import in_my_calendar
from eia.meetings.views.blueprint import NUMBER, blueprint, known, me


@blueprint.get(f"/<{NUMBER}:meeting_id>/meeting.ics")
def one_for_calendar(meeting_id: int) -> Response:
    meeting = known(meeting_id).case.meeting
    return _calendar([meeting], f"meeting-{meeting.day}.ics")


@blueprint.get("/mine.ics")
def mine_for_calendar() -> Response:
    return _calendar(in_my_calendar(db.session(), me()), "my-meetings.ics")


def _calendar(meetings: Sequence[Meeting], name: str) -> Response:
    """Made before it is sent, so that nothing is read of the database afterwards."""
    settings: Settings = current_app.extensions["eia_settings"]
    address = settings.address
    pages = [(meeting, address + url_for("meetings.meeting", meeting_id=meeting.id)) for meeting in meetings]
    made = calendar_of(pages, urlsplit(address).hostname or "localhost")
    return streamed(lambda: [made], KIND, name)
