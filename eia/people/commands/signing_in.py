"""Signing in and out, and passwords.

`check_in` opens transactions itself: the try is counted in one, the password is checked in none (hashing never holds
the database), and the session begins in another.
"""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia.audit.record import record_event
from eia.db import db, transaction
from eia.people import passwords, sessions, throttle
from eia.people.models import Identity, Person
from eia.people.names import folded_address
from eia.people.queries import Standings
from eia.people.streams import stream_of

PASSWORD = "password"  # noqa: S105  a kind of identity


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of a try: a token for the cookie, seconds to wait, or neither when it was wrong."""

    token: str = ""
    wait: int = 0
    person_id: int | None = None


def check_in(email: str, password: str, *, address: str, browser: str, mark: str) -> CheckedIn:
    """Try to sign in. An unknown account, a closed one and a wrong password take as long and answer alike."""
    account = folded_address(email)
    subjects = throttle.subjects_of(account, address, mark)
    with transaction() as session:
        wait = throttle.count_try(session, subjects)
    if wait:
        return CheckedIn(wait=wait)
    identity = _identity(db.session(), account)
    kept = identity.secret if identity else None
    if not passwords.is_password(password, kept) or identity is None or kept is None:
        return CheckedIn()
    person_id = identity.person_id
    fresh = passwords.hash_password(password) if passwords.needs_rehash(kept) else ""
    with transaction() as session:
        if not _still_fits(session, person_id, kept):
            return CheckedIn()
        throttle.forget_tries(session, subjects)
        if fresh:
            _keep(session, person_id, fresh)
        return CheckedIn(sessions.begin(session, person_id, browser=browser), person_id=person_id)


def sign_in_for_demonstration(session: Session, person: Person, *, browser: str) -> str:
    return sessions.begin(session, person.id, browser=browser)


def change_password(session: Session, *, by: Standings, session_id: int, old: str, new: str) -> bool:
    """Keep a new hash in place of the old one and end the person's other sessions; False when it changed meanwhile."""
    if not _still_fits(session, by.person_id, old):
        return False
    _keep(session, by.person_id, new)
    sessions.end(session, by.person_id, but=session_id)
    person = session.get_one(Person, by.person_id)
    record_event(
        session,
        stream=stream_of(person.organisation),
        event="password_changed",
        actor=by.actor(),
        after={"person": by.name},
        sentence=f"{by.name} changed their password",
    )
    return True


def set_password(session: Session, person: Person, hashed: str) -> None:
    """Keep a hash for somebody who may have had none, and end all their sessions."""
    if not _keep(session, person.id, hashed):
        session.add(Identity(person_id=person.id, kind=PASSWORD, subject=person.email, secret=hashed))
    sessions.end(session, person.id)


def kept_hash(session: Session, person_id: int) -> str | None:
    return session.scalar(select(Identity.secret).where(Identity.person_id == person_id, Identity.kind == PASSWORD))


def _identity(session: Session, account: str) -> Identity | None:
    query = (
        select(Identity)
        .join(Identity.person)
        .where(Identity.kind == PASSWORD, Identity.subject == account, Person.closed_at.is_(None))
    )
    return session.scalar(query)


def _still_fits(session: Session, person_id: int, kept: str) -> bool:
    """Nobody changed the password or closed the account while it was being checked."""
    query = (
        select(Identity.secret)
        .join(Identity.person)
        .where(Identity.person_id == person_id, Identity.kind == PASSWORD, Person.closed_at.is_(None))
        .with_for_update(of=Identity)
    )
    return session.scalar(query) == kept


def _keep(session: Session, person_id: int, hashed: str) -> bool:
    query = (
        update(Identity)
        .where(Identity.person_id == person_id, Identity.kind == PASSWORD)
        .values(secret=hashed)
        .returning(Identity.id)
    )
    return session.scalar(query) is not None
