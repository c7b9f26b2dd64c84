"""One item of an agenda, or between meetings, with what is asked about it, in a constant number of queries."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.assessments.models import Assessment, Version
from eia.errors import NotFound
from eia.meetings.models import AgendaItem, Body, BodyMember, EqualityStatement, ItemPaper, Meeting

NO_ITEM = "There is no such item, or you may not see it."


def whole_item() -> Select[AgendaItem]:
    """The query for items with their body, meeting, papers and statements; add what it is asked for."""
    pinned = selectinload(AgendaItem.statements)
    body = joinedload(AgendaItem.body)
    return (
        select(AgendaItem)
        .options(
            body.joinedload(Body.organisation),
            body.selectinload(Body.organisations),
            body.selectinload(Body.members).joinedload(BodyMember.person),
            joinedload(AgendaItem.meeting).joinedload(Meeting.body),
            joinedload(AgendaItem.author),
            selectinload(AgendaItem.organisations),
            selectinload(AgendaItem.papers).joinedload(ItemPaper.file),
            pinned.joinedload(EqualityStatement.version).joinedload(Version.assessment).joinedload(Assessment.subject),
            pinned.joinedload(EqualityStatement.reason),
            pinned.joinedload(EqualityStatement.signer),
        )
        .execution_options(populate_existing=True)
    )


def load_item(session: Session, item_id: int, *, lock: bool = False) -> AgendaItem:
    """The item; `lock` holds its meeting's row, then its own, until the transaction ends.

    Whoever also locks the pinned assessment does it after this: nobody comes from there to a meeting.
    """
    if lock:
        meeting = select(AgendaItem.meeting_id).where(AgendaItem.id == item_id).scalar_subquery()
        session.execute(select(Meeting.id).where(Meeting.id == meeting).with_for_update())
        session.execute(select(AgendaItem.id).where(AgendaItem.id == item_id).with_for_update())
    item = session.scalars(whole_item().where(AgendaItem.id == item_id)).one_or_none()
    if item is None or item.removed_at is not None:
        raise NotFound(NO_ITEM)
    return item
