"""Who came, who sent apologies, and which interests were declared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record
from eia.errors import NotAllowed, NotOffered, Reason, Refused
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.telling import tell
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import Attendance, InterestDeclared
from eia.meetings.models.bodies import ROLES
from eia.meetings.models.meetings import ATTENDED, CONSEQUENCES
from eia.meetings.readers import RUNNING
from eia.pages import joined
from eia.people.models import Person
from eia.people.queries import Standing, Standings

RECORDED_WHILE = ("circulated", "held", "adjourned")
GUEST = "in_attendance"


@dataclass(frozen=True, slots=True)
class Marked:
    """What somebody marked for a person, and what stood there when they opened the page."""

    person_id: int
    was: str
    status: str
    note: str


def record_attendance(
    session: Session, meeting_id: int, marked: Sequence[Marked], *, chaired_by: int | None, by: Standings
) -> MeetingCase:
    """Those who were marked anew. Who marks what somebody else marked differently meanwhile is asked again."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = _standing(case, by)
    if case.state not in RECORDED_WHILE:
        raise NotOffered("Attendance is recorded once the agenda is out, and until the minutes are signed.")
    kept = {row.person_id: row for row in case.attendance}
    changed = [one for one in marked if _is_new(kept.get(one.person_id), one)]
    reasons = [reason for one in changed if (reason := _against(case, kept.get(one.person_id), one))]
    if chaired_by is not None and chaired_by not in case.deciding:
        reasons.append(Reason("Whoever chaired must sit in the body and decide in it.", anchor="chaired_by"))
    if reasons:
        raise Refused(*reasons)
    if not changed and chaired_by == case.meeting.chaired_by:
        return case
    case.meeting.chaired_by = chaired_by
    said = [_mark(session, case, kept.get(one.person_id), one, by) for one in changed]
    session.flush()
    sentence = f"Attendance recorded: {joined(said)}" if said else "Who chaired was recorded"
    after = {"attendance": {str(one.person_id): one.status for one in changed}, "chaired_by": chaired_by}
    record(session, case.meeting, "attendance_recorded", actor=by.actor(standing), sentence=sentence, after=after)
    return load_meeting(session, meeting_id)


def send_apologies(session: Session, meeting_id: int, *, note: str, by: Standings) -> MeetingCase:
    """Somebody who sits in the body says that they cannot come; those who run it are told."""
    case = load_meeting(session, meeting_id, lock=True)
    role = may_send_apologies(case, by.person_id)
    if role is None:
        raise NotAllowed("Only those who sit in the body can send apologies for its meeting, before it is held.")
    row = next((row for row in case.attendance if row.person_id == by.person_id), None)
    _mark(session, case, row, Marked(by.person_id, "", "apologies", note), by)
    session.flush()
    actor, sentence = by.actor(office=f"{ROLES[role]} of {case.body.name}"), f"{by.name} sent apologies"
    after = {"attendance": {str(by.person_id): "apologies"}}
    record(session, case.meeting, "apologies_sent", actor=actor, sentence=sentence, after=after, note=note)
    told = {member.person_id for member in case.sitting if member.role in RUNNING} - {by.person_id}
    tell(session, case, "apologies_sent", told, subject=f"Apologies: {case.title}", who=by.name, note=note)
    return load_meeting(session, meeting_id)


def declare_interest(
    session: Session, meeting_id: int, *, person: Person, item_id: int | None, what: str, consequence: str,
    by: Standings,
) -> InterestDeclared:  # fmt: skip
    """For the whole meeting, or at one item. Whoever sits in it declares their own; those who run it, anybody's."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = _standing_to_declare(case, person.id, by)
    if case.state not in ("drafted", *RECORDED_WHILE):
        raise NotOffered("The minutes of this meeting are signed. Nothing is added to them.")
    item = next((item for item in case.items if item.id == item_id), None)
    if item_id is not None and item is None:
        raise Refused(Reason("That item is no longer on the agenda. Choose another one.", anchor="item"))
    declared = InterestDeclared(
        meeting_id=meeting_id, item_id=item_id, person=person, what=what, consequence=consequence,
        recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(declared)
    session.flush()
    where = f"at item {item.position}" if item else "for the whole meeting"
    sentence = f"{person.name} declared an interest {where}: {CONSEQUENCES[consequence].lower()}"
    after = {"interest": declared.id, "person": person.id, "item": item_id, "consequence": consequence}
    actor = by.actor(standing)
    record(session, case.meeting, "interest_declared_at_meeting", actor=actor, sentence=sentence, after=after)
    return declared


def may_send_apologies(case: MeetingCase, person_id: int) -> str | None:
    """The role in which somebody sits in it, while they can still say that they cannot come."""
    if case.state not in ("drafted", "circulated") or case.meeting.day < clock.today():
        return None
    return next((member.role for member in case.sitting if member.person_id == person_id), None)


def _standing(case: MeetingCase, by: Standings) -> Standing:
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    return standing


def _standing_to_declare(case: MeetingCase, person_id: int, by: Standings) -> Standing | None:
    """That of somebody who runs it; none for those who sit in it and declare their own."""
    sits = by.person_id in {member.person_id for member in case.sitting} | case.deciding
    if sits and by.person_id == person_id:
        return standing_to_run(case.body, by)
    return _standing(case, by)


def _is_new(row: Attendance | None, one: Marked) -> bool:
    """Whether they were marked on this page; what somebody else marked meanwhile stays."""
    if one.status != one.was:
        return row is None or (row.status, row.note) != (one.status, one.note)
    untouched = row is None or row.status == one.was
    return untouched and one.note != (row.note if row else "")


def _against(case: MeetingCase, row: Attendance | None, one: Marked) -> Reason | None:
    """Somebody else marked them otherwise since the page was opened."""
    if one.status not in ATTENDED:
        return Reason("Choose one of the answers.", anchor=f"status_{one.person_id}")
    if row is None or row.status in (one.was, one.status):
        return None
    sentence = f"{row.person.name} was marked “{ATTENDED[row.status]}” while you were here. Choose again, and save."
    return Reason(sentence, anchor=f"status_{one.person_id}")


def _mark(session: Session, case: MeetingCase, row: Attendance | None, one: Marked, by: Standings) -> str:
    """Write what was marked; answers with it in words."""
    if row is None:
        role = next((member.role for member in case.sitting if member.person_id == one.person_id), GUEST)
        if one.person_id == case.body.decider_id:
            role = next((m.role for m in case.sitting if m.person_id == one.person_id), "member")
        row = Attendance(meeting_id=case.meeting.id, person_id=one.person_id, role=role)
        row.person = session.get_one(Person, one.person_id)
        session.add(row)
    row.status, row.note = one.status, one.note
    row.recorded_by, row.recorded_at = by.person_id, clock.now()
    return f"{row.person.name} {ATTENDED[one.status].lower()}"
