"""Who holds which office: proposed, confirmed by a second administrator where it matters, ended."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotOffered, Reason, Refused
from eia.people.commands.proposals import lock, put_in_force, refuse_alone, take_up
from eia.people.guards import (
    against_appointing,
    needs_second_administrator,
    refuse_unless_administrator,
)
from eia.people.models import Appointment, Person, UnitHead
from eia.people.offices import Office
from eia.people.queries import Standings, in_force_on
from eia.people.sentences import administrator, span
from eia.people.streams import stream_of


def propose_appointment(
    session: Session, person: Person, *, office: Office, from_day: date, until_day: date | None, by: Standings
) -> Appointment:
    """Appoint somebody; to an office that signs or administers, only propose it to a second administrator."""
    refuse_unless_administrator(by, person.organisation_id)
    lock(session, person)
    reasons = list(against_appointing(session, person, office, from_day, until_day))
    if from_day < clock.today():
        reasons.append(Reason("The first day must be today or later.", anchor="from_day-day"))
    if reasons:
        raise Refused(*reasons)
    appointment = Appointment(
        person=person,
        organisation=person.organisation,
        office=office,
        from_day=from_day,
        until_day=until_day,
        proposed_by=by.person_id,
        in_force=not needs_second_administrator(office),
    )
    session.add(appointment)
    session.flush()
    _record(session, appointment, by, "appointed" if appointment.in_force else "appointment_proposed")
    return appointment


def confirm_appointment(session: Session, appointment: Appointment, *, by: Standings) -> None:
    take_up(session, appointment, by=by)
    refuse_alone(appointment, about=appointment.person_id, by=by)
    from_day = max(appointment.from_day, clock.today())
    person, until_day, office = appointment.person, appointment.until_day, appointment.office
    reasons = list(against_appointing(session, person, office, from_day, until_day, but=appointment.id))
    if reasons:
        raise Refused(*reasons)
    put_in_force(appointment, by=by)
    _record(session, appointment, by, "appointment_confirmed")


def decline_appointment(session: Session, appointment: Appointment, *, by: Standings) -> None:
    """The second administrator does not agree, or the first thinks better of it."""
    take_up(session, appointment, by=by)
    appointment.ended_at = clock.now()
    _record(session, appointment, by, "appointment_declined")


def end_appointment(session: Session, appointment: Appointment, *, last_day: date | None, by: Standings) -> None:
    """End it after a day, or at once when none is given."""
    refuse_unless_administrator(by, appointment.organisation_id)
    lock(session, appointment.person)
    session.refresh(appointment)
    if not appointment.in_force or (appointment.until_day or clock.today()) < clock.today():
        raise NotOffered("This appointment has already ended.")
    if last_day is not None and last_day < max(clock.today(), appointment.from_day):
        raise Refused(
            Reason("The last day must be today or later, and not before the first day.", anchor="last_day-day")
        )
    refuse_last_administrator(session, appointment)
    close(appointment, last_day)
    _record(session, appointment, by, "appointment_ended")


def close(appointment: Appointment | UnitHead, last_day: date | None) -> None:
    """Set the days so that nobody acts in it after `last_day`, or from this moment on."""
    appointment.ended_at = clock.now()
    if last_day is not None:
        appointment.until_day = last_day
    elif appointment.from_day < clock.today():
        appointment.until_day = clock.today() - timedelta(days=1)
    else:
        appointment.in_force = False


def refuse_last_administrator(session: Session, appointment: Appointment) -> None:
    """Somebody must be left who can let others in."""
    if appointment.office is not Office.ADMINISTRATOR:
        return
    others = (
        select(Appointment.id)
        .join(Appointment.person)
        .where(
            Appointment.office == Office.ADMINISTRATOR,
            Appointment.organisation_id == appointment.organisation_id,
            Appointment.person_id != appointment.person_id,
            Appointment.until_day.is_(None),
            Person.closed_at.is_(None),
            *in_force_on(clock.today()),
        )
    )
    if session.scalar(others.limit(1)) is None:
        raise Refused("This is the only administrator without a last day. Have another one appointed first.")


def _record(session: Session, appointment: Appointment, by: Standings, event: str) -> None:
    person, office = appointment.person, appointment.office
    record_event(
        session,
        stream=stream_of(appointment.organisation),
        event=event,
        actor=administrator(by),
        after={
            "appointment": appointment.id,
            "person_id": person.id,
            "person": person.name,
            "office": office.value,
            "from": appointment.from_day,
            "until": appointment.until_day,
            "in_force": appointment.in_force,
        },
        sentence=SENTENCES[event].format(name=person.name, office=office.words, span=span(appointment)),
    )


SENTENCES = {
    "appointed": "{name} was appointed {office}, {span}",
    "appointment_proposed": "{name} was proposed as {office}, {span}: a second administrator must agree",
    "appointment_confirmed": "{name} was appointed {office}, {span}, with a second administrator’s agreement",
    "appointment_declined": "The proposal to appoint {name} {office} was declined",
    "appointment_ended": "The appointment of {name} as {office} was ended: {span}",
}
