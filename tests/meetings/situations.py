"""The situations the golden tables of meetings are drawn for, and the cast that looks at them.

One organisation keeps the body, a partner is bound by it, a stranger is not. The secretary, the chair and a deputy sit
in it; somebody holds the office of secretary and sits nowhere; one member's term ended yesterday, one left the service.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from eia import clock
from eia.db import transaction
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.models import AgendaItem, Body, BodyMember, Meeting
from eia.people.models import Person
from eia.people.offices import Office
from tests.assessments.scene import SceneOf, SituationOf
from tests.support.meetings import Sat, make_meeting
from tests.support.staff import Staff, acting, appoint_another, make_staff

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Walked:
    """Situation -> its meeting, and the people around all of them."""

    meetings: dict[str, int]
    staff: tuple[Staff, Staff, Staff]
    other_secretary: int


def walk_everywhere() -> Walked:
    lead, partner, stranger = (make_staff(name) for name in ("Lead", "Partner", "Stranger"))
    other_secretary = appoint_another(lead, "other_secretary", Office.SECRETARY)
    made = {
        "drafted": make_meeting(lead, partner),
        "drafted, nothing on its agenda": _emptied(make_meeting(lead, partner)),
        "drafted, nobody chairs": _without_chairs(make_meeting(lead, partner)),
        "drafted, nobody knows where": _nowhere(make_meeting(lead, partner)),
        "drafted, its day has passed": _on_another_day(make_meeting(lead, partner), -3),
        "drafted, one person decides": _decided_alone(make_meeting(lead, partner)),
        "circulated, it is today": make_meeting(lead, partner, at="circulated"),
        "circulated, for a later day": _on_another_day(make_meeting(lead, partner, at="circulated"), 3),
        "held": make_meeting(lead, partner, at="held"),
        "held, somebody is not accounted for": _one_more_member(make_meeting(lead, partner, at="held")),
    }
    for sat in made.values():
        _sit_besides(sat)
    _leave(lead["second_adviser"])
    return Walked({name: sat.meeting_id for name, sat in made.items()}, (lead, partner, stranger), other_secretary)


def look_at(session: Session, walked: Walked) -> SceneOf[MeetingCase]:
    lead, partner, stranger = walked.staff
    cases = {name: load_meeting(session, meeting_id) for name, meeting_id in walked.meetings.items()}
    names = {lead.code: "Lead", partner.code: "Partner", stranger.code: "Stranger"}
    names |= {case.body.name: "the board" for case in reversed(cases.values())}
    cast = {
        "chair": acting(session, lead["chair"]),
        "deputy chair": acting(session, lead["auditor"]),
        "secretary": acting(session, lead["secretary"]),
        "meeting secretary who sits nowhere": acting(session, walked.other_secretary),
        "member": acting(session, lead["member"]),
        "in attendance": acting(session, lead["hr_lead"]),
        "member until yesterday": acting(session, lead["second_owner"]),
        "member who left the service": acting(session, lead["second_adviser"]),
        "author of a report": acting(session, lead["owner"]),
        "whoever decides alone": acting(session, partner["approver"]),
        "adviser": acting(session, lead["adviser"]),
        "administrator": acting(session, lead["administrator"]),
        "partner's meeting secretary": acting(session, partner["secretary"]),
        "stranger's meeting secretary": acting(session, stranger["secretary"]),
    }
    return SceneOf(tuple(SituationOf(name, case) for name, case in cases.items()), cast, names)


def _emptied(sat: Sat) -> Sat:
    with transaction() as session:
        for item in session.query(AgendaItem).filter_by(meeting_id=sat.meeting_id):
            item.removed_at = clock.now()
    return sat


def _without_chairs(sat: Sat) -> Sat:
    with transaction() as session:
        for member in session.query(BodyMember).filter_by(body_id=sat.body_id, role="chair"):
            member.role = "member"
    return sat


def _nowhere(sat: Sat) -> Sat:
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).place = ""
    return sat


def _on_another_day(sat: Sat, days: int) -> Sat:
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).day += days * DAY
    return sat


def _decided_alone(sat: Sat) -> Sat:
    with transaction() as session:
        body = session.get_one(Body, sat.body_id)
        body.decides, body.decider_id = "alone", sat.staff[1]["approver"]
    return sat


def _one_more_member(sat: Sat) -> Sat:
    with transaction() as session:
        _sit(session, sat, sat.lead["second_approver"], "member", -9 * DAY)
    return sat


def _sit_besides(sat: Sat) -> None:
    """The members come from long ago, and besides: a deputy chair, one until yesterday, one who leaves."""
    with transaction() as session:
        for member in session.query(BodyMember).filter_by(body_id=sat.body_id):
            member.from_day = clock.today() - 9 * DAY
        nobody_chairs = not any(m.role == "chair" for m in session.query(BodyMember).filter_by(body_id=sat.body_id))
        if not nobody_chairs and session.get_one(Meeting, sat.meeting_id).state != "held":
            _sit(session, sat, sat.lead["auditor"], "deputy_chair", -9 * DAY)
        _sit(session, sat, sat.lead["second_owner"], "member", -9 * DAY, until=-DAY)
        if session.get_one(Meeting, sat.meeting_id).state != "held":
            _sit(session, sat, sat.lead["second_adviser"], "member", -9 * DAY)


def _sit(
    session: Session, sat: Sat, person_id: int, role: str, since: timedelta, *, until: timedelta | None = None
) -> None:
    today = clock.today()
    last = today + until if until is not None else None
    session.add(
        BodyMember(body_id=sat.body_id, person_id=person_id, role=role, from_day=today + since, until_day=last,
                   recorded_at=clock.now())
    )  # fmt: skip


def _leave(person_id: int) -> None:
    with transaction() as session:
        session.get_one(Person, person_id).closed_at = clock.now() - 5 * DAY
