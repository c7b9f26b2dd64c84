"""The address for somebody's calendar: made anew, which ends the one before, and ended."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.meetings.models import CalendarLink
from eia.people.models import Person
from eia.people.queries import Standings
from eia.people.sessions import digest_of
from eia.people.streams import stream_of


def make_calendar_link(session: Session, *, by: Standings) -> str:
    """The secret of a new link; it is kept nowhere and shown once. The one before opens nothing from then on."""
    person = _locked(session, by)
    _end(session, person.id)
    token = secrets.token_urlsafe(32)
    session.add(CalendarLink(person_id=person.id, token_digest=digest_of(token), made_at=clock.now()))
    session.flush()
    _record(session, person, "calendar_link_made", "An address for the calendar of their meetings was made", by)
    return token


def end_calendar_link(session: Session, *, by: Standings) -> bool:
    """Whether there was one."""
    person = _locked(session, by)
    if not _end(session, person.id):
        return False
    _record(session, person, "calendar_link_ended", "The address for the calendar of their meetings was ended", by)
    return True


def _locked(session: Session, by: Standings) -> Person:
    session.execute(select(Person.id).where(Person.id == by.person_id).with_for_update())
    return session.get_one(Person, by.person_id)


def _end(session: Session, person_id: int) -> bool:
    now_open = update(CalendarLink).where(CalendarLink.person_id == person_id, CalendarLink.revoked_at.is_(None))
    return bool(session.execute(now_open.values(revoked_at=clock.now())).rowcount)  # type: ignore[attr-defined]


def _record(session: Session, person: Person, event: str, sentence: str, by: Standings) -> None:
    record_event(
        session, stream=stream_of(person.organisation), event=event, actor=by.actor(), sentence=sentence,
        after={"person_id": person.id, "person": person.name},
    )  # fmt: skip
