"""What must be true before a step of a meeting."""

from sqlalchemy.orm import object_session

from eia import clock
from eia.errors import Reason
from eia.meetings.case import MeetingCase
from eia.meetings.minutes import unsettled
from eia.pages import joined


def somebody_chairs(case: MeetingCase) -> Reason | None:
    if any(member.role in ("chair", "deputy_chair") for member in case.sitting):
        return None
    sentence = f"{case.body.name} has no chair on that day. Name a chair or deputy chair first."
    return Reason(sentence, "meetings.seat_member", {"body_id": case.body.id})


def the_agenda_has_items(case: MeetingCase) -> Reason | None:
    return None if case.items else Reason("The agenda is empty. Add at least one item.", anchor="agenda")


def the_day_is_to_come(case: MeetingCase) -> Reason | None:
    if case.meeting.day >= clock.today():
        return None
    return Reason(
        "The day of the meeting has passed. Change its day first.",
        "meetings.change_meeting",
        {"meeting_id": case.meeting.id},
    )


def the_day_has_come(case: MeetingCase) -> Reason | None:
    if case.meeting.day <= clock.today():
        return None
    return Reason("The meeting has not taken place yet. Record it as held on its day or after it.", anchor="when")


def it_is_said_where(case: MeetingCase) -> Reason | None:
    if case.meeting.place or case.meeting.link:
        return None
    sentence = "Nobody knows where it takes place. Give a place, a link or both."
    return Reason(sentence, "meetings.change_meeting", {"meeting_id": case.meeting.id})


def everybody_is_accounted_for(case: MeetingCase) -> Reason | None:
    """The minutes say who was there: nobody who sits in the body is left open."""
    known = {came.person_id for came in case.attendance if came.status != "expected"}
    missing = [member.person.name for member in case.sitting if member.person_id not in known]
    if not missing:
        return None
    sentence = f"Nobody said whether {joined(missing, 'or')} came. Record the attendance first."
    return Reason(sentence, "meetings.attendance", {"meeting_id": case.meeting.id})


def every_item_is_settled(case: MeetingCase) -> Reason | None:
    """Each item for decision or action was decided, put off or minuted."""
    session = object_session(case.meeting)
    left = unsettled(session, case.meeting.id, case.items) if session else []
    if not left:
        return None
    numbers = joined([str(item.position) for item in left])
    items = "Item" if len(left) == 1 else "Items"
    sentence = f"{items} {numbers} {'has' if len(left) == 1 else 'have'} neither a decision nor a minute."
    return Reason(sentence, "meetings.minutes", {"meeting_id": case.meeting.id})
