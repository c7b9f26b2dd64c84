"""The "not needed" statements that an adviser may look at, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eia.meetings.models import AgendaItem, EqualityStatement, StatementSample, item_organisation
from eia.meetings.readers import Part, item_part_of
from eia.people.offices import Office
from eia.people.queries import Standings

PAGE = 25


@dataclass(frozen=True, slots=True)
class ToSample:
    statement: EqualityStatement
    item: AgendaItem
    looked_at: int
    """By how many advisers."""


def not_needed_page(session: Session, by: Standings, *, before: int = 0) -> tuple[Sequence[ToSample], int]:
    """Of items that this person reads and advises an organisation on; then the id to go on from, or 0."""
    mine = sorted(by.organisations_of(Office.ADVISER))
    binds = select(item_organisation.c.item_id).where(
        item_organisation.c.item_id == AgendaItem.id, item_organisation.c.organisation_id.in_(mine)
    )
    samples = select(func.count(StatementSample.id)).where(StatementSample.statement_id == EqualityStatement.id)
    query = (
        select(EqualityStatement, AgendaItem, samples.scalar_subquery())
        .join(AgendaItem, AgendaItem.id == EqualityStatement.item_id)
        .join(AgendaItem.body)
        .outerjoin(AgendaItem.meeting)
        .where(EqualityStatement.kind == "not_needed", AgendaItem.removed_at.is_(None), binds.exists())
        .where(item_part_of(by) >= Part.RESTRICTED)
        .options(joinedload(EqualityStatement.signer), joinedload(AgendaItem.body), joinedload(AgendaItem.meeting))
        .order_by(EqualityStatement.id.desc())
        .limit(PAGE + 1)
    )
    rows = session.execute(query.where(EqualityStatement.id < before) if before else query).all()
    shown = [ToSample(statement, item, count) for statement, item, count in rows[:PAGE]]
    return shown, shown[-1].statement.id if len(rows) > PAGE else 0
