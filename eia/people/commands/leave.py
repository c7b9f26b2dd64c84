"""Recording that somebody is away, and that they are back. Nobody is asked why."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotAllowed, NotOffered, Reason, Refused
from eia.people.commands.default_deputies import default_deputies, go_with, let_stand_in
from eia.people.commands.proposals import lock
from eia.people.guards import administers
from eia.people.leave import LONGEST_LEAVE, leaves_to_come
from eia.people.models import Leave, Person
from eia.people.queries import Standings
from eia.people.sentences import administrator, span
from eia.people.streams import stream_of

EARLIEST = timedelta(days=31)


def record_leave(session: Session, person: Person, *, from_day: date, until_day: date, by: Standings) -> Leave:
    """`by` is the person or an administrator of their organisation."""
    _refuse_strangers(by, person)
    defaults = default_deputies(session, person.organisation_id)
    lock(session, person, *(row.deputy for row in defaults.values()))
    reasons = _against(session, person, from_day, until_day)
    if reasons:
        raise Refused(*reasons)
    row = Leave(
        person=person, from_day=from_day, until_day=until_day, recorded_by=by.person_id, recorded_at=clock.now()
    )
    session.add(row)
    session.flush()
    _record(session, row, by, "leave_recorded", f"{person.name} is away {span(row)}")
    let_stand_in(session, row, by=by)
    return row


def end_leave(session: Session, row: Leave, *, by: Standings) -> None:
    """They are back today, or do not go."""
    _refuse_strangers(by, row.person)
    lock(session, row.person)
    session.refresh(row)
    if row.ended_at is not None or row.until_day < clock.today():
        raise NotOffered("This has already ended.")
    row.ended_at = clock.now()
    go_with(session, row, by=by)
    _record(session, row, by, "leave_ended", f"{row.person.name} is no longer away {span(row)}")


def _against(session: Session, person: Person, from_day: date, until_day: date) -> list[Reason]:
    reasons = []
    today = clock.today()
    if until_day < from_day or until_day < today:
        reasons.append(Reason("The last day must be today or later, and not before the first.", anchor="until_day-day"))
    elif until_day - from_day >= LONGEST_LEAVE:
        reasons.append(
            Reason("At most a year at a time. For longer, give the work to somebody else.", anchor="until_day-day")
        )
    if from_day < today - EARLIEST:
        reasons.append(Reason("The first day can be at most a month ago.", anchor="from_day-day"))
    if any(one.from_day <= until_day and one.until_day >= from_day for one in leaves_to_come(session, person.id)):
        reasons.append(Reason("Some of these days are recorded already. End that first.", anchor="from_day-day"))
    return reasons


def _refuse_strangers(by: Standings, person: Person) -> None:
    if by.person_id != person.id and not administers(by, person.organisation_id):
        raise NotAllowed("Only the person and an administrator of their organisation may do this.")


def _record(session: Session, row: Leave, by: Standings, event: str, sentence: str) -> None:
    record_event(
        session,
        stream=stream_of(row.person.organisation),
        event=event,
        actor=by.actor() if by.person_id == row.person_id else administrator(by),
        after={"leave": row.id, "person_id": row.person_id, "from": row.from_day, "until": row.until_day},
        sentence=sentence,
    )
