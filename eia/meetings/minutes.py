"""What the minutes of a meeting are made of: one text for the whole, one for each item, and what was decided."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.assessments.writing.merging import both_texts
from eia.meetings.models import AgendaItem, DecisionCondition, ItemDecision, Minute, MinuteEdition, SignedMinutes

BETWEEN = "\n\n"


def minutes_of(session: Session, meeting_id: int) -> dict[int | None, Minute]:
    """Item -> its minute; None -> that of the meeting as a whole."""
    query = select(Minute).where(Minute.meeting_id == meeting_id).options(joinedload(Minute.changer))
    return {one.item_id: one for one in session.scalars(query)}


def edition(session: Session, minute_id: int, revision: int) -> str:
    """What it said at that revision; "" before it was first written."""
    found = session.get(MinuteEdition, (minute_id, revision))
    return found.words if found else ""


def decisions_at(session: Session, meeting_id: int) -> dict[int, list[ItemDecision]]:
    """Item -> its decisions, corrections after what they correct."""
    query = (
        select(ItemDecision)
        .join(AgendaItem, AgendaItem.id == ItemDecision.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(selectinload(ItemDecision.conditions).joinedload(DecisionCondition.owner))
        .order_by(ItemDecision.id)
    )
    found: dict[int, list[ItemDecision]] = {}
    for row in session.scalars(query):
        found.setdefault(row.item_id, []).append(row)
    return found


def unsettled(session: Session, meeting_id: int, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Items for decision or action with neither a decision, a deferral nor a minute."""
    minutes, decided = minutes_of(session, meeting_id), decisions_at(session, meeting_id)
    asked = [one for one in items if one.kind in ("decision", "action")]
    return [one for one in asked if one.id not in decided and not (one.id in minutes and minutes[one.id].words)]


def signed_minutes(session: Session, meeting_id: int) -> SignedMinutes | None:
    query = select(SignedMinutes).where(SignedMinutes.meeting_id == meeting_id)
    return session.scalars(query.options(joinedload(SignedMinutes.person))).one_or_none()


def together(base: str, theirs: str, yours: str) -> str:
    """A text to go on from that loses no word of either: what only one of them changed, else both."""
    if yours in (base, theirs):
        return theirs
    return yours if theirs == base else both_texts(theirs, yours, BETWEEN)
