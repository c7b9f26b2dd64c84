"""Who may work on an item, and until when."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.errors import NotAllowed, NotOffered, Reason, Stale
from eia.meetings.guards.who import standing_to_run
from eia.meetings.models import AgendaItem, ItemDecision
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

ENDED = {
    "minuted": "The minutes of this meeting are signed, so nothing of its items changes any more.",
    "adjourned": "This meeting was adjourned. Work on the item on the meeting it went to.",
    "cancelled": "This meeting was cancelled. Put the item on another one.",
}


def standing_as_author(item: AgendaItem, by: Standings) -> Standing | None:
    if by.person_id != item.author_id:
        return None
    return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Report author")


def standing_to_change(item: AgendaItem, by: Standings) -> Standing | None:
    """Its report author, else whoever runs the body."""
    return standing_as_author(item, by) or standing_to_run(item.body, by)


def may_change(item: AgendaItem, by: Standings) -> Standing:
    standing = standing_to_change(item, by)
    if standing is None:
        raise NotAllowed("Only its report author, or the chair, deputy chair or secretary, can change this item.")
    return standing


def is_decided(session: Session, item: AgendaItem) -> bool:
    return session.scalar(select(ItemDecision.id).where(ItemDecision.item_id == item.id).limit(1)) is not None


def why_closed(session: Session, item: AgendaItem) -> str:
    """Why nothing about the item changes any more; "" while it does."""
    if item.meeting is not None and item.meeting.state in ENDED:
        return ENDED[item.meeting.state]
    if is_decided(session, item):
        return "A decision is recorded on this item, so what was in front of those who decided stays as it was."
    return ""


def why_text_stays(session: Session, item: AgendaItem) -> str:
    """Why its text and papers change no more: once the meeting was held, unless it arose there; "" while they do."""
    closed = why_closed(session, item)
    held = "The meeting was held, so the report and its papers stay as those who decided had them."
    return closed or (held if had_by_those_who_decide(item) else "")


def had_by_those_who_decide(item: AgendaItem) -> bool:
    """Whether the meeting was held, and the item was there before."""
    meeting = item.meeting
    return meeting is not None and meeting.state == "held" and item.created_at < meeting.state_since


def still_open(session: Session, item: AgendaItem) -> None:
    if why := why_closed(session, item):
        raise NotOffered(why)


def text_open(session: Session, item: AgendaItem) -> None:
    if why := why_text_stays(session, item):
        raise NotOffered(why)


def unchanged(item: AgendaItem, seen: int) -> None:
    if item.revision != seen:
        raise Stale("Somebody changed this item after you opened it.")


def is_late(item: AgendaItem, today: object) -> bool:
    """Whether what is added now comes after its agenda went out or after papers were due."""
    meeting = item.meeting
    return meeting is not None and (meeting.state != "drafted" or today > meeting.papers_due)  # type: ignore[operator]


def asks_why_late(item: AgendaItem, today: object, reason: str) -> list[Reason]:
    if not is_late(item, today) or reason:
        return []
    words = "Say why this comes after the agenda went out."
    meeting = item.meeting
    if meeting is not None and meeting.state == "drafted":
        words = f"Papers were due on {meeting.papers_due.day} {meeting.papers_due:%B %Y}. Say why this comes later."
    return [Reason(words, anchor="late_reason")]
