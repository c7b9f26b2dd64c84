"""What is owed after a quick screen: the full assessment, by its day. Home and the reminders look it up here."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Integer, bindparam, exists, func, select
from sqlalchemy.orm import Session, joinedload

from eia.assessments.afterwards.pinned import SIGNED
from eia.assessments.models import Assessment, Version
from eia.meetings.models import AgendaItem, QuickScreen

MADE = (*SIGNED, "superseded")
"""States of a version by which the assessment is made."""


def assessments_owed(
    session: Session, *, person_id: int = 0, until: date | None = None, most: int = 200
) -> Sequence[tuple[QuickScreen, AgendaItem]]:
    """The newest quick screen of each item that no signed assessment has followed, the first due first."""
    query = OWED_BY if person_id else _OWED
    if until is not None:
        query = query.where(QuickScreen.due <= until)
    return [(screen, item) for screen, item in session.execute(query, {"most": most, "person_id": person_id})]


def title_for_owner(item: AgendaItem) -> str:
    """A mail may be read by others: a restricted item is not named in it."""
    return "a restricted item" if item.restricted else item.title


_NEWEST = select(func.max(QuickScreen.id)).group_by(QuickScreen.item_id)
_MADE = (
    exists()
    .where(Assessment.subject_id == AgendaItem.subject_id, Version.assessment_id == Assessment.id)
    .where(Version.state.in_(MADE))
)
_OWED = (
    select(QuickScreen, AgendaItem)
    .join(AgendaItem, AgendaItem.id == QuickScreen.item_id)
    .where(QuickScreen.id.in_(_NEWEST), AgendaItem.removed_at.is_(None), ~_MADE)
    .options(joinedload(QuickScreen.owner), joinedload(AgendaItem.body))
    .order_by(QuickScreen.due, QuickScreen.id)
    .limit(bindparam("most", type_=Integer))
)
OWED_BY = _OWED.where(QuickScreen.owner_id == bindparam("person_id"))
"""Home asks it of everybody, so it is put together once."""
