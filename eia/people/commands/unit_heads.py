"""Who heads a unit: appointed by one administrator, for a head signs nothing. A unit has one head at a time."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotOffered, Reason, Refused
from eia.people.commands.appointments import close
from eia.people.commands.proposals import lock_organisation
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Person, Unit, UnitHead
from eia.people.queries import Standings, not_over
from eia.people.sentences import administrator, span
from eia.people.streams import stream_of


def appoint_head(
    session: Session, unit: Unit, person: Person, *, from_day: date, until_day: date | None, by: Standings
) -> UnitHead:
    refuse_unless_administrator(by, unit.organisation_id)
    lock_organisation(session, unit.organisation_id)
    if reasons := list(_against(session, unit, person, from_day, until_day)):
        raise Refused(*reasons)
    row = UnitHead(
        organisation_id=unit.organisation_id, unit=unit, person=person, from_day=from_day, until_day=until_day,
        appointed_by=by.person_id, in_force=True,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, by, "head_appointed")
    return row


def end_head(session: Session, row: UnitHead, *, by: Standings) -> None:
    """From this moment on the unit has none."""
    refuse_unless_administrator(by, row.organisation_id)
    lock_organisation(session, row.organisation_id)
    session.refresh(row)
    if row.ended_at is not None or (row.until_day or clock.today()) < clock.today():
        raise NotOffered("This has already ended.")
    close(row, None)
    _record(session, row, by, "head_ended")


def end_headships(session: Session, person: Person, *, by: Standings) -> None:
    """Of somebody whose account is closed."""
    for row in session.scalars(select(UnitHead).where(UnitHead.person_id == person.id, *not_over(clock.today()))).all():
        close(row, None)
        _record(session, row, by, "head_ended")


def _against(session: Session, unit: Unit, person: Person, from_day: date, until_day: date | None) -> Iterator[Reason]:
    if person.closed_at is not None or person.organisation_id != unit.organisation_id:
        yield Reason("Choose somebody who works for this organisation.", anchor="person")
    if from_day < clock.today():
        yield Reason("The first day must be today or later.", anchor="from_day-day")
    if until_day is not None and until_day < from_day:
        yield Reason("The last day must not be before the first day.", anchor="until_day-day")
    begins_in_time = UnitHead.from_day <= until_day if until_day else true()
    query = select(UnitHead).where(UnitHead.unit_id == unit.id, *not_over(from_day), begins_in_time)
    for other in session.scalars(query.order_by(UnitHead.id)):
        yield Reason(f"{other.person.name} heads this unit {span(other)}. End that first, or choose another day.")


def _record(session: Session, row: UnitHead, by: Standings, event: str) -> None:
    names = {"name": row.person.name, "unit": row.unit.name}
    record_event(
        session,
        stream=stream_of(row.unit.organisation),
        event=event,
        actor=administrator(by),
        after=names | {
            "unit_head": row.id, "person_id": row.person_id, "unit_id": row.unit_id, "from": row.from_day,
            "until": row.until_day, "in_force": row.in_force,
        },
        sentence=SENTENCES[event].format(**names, span=span(row)),
    )  # fmt: skip


SENTENCES = {
    "head_appointed": "{name} heads the unit {unit}, {span}",
    "head_ended": "{name} no longer heads the unit {unit}",
}
