"""Looking up printed shares for a reader: everybody of the organisation, for anybody can read them where they stand."""

from collections.abc import Sequence

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, defer, joinedload

from eia.errors import NotFound
from eia.people.queries import Standings
from eia.promotions.models import ShareEdition, ShareTable
from eia.promotions.rates.queries import PAGE, own_organisations

NONE = "There are no such shares, or you may not see them."


def shares_page(session: Session, by: Standings, *, after: int = 0) -> tuple[Sequence[ShareEdition], int]:
    """Fifty newest editions by title, those after the shares `after`; and the last one's id where there are more."""
    known = ShareTable.organisation_id.in_(own_organisations(session, by))
    query = select(ShareEdition).join(ShareEdition.table)
    query = query.where(known, ShareEdition.number == ShareTable.number)
    query = query.options(joinedload(ShareEdition.table).joinedload(ShareTable.organisation), defer(ShareEdition.given))
    last = select(ShareTable.sort_title, ShareTable.id).where(ShareTable.id == after, known)
    if after and (row := session.execute(last).one_or_none()) is not None:
        query = query.where(tuple_(ShareTable.sort_title, ShareTable.id) > tuple(row))
    found = session.scalars(query.order_by(ShareTable.sort_title, ShareTable.id).limit(PAGE + 1)).all()
    return found[:PAGE], found[PAGE - 1].table_id if len(found) > PAGE else 0


def shares_for(session: Session, shares_id: int, by: Standings, *, lock: bool = False) -> ShareTable:
    """NotFound when there are none that this person may know of."""
    known = ShareTable.organisation_id.in_(own_organisations(session, by))
    query = select(ShareTable).where(ShareTable.id == shares_id, known)
    query = query.options(joinedload(ShareTable.organisation, innerjoin=True))
    query = query.execution_options(populate_existing=True)
    table = session.scalars(query.with_for_update(of=ShareTable) if lock else query).one_or_none()
    if table is None:
        raise NotFound(NONE)
    return table


def edition_of(session: Session, table: ShareTable, number: int) -> ShareEdition:
    query = select(ShareEdition).where(ShareEdition.table_id == table.id, ShareEdition.number == number)
    query = query.options(
        joinedload(ShareEdition.person, innerjoin=True), joinedload(ShareEdition.evidence, innerjoin=True)
    )  # fmt: skip
    edition = session.scalars(query).one_or_none()
    if edition is None:
        raise NotFound("There is no such edition of these shares.")
    return edition


def editions_of(session: Session, table: ShareTable) -> Sequence[ShareEdition]:
    """All of them without the shares, the newest first."""
    query = select(ShareEdition).where(ShareEdition.table_id == table.id).order_by(ShareEdition.number.desc())
    return session.scalars(query.options(defer(ShareEdition.given), joinedload(ShareEdition.person))).all()
