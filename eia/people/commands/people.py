"""Organisations and the people who work for them. Nobody is deleted: an account is closed, and may be opened again."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import SYSTEM, record_event
from eia.errors import Reason, Refused
from eia.people.contracts import unit_changed
from eia.people.guards import against_appointing
from eia.people.models import Appointment, Organisation, Person, Unit
from eia.people.names import folded_address, sort_name_of
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.people.sentences import administrator
from eia.people.streams import stream_of


def add_organisation(session: Session, *, code: str, name: str, head: str = "") -> Organisation:
    """A new duty-holder. Only the installation makes one: `eia person add` and `eia demo`."""
    organisation = Organisation(code=code, name=name, head=head)
    session.add(organisation)
    session.flush()
    record_event(
        session,
        stream=stream_of(organisation),
        event="organisation_added",
        actor=SYSTEM,
        after={"code": code, "name": name, "head": head},
        sentence=f"{name} was added as an organisation",
    )
    return organisation


def add_person(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    email: str,
    unit: Unit | None = None,
    offices: Iterable[Office] = (),
    by: Standings | None = None,
) -> Person:
    """Somebody new. `offices` are given at once and only by the installation (`by` is None)."""
    _refuse_known_address(session, email)
    if unit is not None and unit.organisation_id != organisation.id:
        raise Refused(Reason("Choose a unit of your own organisation.", anchor="unit"))
    person = Person(
        organisation=organisation,
        unit=unit,
        name=name,
        sort_name=sort_name_of(name),
        email=folded_address(email),
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    record_event(
        session,
        stream=stream_of(organisation),
        event="person_added",
        actor=administrator(by),
        after={"person_id": person.id, "name": name, "email": person.email, "unit": unit.name if unit else ""},
        sentence=f"{name} was added",
    )
    for office in offices:
        _install(session, person, office)
    return person


def change_person(session: Session, person: Person, *, name: str, unit: Unit | None, by: Standings) -> None:
    """A new name or unit. The address stays: who could change it could have anybody's password reset to themselves."""
    before = {"name": person.name, "unit": person.unit.name if person.unit else ""}
    if unit is not None and unit.organisation_id != person.organisation_id:
        raise Refused(Reason("Choose a unit of your own organisation.", anchor="unit"))
    after = {"name": name, "unit": unit.name if unit else ""}
    if before == after:
        return
    person.name, person.sort_name, person.unit = name, sort_name_of(name), unit
    if before["unit"] != after["unit"]:
        unit_changed(session, person.id)
    record_event(
        session,
        stream=stream_of(person.organisation),
        event="person_changed",
        actor=administrator(by),
        before={"person_id": person.id} | before,
        after=after,
        sentence=_what_changed(before, after),
    )


def _what_changed(before: dict[str, str], after: dict[str, str]) -> str:
    name = after["name"]
    if before["name"] != name:
        return f"{before['name']} is now named {name}"
    return f"{name} moved to {after['unit']}" if after["unit"] else f"{name} no longer belongs to a unit"


def _install(session: Session, person: Person, office: Office) -> None:
    reasons = list(against_appointing(session, person, office, clock.today(), None))
    if reasons:
        raise Refused(*reasons)
    session.add(
        Appointment(
            person=person, organisation=person.organisation, office=office, from_day=clock.today(), in_force=True
        )
    )
    session.flush()
    record_event(
        session,
        stream=stream_of(person.organisation),
        event="appointment_installed",
        actor=SYSTEM,
        after={"person_id": person.id, "name": person.name, "office": office.value},
        sentence=f"{person.name} was appointed {office.words} with the installation",
    )


def _refuse_known_address(session: Session, email: str) -> None:
    known = select(func.count()).select_from(Person).where(Person.email == folded_address(email))
    if session.scalar(known):
        raise Refused(Reason("Somebody already has this email address. Enter another one.", anchor="email"))
