"""Pages to read: the bodies, one body with its meetings, one meeting with its agenda."""

from flask import render_template

from eia.db import db
from eia.meetings.guards.who import standing_to_add_body, standing_to_run
from eia.meetings.models.bodies import COUNTS, DECIDES, ROLES
from eia.meetings.models.items import KINDS
from eia.meetings.queries import bodies_for, body_for, meetings_of
from eia.meetings.readers import Part
from eia.meetings.views.blueprint import NUMBER, blueprint, known, me
from eia.meetings.workflow import MEETING_TABLE


@blueprint.get("")
def register() -> str:
    by = me()
    bodies = bodies_for(db.session(), by)
    return render_template("meetings/register.html", bodies=bodies, may_add=standing_to_add_body(by) is not None)


@blueprint.get(f"/bodies/<{NUMBER}:body_id>")
def body(body_id: int) -> str:
    by, session = me(), db.session()
    found = body_for(session, body_id, by)
    return render_template(
        "meetings/body.html",
        body=found,
        meetings=meetings_of(session, body_id, by),
        runs=standing_to_run(found, by) is not None,
        states=MEETING_TABLE.states,
        decides=DECIDES,
        counts=COUNTS,
        roles=ROLES,
    )


@blueprint.get(f"/<{NUMBER}:meeting_id>")
def meeting(meeting_id: int) -> str:
    read, by = known(meeting_id), me()
    items = [(item, read.shows(item, by.person_id)) for item in read.case.items] if read.part >= Part.OPEN else []
    return render_template(
        "meetings/meeting.html",
        meeting=read.case.meeting,
        body=read.case.body,
        items=items,
        agenda_is_out=read.part >= Part.OPEN,
        runs=standing_to_run(read.case.body, by) is not None,
        states=MEETING_TABLE.states,
        kinds=KINDS,
    )
