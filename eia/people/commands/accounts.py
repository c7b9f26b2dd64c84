"""Closing and opening an account, ending its sessions, and the link to set a password."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotOffered, Reason, Refused
from eia.people import reset_links, sessions
from eia.people.commands.appointments import close, refuse_last_administrator
from eia.people.commands.proposals import lock
from eia.people.commands.signing_in import set_password
from eia.people.commands.unit_heads import end_headships
from eia.people.contracts import QueueNotice
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Appointment, Deputy, Person, ResetLink
from eia.people.queries import Standings
from eia.people.sentences import administrator
from eia.people.streams import stream_of

SUBJECT = "Set your password"


def send_reset_link(session: Session, person: Person, *, by: Standings, queue_notice: QueueNotice) -> None:
    """Have a link mailed to the person. Nobody else sees it; an older one stops working."""
    refuse_unless_administrator(by, person.organisation_id)
    if person.closed_at is not None:
        raise NotOffered(f"The account of {person.name} is closed. Open it again first.")
    link = reset_links.make(session, person, made_by=by.person_id)
    queue_notice(
        session,
        event=reset_links.EVENT,
        to=[person.id],
        subject=SUBJECT,
        values={"reset_link": link.id, "asked_by": by.name},
    )
    _record(session, person, by, "reset_link_sent", f"A link to set a password was sent to {person.name}")


def set_password_by_link(session: Session, link: ResetLink, hashed: str) -> None:
    """Use the link up, keep the hash, end every session of the person."""
    lock(session, link.person)
    session.refresh(link)
    if not reset_links.is_open(session, link):
        raise NotOffered("This link has already been used or has run out. Ask your administrator for a new one.")
    link.used_at = clock.now()
    set_password(session, link.person, hashed)
    by = Standings(link.person_id, link.person.name, link.person.organisation_id, link.person.organisation.name, ())
    _record(session, link.person, by, "password_set", f"{link.person.name} set a password with a link")


def end_sessions(session: Session, person: Person, *, only: int | None = None, by: Standings) -> None:
    """An administrator signs somebody out, everywhere or in one browser."""
    refuse_unless_administrator(by, person.organisation_id)
    if sessions.end(session, person.id, only=only):
        _record(session, person, by, "sessions_ended", f"{person.name} was signed out by an administrator")


def close_account(session: Session, person: Person, *, note: str, by: Standings) -> None:
    """Nobody is deleted: the person stays on record, holds no office and cannot sign in."""
    refuse_unless_administrator(by, person.organisation_id)
    lock(session, person)
    session.refresh(person)
    if person.closed_at is not None:
        raise NotOffered(f"The account of {person.name} is already closed.")
    if by.person_id == person.id:
        raise Refused(Reason("Another administrator must close your account."))
    for appointment in _open_appointments(session, person):
        if appointment.in_force:
            refuse_last_administrator(session, appointment)
        close(appointment, None)
    for deputy in _open_deputies(session, person):
        deputy.ended_at, deputy.in_force = clock.now(), False
    end_headships(session, person, by=by)
    sessions.end(session, person.id)
    person.closed_at = clock.now()
    _record(session, person, by, "account_closed", f"The account of {person.name} was closed", note)


def open_account(session: Session, person: Person, *, by: Standings) -> None:
    """The person may sign in again. The offices they had are not given back."""
    refuse_unless_administrator(by, person.organisation_id)
    lock(session, person)
    session.refresh(person)
    if person.closed_at is None:
        raise NotOffered(f"The account of {person.name} is open.")
    person.closed_at = None
    _record(session, person, by, "account_opened", f"The account of {person.name} was opened again")


def _open_appointments(session: Session, person: Person) -> list[Appointment]:
    found = session.scalars(select(Appointment).where(Appointment.person_id == person.id)).all()
    today = clock.today()
    return [a for a in found if _is_open(a) and (a.until_day is None or a.until_day >= today)]


def _open_deputies(session: Session, person: Person) -> list[Deputy]:
    query = select(Deputy).where(
        (Deputy.deputy_id == person.id) | (Deputy.principal_id == person.id), Deputy.until_day >= clock.today()
    )
    return [deputy for deputy in session.scalars(query) if _is_open(deputy)]


def _is_open(row: Appointment | Deputy) -> bool:
    return row.in_force or row.ended_at is None


def _record(session: Session, person: Person, by: Standings, event: str, sentence: str, note: str = "") -> None:
    record_event(
        session,
        stream=stream_of(person.organisation),
        event=event,
        actor=by.actor() if by.person_id == person.id else administrator(by),
        after={"person_id": person.id, "person": person.name},
        sentence=sentence,
        note=note,
    )
