"""Looking up disproportionality tables for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from eia import clock
from eia.errors import NotFound
from eia.people.queries import Standings
from eia.promotions.contracts import decides_for
from eia.promotions.models.rates import RateEdition, RateOpening, RateTable
from eia.promotions.rates.given import Facts, Given, facts_of, is_hidden, read_given
from eia.promotions.rates.together import FAMILIES, Open
from eia.promotions.readers import OFFICES

PAGE = 50
NONE = "There is no such table, or you may not see it."


@dataclass(frozen=True, slots=True)
class TablesPage:
    tables: Sequence[RateTable]
    newest: dict[int, RateEdition]
    """By the id of the table, without the figures."""
    next_after: int
    """The id of the last table, when there are more; else 0."""


def own_organisations(session: Session, by: Standings) -> list[int]:
    """Those this person belongs to, acts in or decides for."""
    held = {by.organisation_id, *(standing.organisation_id for standing in by.held)}
    return sorted(held | decides_for(session, by))


def known_to(session: Session, by: Standings) -> ColumnElement[bool]:
    return RateTable.organisation_id.in_(own_organisations(session, by))


def tables_page(session: Session, by: Standings, *, after: int = 0) -> TablesPage:
    """Fifty tables by title, those after the table `after`; in a constant number of queries."""
    known = known_to(session, by)
    query = select(RateTable).where(known).options(joinedload(RateTable.organisation, innerjoin=True))
    last = select(RateTable.sort_title, RateTable.id).where(RateTable.id == after, known)
    if after and (row := session.execute(last).one_or_none()) is not None:
        query = query.where(tuple_(RateTable.sort_title, RateTable.id) > tuple(row))
    found = session.scalars(query.order_by(RateTable.sort_title, RateTable.id).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    newest = (
        select(RateEdition)
        .join(RateEdition.table)
        .where(RateTable.id.in_([one.id for one in shown]), RateEdition.number == RateTable.number)
        .options(defer(RateEdition.given), defer(RateEdition.body))
    )
    by_table = {one.table_id: one for one in session.scalars(newest)}
    return TablesPage(shown, by_table, shown[-1].id if len(found) > PAGE else 0)


def table_for(session: Session, table_id: int, by: Standings, *, lock: bool = False) -> RateTable:
    """The table; NotFound when there is none that this person may know of."""
    query = select(RateTable).where(RateTable.id == table_id, known_to(session, by))
    query = query.options(joinedload(RateTable.organisation, innerjoin=True))
    query = query.execution_options(populate_existing=True)
    table = session.scalars(query.with_for_update(of=RateTable) if lock else query).one_or_none()
    if table is None:
        raise NotFound(NONE)
    return table


def edition_of(session: Session, table: RateTable, number: int) -> RateEdition:
    query = select(RateEdition).where(RateEdition.table_id == table.id, RateEdition.number == number)
    query = query.options(
        joinedload(RateEdition.person, innerjoin=True), joinedload(RateEdition.evidence)
    )  # fmt: skip
    edition = session.scalars(query).one_or_none()
    if edition is None:
        raise NotFound("There is no such edition of this table.")
    return edition


def editions_of(session: Session, table: RateTable) -> Sequence[RateEdition]:
    """All of them without their figures, the newest first."""
    query = select(RateEdition).where(RateEdition.table_id == table.id).order_by(RateEdition.number.desc())
    options = (defer(RateEdition.given), defer(RateEdition.body), joinedload(RateEdition.person, innerjoin=True))
    return session.scalars(query.options(*options)).all()


def open_beside(session: Session, table: RateTable, by: Standings) -> list[Open]:
    """Every open edition of the same family that a reader of this table may have too, as anybody reads it.

    Of the tables of other organisations those that `by` knows: nobody is told of a table they may not see.
    """
    family = next(kinds for kinds in FAMILIES if table.kind in kinds)
    known = or_(RateTable.organisation_id == table.organisation_id, known_to(session, by))
    query = select(RateEdition).join(RateEdition.table).where(RateTable.kind.in_(family), known)
    query = query.options(contains_eager(RateEdition.table), defer(RateEdition.body)).order_by(RateEdition.id)
    return [
        as_open(one.table, facts_of(one), read_given(one.given), one.number)
        for one in session.scalars(query)
        if not is_hidden(one)
    ]


def as_open(table: RateTable, facts: Facts, given: Given, number: int) -> Open:
    said = {name: facts[name] for name in ("title", "year", "area", "numerator")}
    return Open(
        table_id=table.id, number=number, kind=table.kind, group_list=table.group_list, given=given, **said
    )  # fmt: skip


def lock_family(session: Session, table_id: int) -> None:
    """Hold every table of the same family, in one order: two that are saved at once could give something away."""
    kind = session.scalar(select(RateTable.kind).where(RateTable.id == table_id))
    family = next((kinds for kinds in FAMILIES if kind in kinds), ())
    query = select(RateTable.id).where(RateTable.kind.in_(family)).order_by(RateTable.id).with_for_update()
    session.scalars(query).all()


def may_open(session: Session, table: RateTable, by: Standings) -> bool:
    """What is hidden from others: the readers of figures as they are, as with promotion processes."""
    if any(by.holds(office, {table.organisation_id}) for office in OFFICES):
        return True
    return table.organisation_id in decides_for(session, by)


def is_opened(session: Session, edition: RateEdition, by: Standings) -> bool:
    """Whether this person opened it today."""
    query = select(RateOpening.id).where(
        RateOpening.edition_id == edition.id,
        RateOpening.person_id == by.person_id,
        RateOpening.day == clock.today(),
    )
    return session.scalar(query) is not None
