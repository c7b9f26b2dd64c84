"""What is to be decided was not assessed: a new version of the pinned assessment, with what differs as its reason."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from eia.assessments.commands.versions import open_for_decision
from eia.assessments.models import Version
from eia.errors import NotAllowed, NotOffered
from eia.meetings.commands.deciding import ONLY_WHO_RECORDS, lock_with_pinned
from eia.meetings.commands.noting import named
from eia.meetings.commands.recording import record_on
from eia.meetings.drift import Line
from eia.meetings.guards.who import standing_to_record
from eia.meetings.models import AgendaItem
from eia.people.queries import Standings


def open_for_drift(session: Session, item_id: int, drift: Sequence[Line], *, by: Standings) -> Version:
    """By whoever would record the decision; nothing is decided by it. Its author writes the new version."""
    item, case = lock_with_pinned(session, item_id)
    standing = standing_to_record(item, by)
    if standing is None:
        raise NotAllowed(ONLY_WHO_RECORDS)
    if case is None or not drift:
        raise NotOffered("Nothing differs from what was assessed, so there is nothing to assess anew.")
    new = open_for_decision(session, case, because(item, drift), by=by, standing=standing)
    sentence = f"Version {new.number} opened: {named(item)} is to be decided otherwise than assessed"
    record_on(session, item, "version_opened_for_item", actor=by.actor(standing),
              sentence=sentence, after={"version": new.id, "drift": list(drift)})  # fmt: skip
    return new


def because(item: AgendaItem, drift: Sequence[Line]) -> str:
    """What those who write the new version are told: of a restricted item no more than where it stands."""
    if item.restricted:
        return f"A restricted item of {item.body.name} is to be decided otherwise than was assessed."
    said = [f"{one['name']}: assessed {one['assessed'] or 'not at all'}, now {one['decided']}." for one in drift]
    return "\n".join([f"{item.body.name}, “{item.title}”, is to be decided otherwise than was assessed.", *said])
