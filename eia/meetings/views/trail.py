"""The whole trail of a meeting, a page at a time."""

from flask import render_template, request

from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.readers import Part
from eia.meetings.views.blueprint import NUMBER, agenda, blueprint
from eia.people.trail_details import details_of

PAGE = 50


@blueprint.get(f"/<{NUMBER}:meeting_id>/trail")
def trail(meeting_id: int) -> str:
    read = agenda(meeting_id)
    if read.part < Part.RESTRICTED:
        raise NotAllowed("Only those who decide, run the meeting or check assessments read its trail.")
    meeting, below = read.case.meeting, request.args.get("before", 0, type=int)
    lines = entries(db.session(), meeting.stream, newest=PAGE + 1, before=below if 0 < below < 2**31 else 0)
    more = lines[PAGE - 1].sequence if len(lines) > PAGE else 0
    shown, body = lines[:PAGE], read.case.body
    details = details_of(db.session(), shown)
    return render_template("meetings/trail.html", meeting=meeting, body=body, lines=shown, more=more, details=details)
