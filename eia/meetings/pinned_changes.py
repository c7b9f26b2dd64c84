"""What is attached to an item does not stand as it did: whoever runs the body and its report author are told."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from eia import clock
from eia.assessments.models import Assessment, Version
from eia.meetings.afterwards import title_for_owner
from eia.meetings.models import AgendaItem, Body, BodyMember, EqualityStatement, ItemDecision, Meeting
from eia.meetings.readers import RUNNING
from eia.notices.outbox import queue_notice
from eia.people.offices import Office
from eia.people.queries import holders

TO_COME = ("drafted", "circulated", "held")


def tell_where_pinned(session: Session, version_id: int, words: str, by_id: int | None) -> None:
    """For each item not decided yet whose newest statement names that version."""
    reference, number = session.execute(
        select(Assessment.reference, Version.number).join(Version.assessment).where(Version.id == version_id)
    ).one()
    for item in _waiting_for(session, version_id):
        title, meeting = title_for_owner(item), item.meeting
        queue_notice(
            session, event="pinned_changed", to=sorted(_whom(session, item) - {by_id}),
            subject=f"Look again at what is attached to {title}: {reference}",
            values={
                "title": item.body.name, "item": title, "reference": reference, "number": number, "words": words,
                "meets": meeting.day if meeting else None,
                "link": {"endpoint": "meetings.item", "values": {"item_id": item.id}},
            },
            about=item.stream, may_wait=False,
        )  # fmt: skip


def _waiting_for(session: Session, version_id: int) -> list[AgendaItem]:
    later = aliased(EqualityStatement)
    overtaken = select(later.id).where(later.item_id == EqualityStatement.item_id, later.id > EqualityStatement.id)
    decided = select(ItemDecision.id).where(ItemDecision.item_id == AgendaItem.id)
    query = (
        select(AgendaItem)
        .join(EqualityStatement, EqualityStatement.item_id == AgendaItem.id)
        .outerjoin(AgendaItem.meeting)
        .where(EqualityStatement.version_id == version_id, ~overtaken.exists())
        .where(AgendaItem.removed_at.is_(None), ~decided.exists())
        .where(AgendaItem.meeting_id.is_(None) | Meeting.state.in_(TO_COME))
        .options(
            joinedload(AgendaItem.meeting),
            joinedload(AgendaItem.body).selectinload(Body.members).joinedload(BodyMember.person),
            selectinload(AgendaItem.author),
        )
        .order_by(AgendaItem.id)
    )
    return list(session.scalars(query))


def _whom(session: Session, item: AgendaItem) -> set[int]:
    """Its report author, and those who run the body; where nobody does, the meeting secretaries of its keeper."""
    today = clock.today()
    there = {member.person_id for member in item.body.members if member.role in RUNNING and member.sits_on(today)}
    if not there:
        there = {person.id for person in holders(session, Office.SECRETARY, [item.body.organisation_id])}
    return there | ({item.author_id} if item.author.closed_at is None else set())
