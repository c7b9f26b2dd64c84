"""Who holds which office today, in person or as a deputy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.audit.record import Actor
from eia.people.models import Appointment, Deputy, Person
from eia.people.offices import Office


@dataclass(frozen=True, slots=True)
class Standing:
    """One office in one organisation that a person may act in now; `principal` when it is as their deputy."""

    office: Office
    organisation_id: int
    organisation_name: str
    principal_id: int | None = None
    principal_name: str = ""
    role: str = ""
    """What they act as when it is no office: "Author"."""

    @property
    def words(self) -> str:
        return self.role or self.office.words


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything a person may act as today. Read once a request; every question about offices is asked here."""

    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    held: tuple[Standing, ...]

    def holds(self, office: Office, organisation_ids: Iterable[int] | None = None) -> bool:
        return self.standing(office, organisation_ids) is not None

    def standing(self, office: Office, organisation_ids: Iterable[int] | None = None) -> Standing | None:
        """The first standing in that office; one held in person comes before one held as a deputy."""
        wanted = None if organisation_ids is None else set(organisation_ids)
        found = [
            s for s in self.held if s.office == office and (wanted is None or s.organisation_id in wanted)
        ]
        return min(found, key=lambda s: s.principal_id is not None, default=None)

    def organisations_of(self, office: Office) -> set[int]:
        return {s.organisation_id for s in self.held if s.office == office}

    def actor(self, standing: Standing | None = None, *, office: str = "") -> Actor:
        """The plain values the trail keeps."""
        return Actor(
            id=self.person_id,
            name=self.name,
            office=standing.words if standing else office,
            organisation=standing.organisation_name if standing else self.organisation_name,
            on_behalf_of=standing.principal_name if standing else "",
        )


def standings_of(session: Session, person: Person, day: date | None = None) -> Standings:
    day = day or clock.today()
    if person.closed_at is not None:
        held: list[Standing] = []
    else:
        held = [*_appointed(session, person.id, day), *_deputising(session, person.id, day)]
    return Standings(person.id, person.name, person.organisation_id, person.organisation.name, tuple(held))


def _in_force(day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.in_force.is_(True),
        Appointment.from_day <= day,
        or_(Appointment.until_day.is_(None), Appointment.until_day >= day),
    )


def _appointed(session: Session, person_id: int, day: date) -> list[Standing]:
    query = (
        select(Appointment)
        .where(Appointment.person_id == person_id, *_in_force(day))
        .options(joinedload(Appointment.organisation))
        .order_by(Appointment.id)
    )
    return [Standing(a.office, a.organisation_id, a.organisation.name) for a in session.scalars(query)]


def _deputising(session: Session, person_id: int, day: date) -> list[Standing]:
    """Deputies count only while the person they act for holds the office and is not closed."""
    query = (
        select(Deputy)
        .join(
            Appointment,
            (Appointment.person_id == Deputy.principal_id)
            & (Appointment.office == Deputy.office)
            & (Appointment.organisation_id == Deputy.organisation_id),
        )
        .join(Person, Person.id == Deputy.principal_id)
        .where(
            Deputy.deputy_id == person_id,
            Deputy.from_day <= day,
            Deputy.until_day >= day,
            Person.closed_at.is_(None),
            *_in_force(day),
        )
        .options(joinedload(Deputy.organisation), joinedload(Deputy.principal))
        .order_by(Deputy.id)
    )
    return [
        Standing(d.office, d.organisation_id, d.organisation.name, d.principal_id, d.principal.name)
        for d in session.scalars(query).unique()
    ]


def holders(
    session: Session, office: Office, organisation_ids: Iterable[int], day: date | None = None
) -> Sequence[Person]:
    """Everybody who may act in an office in any of these organisations, deputies included, by name."""
    day = day or clock.today()
    ids = list(organisation_ids)
    appointed = select(Appointment.person_id).where(
        Appointment.office == office, Appointment.organisation_id.in_(ids), *_in_force(day)
    )
    deputies = select(Deputy.deputy_id).where(
        Deputy.office == office,
        Deputy.organisation_id.in_(ids),
        Deputy.from_day <= day,
        Deputy.until_day >= day,
        Deputy.principal_id.in_(appointed),
    )
    query = (
        select(Person)
        .where(Person.closed_at.is_(None), or_(Person.id.in_(appointed), Person.id.in_(deputies)))
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()
