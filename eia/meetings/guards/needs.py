"""What must be true before a step of a meeting."""

from eia import clock
from eia.errors import Reason
from eia.meetings.case import MeetingCase


def somebody_chairs(case: MeetingCase) -> Reason | None:
    if any(member.role in ("chair", "deputy_chair") for member in case.sitting):
        return None
    return Reason(f"{case.body.name} has no chair on that day. Name a chair or deputy chair first.", anchor="members")


def the_agenda_has_items(case: MeetingCase) -> Reason | None:
    return None if case.items else Reason("The agenda is empty. Add at least one item.", anchor="agenda")


def the_day_is_to_come(case: MeetingCase) -> Reason | None:
    if case.meeting.day >= clock.today():
        return None
    return Reason("The day of the meeting has passed. Change its date first.", anchor="when")


def the_day_has_come(case: MeetingCase) -> Reason | None:
    if case.meeting.day <= clock.today():
        return None
    return Reason("The meeting has not taken place yet. Record it as held on its day or after it.", anchor="when")
