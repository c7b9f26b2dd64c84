"""What one administrator proposes and a second one agrees to: appointments, default deputies, routes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, NotOffered
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Appointment, DefaultDeputy, Organisation, Person, Route
from eia.people.queries import Standings

Proposed = Appointment | DefaultDeputy | Route


def take_up(session: Session, row: Proposed, *, by: Standings) -> None:
    """The proposal as it is now, for an administrator to decide. Whoever decides it at the same time waits."""
    refuse_unless_administrator(by, row.organisation_id)
    if isinstance(row, Appointment):
        lock(session, row.person)
    else:
        lock_organisation(session, row.organisation_id)
    session.refresh(row)
    if not row.waits:
        raise NotOffered("This proposal has already been decided.")


def refuse_alone(row: Proposed, *, about: int | None, by: Standings) -> None:
    """`about` is the person it would give something to."""
    if by.person_id == row.proposed_by:
        raise NotAllowed("A second administrator must agree: not the one who proposed it.")
    if by.person_id == about:
        raise NotAllowed("A second administrator must agree: not the person it is about.")


def put_in_force(row: Proposed, *, by: Standings) -> None:
    """From its first day, or today when that has passed."""
    row.from_day = max(row.from_day, clock.today())
    row.confirmed_by, row.in_force = by.person_id, True


def lock(session: Session, *people: Person) -> None:
    """Whoever changes what these people may do waits here for the others, in one order."""
    ids = sorted(person.id for person in people)
    session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())


def lock_organisation(session: Session, organisation_id: int) -> None:
    """Whoever proposes or decides something for all of it waits here for the others."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
