"""What meetings put on the first page: reports, papers, assessments owed, conditions, and the meetings themselves."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from eia import clock
from eia.home.line import MOST, Line
from eia.meetings.afterwards import assessments_owed, title_for_owner
from eia.meetings.coming import minutes_waiting, papers_to_read, reports_to_write
from eia.meetings.conditions import Owed, conditions_not_met, conditions_to_agree
from eia.meetings.models import Meeting
from eia.meetings.register import my_meetings
from eia.pages import counted
from eia.pages import day as in_words
from eia.people.queries import Standings


def conditions_to_meet(session: Session, by: Standings, first: date, last: date) -> Iterator[Line]:
    """Conditions of this person due in these days."""
    yield from map(_to_meet, conditions_not_met(session, first, last, owner_id=by.person_id, most=MOST))


def meetings_to_come_to(session: Session, by: Standings, last: date) -> Iterator[Line]:
    meetings = my_meetings(session, by, clock.today(), last, most=MOST)
    yield from (_to_come_to(meeting) for meeting in meetings if meeting.state not in ("held", "minuted"))


def reports_owed(session: Session, by: Standings) -> Iterator[Line]:
    """Reports to write, by the day of the meeting."""
    for item in reports_to_write(session, by.person_id, most=MOST):
        if item.meeting is not None:
            due = item.meeting.papers_due
            says = f"Write your report for the {item.meeting.body.name}, due by {in_words(due)}"
            address = {"item_id": item.id}
            yield Line(item.title, says, "meetings.item", address, day=item.meeting.day, overdue=due < clock.today())


def papers_unread(session: Session, by: Standings) -> Iterator[Line]:
    for one in papers_to_read(session, by.person_id, most=MOST):
        says = f"Read the papers on {counted(one.items, 'item')}"
        address = {"meeting_id": one.meeting.id}
        since = one.meeting.circulated_at
        yield Line(one.meeting.body.name, says, "meetings.meeting", address, since=since, day=one.meeting.day)


def minutes_to_do(session: Session, by: Standings) -> Iterator[Line]:
    """Of meetings that were held: for their secretary to write, then for who is in the chair to sign."""
    for meeting, signs in minutes_waiting(session, by.person_id, most=MOST):
        what = f"{'Read and sign' if signs else 'Write'} the minutes of {in_words(meeting.day)}"
        where, address = "meetings.sign_minutes" if signs else "meetings.minutes", {"meeting_id": meeting.id}
        yield Line(meeting.body.name, what, where, address, since=meeting.state_since)


def assessed_afterwards(session: Session, by: Standings) -> Iterator[Line]:
    """What was decided on a quick screen, and this person assesses in full by its day."""
    for screen, item in assessments_owed(session, person_id=by.person_id, most=MOST):
        says = f"Make the full assessment after the quick screen, due by {in_words(screen.due)}"
        address = {"item_id": item.id}
        overdue = screen.due < clock.today()
        yield Line(title_for_owner(item), says, "meetings.follow_up", address, day=screen.due, overdue=overdue)


def conditions_to_agree_to(session: Session, by: Standings) -> Iterator[Line]:
    for one in conditions_to_agree(session, by.person_id, MOST):
        asked = "Confirm that this was done" if one.standing.status == "done" else "Agree that it will not be done"
        says = f"{asked}, or send it back: a condition of {one.item.body.name}"
        yield Line(_condition(one), says, "meetings.condition", _of(one), since=one.since)


def _condition(one: Owed) -> str:
    return "A condition of a restricted item" if one.item.restricted else one.what


def _of(one: Owed) -> dict[str, object]:
    return {"condition_id": one.standing.condition_id}


def _to_meet(one: Owed) -> Line:
    says, day = f"Your condition of a decision of {one.item.body.name}", one.standing.due
    return Line(_condition(one), says, "meetings.condition", _of(one), day=day, overdue=day < clock.today())


def _to_come_to(meeting: Meeting) -> Line:
    where = meeting.place or ("online" if meeting.link else "place not said yet")
    off = {"cancelled": "Cancelled", "adjourned": "Adjourned: it is not held that day"}
    says = off.get(meeting.state, f"You sit there, at {meeting.begins:%H:%M}, {where}")
    return Line(meeting.body.name, says, "meetings.meeting", {"meeting_id": meeting.id}, day=meeting.day)
