"""The order of an agenda, until it is out."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy.orm import Session

from eia.audit.recording import record, said_since
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.items import order_seen
from eia.meetings.guards.who import standing_to_run
from eia.people.queries import Standing, Standings

ORDERING = ("agenda_ordered", "item_added", "item_removed", "item_carried_over")
"""What changes the items of an agenda or their order."""
NUMBERS_STAY = "The agenda is out, so its numbers stay. Take the items in another order at the meeting and minute it."


def order_items(
    session: Session, meeting_id: int, numbers: Mapping[int, int], *, seen: str, by: Standings
) -> MeetingCase:
    """Item -> the number it shall have; they are closed up to 1, 2, 3."""
    case, standing = _locked(session, meeting_id, seen, by)
    if set(numbers) != {item.id for item in case.items}:
        raise Stale("Somebody put an item on the agenda, or took one off, after you opened it.")
    twice = [number for number, count in Counter(numbers.values()).items() if count > 1]
    if twice:
        words = [f"Two items have the number {number}. Give each a number of its own." for number in sorted(twice)]
        items = {number: next(i for i, n in numbers.items() if n == number) for number in twice}
        raise Refused(*(Reason(say, anchor=f"number_{items[n]}") for say, n in zip(words, sorted(twice), strict=True)))
    return _ordered(session, case, sorted(numbers, key=lambda item: numbers[item]), standing, by)


def _locked(session: Session, meeting_id: int, seen: str, by: Standings) -> tuple[MeetingCase, Standing]:
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if case.state != "drafted":
        raise NotOffered(NUMBERS_STAY)
    if seen != order_seen(case):
        raise Stale(
            said_since(session, case.meeting.stream, *ORDERING) or "Somebody changed this agenda after you opened it."
        )
    return case, standing


def _ordered(session: Session, case: MeetingCase, order: list[int], standing: Standing, by: Standings) -> MeetingCase:
    before = [item.id for item in case.items]
    if order == before and [item.position for item in case.items] == list(range(1, len(order) + 1)):
        return case
    items = {item.id: item for item in case.items}
    for number, item_id in enumerate(order, 1):
        items[item_id].position = number
    case.meeting.revision += 1
    session.flush()
    record(
        session, case.meeting, "agenda_ordered", actor=by.actor(standing), sentence="Agenda put in order",
        before={"items": before}, after={"items": order},
    )  # fmt: skip
    return load_meeting(session, case.meeting.id)
