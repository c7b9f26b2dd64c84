"""The log of what a body decided: filters, page by page along (instant, id), and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from eia import clock
from eia.assessments.models import Version
from eia.meetings.models import AgendaItem, EqualityStatement, ItemDecision
from eia.meetings.queries import shows
from eia.meetings.readers import Part, item_part_of
from eia.people.queries import Standings

Decided = aliased(ItemDecision)
"""Under another name: the table of readers asks of the decisions of an item too."""
PAGE = 25
MOST = 5_000
"""So many decisions are in one table for a spreadsheet."""
MARKED = {"override": "Over the gate", "screen": "On a quick screen", "mark": "On what no longer stood",
          "drift": "Otherwise than assessed"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    row: ItemDecision
    item: AgendaItem
    shown: bool
    """Whether this reader reads the item itself, and not only that it is restricted."""
    statement: EqualityStatement | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the log is narrowed to; "" and None for all."""

    outcome: str = ""
    marked: str = ""
    first: date | None = None
    last: date | None = None


def decisions_of_body(
    session: Session, body_id: int, by: Standings, narrowed: Narrowed, *, after: str = "", most: int = PAGE
) -> tuple[Sequence[Line], str]:
    """A page, the latest first, and the key of the next; "" at the end."""
    query = (
        select(Decided, AgendaItem, item_part_of(by))
        .join(AgendaItem, AgendaItem.id == Decided.item_id)
        .join(AgendaItem.body)
        .outerjoin(AgendaItem.meeting)
        .where(AgendaItem.body_id == body_id, item_part_of(by) >= Part.OPEN, *_conditions(narrowed), *_after(after))
        .options(joinedload(AgendaItem.meeting), joinedload(Decided.decider), selectinload(Decided.conditions))
        .order_by(Decided.decided_at.desc(), Decided.id.desc())
        .limit(most + 1)
    )
    found = session.execute(query).unique().all()
    statements = _statements(session, [row.statement_id for row, _, _ in found[:most] if row.statement_id])
    corrected = _corrected(session, [row.id for row, _, _ in found[:most]])
    lines = [
        Line(
            row, item, shows(item, Part(part), by.person_id), statements.get(row.statement_id or 0), row.id in corrected
        )
        for row, item, part in found[:most]
    ]
    last = lines[-1].row if len(found) > most else None
    return lines, f"{last.decided_at.timestamp():.6f}-{last.id}" if last else ""


def every_decision(session: Session, body_id: int, by: Standings, narrowed: Narrowed) -> Iterator[Line]:
    """Page after page, so that a long log is never held whole."""
    after, left = "", MOST
    while left > 0:
        lines, after = decisions_of_body(session, body_id, by, narrowed, after=after, most=min(500, left))
        yield from lines
        left -= len(lines)
        if not after:
            return


def _conditions(narrowed: Narrowed) -> Iterator[ColumnElement[bool]]:
    if narrowed.outcome:
        yield Decided.outcome == narrowed.outcome
    if narrowed.first:
        yield Decided.decided_at >= _midnight(narrowed.first)
    if narrowed.last:
        yield Decided.decided_at < _midnight(narrowed.last + timedelta(days=1))
    if narrowed.marked == "override":
        yield Decided.override_id.is_not(None)
    if narrowed.marked == "screen":
        yield Decided.quick_screen_id.is_not(None)
    if narrowed.marked == "mark":
        yield Decided.mark != ""
    if narrowed.marked == "drift":
        yield Decided.drift_reason != ""


def _after(after: str) -> Iterator[ColumnElement[bool]]:
    at, _, key = after.partition("-")
    try:
        instant, row_id = datetime.fromtimestamp(float(at), UTC), int(key)
    except (ValueError, OverflowError, OSError):
        return
    same = and_(Decided.decided_at == instant, Decided.id < row_id)
    yield or_(Decided.decided_at < instant, same)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON).astimezone(UTC)


def _statements(session: Session, ids: Sequence[int]) -> dict[int, EqualityStatement]:
    if not ids:
        return {}
    pinned = joinedload(EqualityStatement.version).joinedload(Version.assessment)
    query = select(EqualityStatement).where(EqualityStatement.id.in_(ids)).options(pinned)
    return {one.id: one for one in session.scalars(query)}


def _corrected(session: Session, ids: Sequence[int]) -> set[int]:
    query = select(Decided.corrects_id).where(Decided.corrects_id.in_(ids))
    return {one for one in session.scalars(query) if one is not None} if ids else set()
