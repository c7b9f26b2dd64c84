"""What was decided on a quick screen, for the full assessment that follows it (`eia/assessments/contracts.py`)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.contracts import TakenBefore
from eia.meetings.commands.writing_back import decided, on_quick_screen, screened_at
from eia.meetings.decided import standing_decision
from eia.meetings.models import AgendaItem


def taken_before(session: Session, subject_id: int) -> Sequence[TakenBefore]:
    """The decision that stands on the item the subject came from, once for each organisation it binds."""
    item = session.scalars(select(AgendaItem).where(AgendaItem.subject_id == subject_id)).first()
    row = standing_decision(session, item.id) if item else None
    if item is None or row is None or row.quick_screen_id is None or row.outcome == "deferred":
        return ()
    proposal = row.written[0].outcome if row.written else ""
    said = decided(item, row, proposal, screened_at(session, row))
    return [TakenBefore(one.id, said, on_quick_screen(said)) for one in item.organisations]
