"""Pages to read: the register of meetings, the bodies, and one meeting, the page a secretary lives on."""

from flask import render_template, request

from eia.audit.queries import entries
from eia.db import db
from eia.errors import NotAllowed
from eia.meetings.coming import unread_items
from eia.meetings.commands.attending import RECORDED_WHILE, may_send_apologies
from eia.meetings.commands.calling import NOT_HELD_YET
from eia.meetings.decided import outcomes_at
from eia.meetings.gate import readiness_of
from eia.meetings.guards.who import decides_in, standing_to_add_body, standing_to_run
from eia.meetings.models.decisions import DECIDED
from eia.meetings.models.items import KINDS
from eia.meetings.queries import bodies_for, body_name_for
from eia.meetings.readers import Part
from eia.meetings.register import meetings_page
from eia.meetings.views.attending import came, may_declare
from eia.meetings.views.blueprint import NUMBER, agenda, blueprint, known, me
from eia.meetings.views.steps import offers
from eia.meetings.workflow import MEETING_TABLE
from eia.notices.queries import notices_about
from eia.people.offices import Office

LARGEST = 2**31 - 1
BODIES_SHOWN, BODIES_OFFERED = 50, 50
"""Of more bodies than are offered in one list, those are shown whose names hold what is looked for."""
TRAIL_SHOWN = 5


@blueprint.get("")
def register() -> str:
    by, session = me(), db.session()
    past, after, body_id, named = request.args.get("show") == "past", _number("after"), _number("body"), _named()
    bodies = bodies_for(session, by, limit=BODIES_OFFERED + 1)
    return render_template(
        "meetings/register.html",
        page=meetings_page(session, by, past=past, body_id=body_id, named=named, after=after),
        bodies=bodies,
        offers=len(bodies) <= BODIES_OFFERED and body_id in (0, *(one.id for one in bodies)),
        chosen=body_name_for(session, body_id, by) if body_id else "",
        body_id=body_id,
        named=named,
        past=past,
        turned=after > 0,
        states=MEETING_TABLE.states,
        may_add=standing_to_add_body(by) is not None,
        advises=by.holds(Office.ADVISER),
    )


@blueprint.get("/bodies")
def bodies() -> str:
    by, closed, named = me(), request.args.get("show") == "closed", _named()
    found = bodies_for(db.session(), by, named=named, after=_number("after"), closed=closed, limit=BODIES_SHOWN + 1)
    return render_template(
        "meetings/bodies.html",
        bodies=found[:BODIES_SHOWN],
        more=found[BODIES_SHOWN - 1].id if len(found) > BODIES_SHOWN else 0,
        turned=_number("after") > 0,
        named=named,
        closed=closed,
        may_add=standing_to_add_body(by) is not None,
    )


@blueprint.get(f"/<{NUMBER}:meeting_id>")
def meeting(meeting_id: int) -> str:
    read, by = known(meeting_id), me()
    is_out = read.part >= Part.OPEN
    reads_trail = read.part >= Part.RESTRICTED
    on_it, decides = (read.case.items if is_out else []), decides_in(read.case.body, by.person_id)
    unread = unread_items(db.session(), meeting_id, by.person_id) if decides and read.case.state == "circulated" else ()
    return render_template(
        "meetings/meeting.html",
        case=read.case,
        meeting=read.case.meeting,
        body=read.case.body,
        items=[(item, read.shows(item, by.person_id)) for item in on_it],
        ready=readiness_of(db.session(), on_it),
        outcomes=outcomes_at(db.session(), meeting_id),
        decided=DECIDED,
        unread=unread,
        agenda_is_out=is_out,
        runs=standing_to_run(read.case.body, by) is not None,
        states=MEETING_TABLE.states,
        kinds=KINDS,
        offered=offers(read.case, by),
        may_send_apologies=may_send_apologies(read.case, by.person_id) is not None,
        may_declare=may_declare(read.case, by),
        may_change=read.case.state in NOT_HELD_YET,
        records_attendance=read.case.state in RECORDED_WHILE,
        trail=entries(db.session(), read.case.meeting.stream, newest=TRAIL_SHOWN) if reads_trail else None,
        **(came(read) if is_out else {}),
    )


@blueprint.get(f"/<{NUMBER}:meeting_id>/told")
def told(meeting_id: int) -> str:
    read = agenda(meeting_id)
    if read.part < Part.RESTRICTED:
        raise NotAllowed("Only those who decide, run the meeting or check assessments see who was told of it.")
    case = read.case
    before = request.args.get("before", type=int)
    found = notices_about(db.session(), case.meeting.stream, before=before)
    return render_template("meetings/told.html", case=case, body=case.body, found=found, turned=before is not None)


def _number(name: str) -> int:
    number = request.args.get(name, 0, type=int)
    return number if 0 < number <= LARGEST else 0


def _named() -> str:
    """What was written to look for in the names of bodies."""
    return " ".join(request.args.get("q", "").split())[:200]
