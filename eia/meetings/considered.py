"""Where a version was considered: the agenda items it is pinned to, for the page of its assessment."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from eia.assessments.contracts import Considered
from eia.assessments.models import Version
from eia.meetings.gate import readiness_of
from eia.meetings.models import AgendaItem, EqualityStatement, ItemDecision
from eia.meetings.queries import shows
from eia.meetings.readers import Part, item_part_of
from eia.pages import day
from eia.people.queries import Standings

SHOWN = 25
_PINS = (
    select(EqualityStatement.item_id, func.max(Version.number))
    .join(Version, Version.id == EqualityStatement.version_id)
    .where(Version.assessment_id == bindparam("assessment_id"))
    .group_by(EqualityStatement.item_id)
)


def considered_at(session: Session, assessment_id: int, by: Standings) -> Sequence[Considered]:
    """The items that this reader may know of, the newest first; a restricted one by its place alone."""
    found = session.execute(_PINS, {"assessment_id": assessment_id})
    pinned = {row[0]: row[1] for row in found}
    if not pinned:
        return []
    query = (
        select(AgendaItem, item_part_of(by))
        .join(AgendaItem.body)
        .outerjoin(AgendaItem.meeting)
        .where(AgendaItem.id.in_(sorted(pinned)), AgendaItem.removed_at.is_(None))
        .options(
            contains_eager(AgendaItem.body), contains_eager(AgendaItem.meeting), joinedload(AgendaItem.author),
            selectinload(AgendaItem.organisations),
        )
        .order_by(AgendaItem.id.desc())
    )  # fmt: skip
    rows = [(item, may) for item, may in session.execute(query) if may >= Part.OPEN][:SHOWN]
    if not rows:
        return []
    ready = readiness_of(session, [item for item, _ in rows])
    ids = [item.id for item, _ in rows]
    decided = set(session.scalars(select(ItemDecision.item_id).where(ItemDecision.item_id.in_(ids))))
    return [
        Considered(
            _words(item, shows(item, Part(may), by.person_id)),
            pinned[item.id],
            "Decided" if item.id in decided else ready[item.id].words,
            "meetings.item",
            {"item_id": item.id},
        )
        for item, may in rows
    ]


def _words(item: AgendaItem, shown: bool) -> str:
    title = item.title if shown else "a restricted item"
    if item.meeting is None:
        return f"{item.body.name}, between meetings: {title}"
    return f"{item.body.name}, {day(item.meeting.day)}, item {item.position}: {title}"
