"""Who came, apologies, and interests declared at a meeting."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from eia.db import db
from eia.errors import NotAllowed, NotOffered
from eia.meetings.case import MeetingCase
from eia.meetings.commands import attending
from eia.meetings.commands.attending import RECORDED_WHILE, Marked, may_send_apologies
from eia.meetings.forms.attending import WHOLE_MEETING, ApologiesForm, AttendanceForm, InterestForm, attendance_form
from eia.meetings.guards.quorum import quorum_of
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models.bodies import ROLES
from eia.meetings.models.meetings import ATTENDED, CONSEQUENCES
from eia.meetings.queries import MeetingRead, interests_at, people_to_seat
from eia.meetings.views.asking import saved
from eia.meetings.views.blueprint import NUMBER, blueprint, known, me, run_by_me
from eia.people.models import Person
from eia.people.queries import Standings

MEETING = f"/<{NUMBER}:meeting_id>"


@blueprint.route(f"{MEETING}/attendance", methods=["GET", "POST"])
def attendance(meeting_id: int) -> str | Response:
    case = run_by_me(meeting_id).case
    if case.state not in RECORDED_WHILE:
        raise NotOffered("Attendance is recorded once the agenda is out, and until the minutes are signed.")
    form = _form(case)
    if form.validate_on_submit():
        marked, chaired_by = _marked(case, form), form.chaired_by.data

        def change(session: Session, by: Standings) -> None:
            attending.record_attendance(session, meeting_id, marked, chaired_by=chaired_by, by=by)

        if saved(form, change):
            flash("The attendance was saved.", "done")
            return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor="attendance"), 303)
        case = run_by_me(meeting_id).case
        for person in people_there(case):
            row = next((row for row in case.attendance if row.person_id == person.id), None)
            form[f"was_{person.id}"].data = row.status if row else "expected"
    rows = [(person, role, *form.of(person.id)) for person, role in _roles(case)]
    return render_template(
        "meetings/attendance.html", form=form, case=case, body=case.body, rows=rows, quorum=quorum_of(case)
    )


@blueprint.route(f"{MEETING}/apologies", methods=["GET", "POST"])
def apologies(meeting_id: int) -> str | Response:
    case, form = known(meeting_id).case, ApologiesForm()
    if may_send_apologies(case, me().person_id) is None:
        raise NotAllowed("Only those who sit in the body can send apologies for its meeting, before it is held.")
    if form.validate_on_submit():
        note = str(form.note.data)
        if saved(form, lambda session, by: attending.send_apologies(session, meeting_id, note=note, by=by)):
            flash("Your apologies were sent.", "done")
            return redirect(url_for("meetings.meeting", meeting_id=meeting_id), 303)
    return render_template("meetings/apologies.html", form=form, case=case, body=case.body)


@blueprint.route(f"{MEETING}/interests", methods=["GET", "POST"])
def interests(meeting_id: int) -> str | Response:
    read = known(meeting_id)
    form = InterestForm(data=_who(read))
    if not may_declare(read.case, me()):
        raise NotAllowed("Only those who sit in the body, or run its meetings, can declare an interest there.")
    form.offer(_declarers(read.case), [(item, read.shows(item, me().person_id)) for item in read.case.items])
    if form.validate_on_submit():
        item_id = None if form.item.data == WHOLE_MEETING else int(form.item.data)
        person_id, what, follows = form.person.data, str(form.what.data), str(form.consequence.data)

        def change(session: Session, by: Standings) -> None:
            person = session.get_one(Person, person_id)
            attending.declare_interest(
                session, meeting_id, person=person, item_id=item_id, what=what, consequence=follows, by=by
            )

        if saved(form, change):
            flash("The interest is on record.", "done")
            return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor="interests"), 303)
    return render_template("meetings/interest.html", form=form, case=read.case, body=read.case.body)


def may_declare(case: MeetingCase, by: Standings) -> bool:
    sits = by.person_id in {member.person_id for member in case.sitting} | case.deciding
    return case.state in ("drafted", *RECORDED_WHILE) and (sits or standing_to_run(case.body, by) is not None)


def people_there(case: MeetingCase) -> list[Person]:
    """Those who sit in it that day, whoever decides alone, and who else came; the chair first."""
    order = list(ROLES)
    sitting = sorted(case.sitting, key=lambda member: (order.index(member.role), member.person.sort_name))
    decider = [case.body.decider] if case.body.decider else []
    people = [*(member.person for member in sitting), *decider, *(row.person for row in case.attendance)]
    return list({person.id: person for person in people}.values())


def _roles(case: MeetingCase) -> list[tuple[Person, str]]:
    roles = {row.person_id: row.role for row in case.attendance}
    roles |= {member.person_id: member.role for member in case.sitting}
    alone = case.body.decider_id
    return [
        (person, "Decides alone" if person.id == alone else ROLES[roles[person.id]]) for person in people_there(case)
    ]


def _declarers(case: MeetingCase) -> list[Person]:
    """Anybody there, for those who run it; else only oneself."""
    people = people_there(case)
    return people if standing_to_run(case.body, me()) else [one for one in people if one.id == me().person_id]


def _who(read: MeetingRead) -> dict[str, Any]:
    people = _declarers(read.case) if may_declare(read.case, me()) else []
    return {"person": people[0].id} if len(people) == 1 else {}


def _form(case: MeetingCase) -> AttendanceForm:
    people = people_there(case)
    form = attendance_form(people, case.attendance, case.meeting.chaired_by)
    form.chaired_by.choices = [(person.id, person.name) for person in people if person.id in case.deciding]
    known_already = {person.id for person in people}
    others = [one for one in people_to_seat(db.session(), case.body) if one.id not in known_already]
    form.guest.choices = [(person.id, f"{person.name}, {person.organisation.name}") for person in others]
    return form


def _marked(case: MeetingCase, form: AttendanceForm) -> list[Marked]:
    rest = "present" if form.rest_came.data else "expected"
    marked = [
        Marked(
            person.id,
            str(form[f"was_{person.id}"].data),
            rest if status.data == "expected" else str(status.data),
            str(note.data),
        )
        for person in people_there(case)
        for status, note in [form.of(person.id)]
    ]
    guest = [Marked(form.guest.data, "expected", "present", "")] if form.guest.data else []
    return [*marked, *guest]


def came(read: MeetingRead) -> dict[str, Any]:
    """Who came and what they declared, for those who read the agenda."""
    case, session, by = read.case, db.session(), me()
    roles = {row.person_id: row.role for row in case.attendance}
    roles |= {member.person_id: member.role for member in case.sitting}
    rows = {row.person_id: row for row in case.attendance}
    items = {item.id: item for item in case.items}
    shown = {None, *(item.id for item in case.items if read.shows(item, by.person_id))}
    return {
        "people": [
            (one, ROLES.get(roles.get(one.id, ""), "Decides alone"), rows.get(one.id)) for one in people_there(case)
        ],
        "attended": ATTENDED,
        "quorum": quorum_of(case),
        "interests": [
            (one, items.get(one.item_id or 0), one.item_id in shown) for one in interests_at(session, case.meeting.id)
        ],
        "consequences": CONSEQUENCES,
    }
