"""Sending out a supplement: what was added since the agenda went out, with the reason why it is late."""

from sqlalchemy.orm import Session

from eia.audit.recording import record
from eia.errors import NotAllowed, Refused, Stale
from eia.meetings.case import load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.commands.packs import queue_pack
from eia.meetings.commands.telling import tell
from eia.meetings.guards.audiences import SITTING
from eia.meetings.guards.who import standing_to_run
from eia.meetings.packs import late_additions, restricted_in
from eia.people.queries import Standings

EVENT = "supplement_sent"


def send_supplement(session: Session, meeting_id: int, *, seen: int, by: Standings) -> int:
    """The number of the supplement; those who sit in the body are told, and its packs are built."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if seen != case.revision:
        raise Stale("The agenda changed since you read it. Look at what is new, then send out the supplement.")
    new = late_additions(session, case)
    if not new:
        raise Refused("Nothing was added since the agenda went out. Add an item or a paper first.")
    if unexplained := [one.words for one in new if not one.why]:
        raise Refused(*(f"Say why this is late. {words}" for words in unexplained))
    number = case.meeting.supplements + 1
    case.meeting.supplements = number
    case.meeting.revision += 1
    session.flush()
    restricted = restricted_in(session, case)
    for supplement in (number, 0):
        for part in ("open", "restricted") if supplement in restricted else ("open",):
            queue_pack(session, case, part, supplement, by)
    sentence, after = f"Supplement {number} was sent out", {"supplement": number}
    actor = by.actor(standing)
    record(session, case.meeting, EVENT, actor=actor, sentence=sentence, after=after)
    told = SITTING.finds(case) - {by.person_id}
    subject = f"Supplement {number}: {case.body.name}"
    tell(session, case, EVENT, told, subject=subject, who=actor.name)
    return number
