"""What must be true before somebody is given an office or lets another act for them. Each says what is wrong."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, Reason
from eia.people.models import Appointment, Deputy, Person
from eia.people.offices import SIGNING, TWO_ADMINISTRATORS, Office
from eia.people.queries import Standings

LONGEST_DEPUTY = 366


def administers(by: Standings, organisation_id: int) -> bool:
    """An administrator acts in their own organisation only, and never as somebody's deputy."""
    standing = by.standing(Office.ADMINISTRATOR, [organisation_id])
    return standing is not None and standing.principal_id is None and by.organisation_id == organisation_id


def refuse_unless_administrator(by: Standings, organisation_id: int) -> None:
    if not administers(by, organisation_id):
        raise NotAllowed("Only an administrator of this organisation may do this.")


def against_appointing(
    session: Session, person: Person, office: Office, from_day: date, until_day: date | None, *, but: int = 0
) -> Iterator[Reason]:
    """Everything that stands against the appointment; `but` is its own number when it is confirmed."""
    if person.closed_at is not None:
        yield Reason(f"The account of {person.name} is closed. Open it again first.")
    if until_day is not None and until_day < from_day:
        yield Reason("The last day must not be before the first day.", anchor="until_day-day")
    others = session.scalars(
        select(Appointment).where(
            Appointment.person_id == person.id, Appointment.id != but, standing_in(Appointment, from_day, until_day)
        )
    ).all()
    held = {appointment.office for appointment in others}
    if any(a.office == office and a.organisation_id == person.organisation_id for a in others):
        yield Reason(f"{person.name} is already {office.words}, or proposed as one, in this time.", anchor="office")
    yield from _against_both(session, person, office, held, from_day, until_day)


def _against_both(
    session: Session, person: Person, office: Office, held: set[Office], from_day: date, until_day: date | None
) -> Iterator[Reason]:
    """An administrator gives out the offices that sign, and so holds none."""
    if office in SIGNING and Office.ADMINISTRATOR in held:
        yield Reason(
            f"{person.name} is an administrator in this time, and an administrator signs nothing. "
            "End that appointment first, or choose somebody else.",
            anchor="office",
        )
    if office is not Office.ADMINISTRATOR:
        return
    for signing in sorted(SIGNING & held):
        yield Reason(
            f"{person.name} is {signing.words} in this time, and an administrator signs nothing. "
            "End that appointment first, or choose somebody else.",
            anchor="office",
        )
    if session.scalar(select(Deputy.id).where(Deputy.deputy_id == person.id, standing_in(Deputy, from_day, until_day))):
        yield Reason(
            f"{person.name} deputises for somebody in this time, and an administrator may not. End that first.",
            anchor="office",
        )


def against_deputising(
    session: Session, principal: Person, deputy: Person, office: Office, from_day: date, until_day: date
) -> Iterator[Reason]:
    if until_day < from_day:
        yield Reason("The last day must not be before the first day.", anchor="until_day-day")
    elif (until_day - from_day).days >= LONGEST_DEPUTY:
        yield Reason("A deputy acts for at most a year at a time. Choose an earlier last day.", anchor="until_day-day")
    if from_day < clock.today():
        yield Reason("The first day must be today or later.", anchor="from_day-day")
    if office is Office.ADMINISTRATOR:
        yield Reason("Nobody deputises for an administrator. Appoint another administrator.", anchor="office")
    if deputy.id == principal.id:
        yield Reason("Choose somebody else as the deputy.", anchor="deputy")
    if deputy.closed_at is not None or deputy.organisation_id != principal.organisation_id:
        yield Reason("Choose a deputy who works for the same organisation.", anchor="deputy")
    within = standing_in(Appointment, from_day, until_day)
    held = select(Appointment.id).where(Appointment.person_id == principal.id, Appointment.office == office, within)
    if not session.scalar(held.where(Appointment.in_force.is_(True))):
        yield Reason(f"{principal.name} is not {office.words} in this time.", anchor="office")
    administers_then = select(Appointment.id).where(
        Appointment.person_id == deputy.id, Appointment.office == Office.ADMINISTRATOR, within
    )
    if session.scalar(administers_then):
        yield Reason(
            f"{deputy.name} is an administrator in this time, and an administrator deputises for nobody. "
            "Choose somebody else.",
            anchor="deputy",
        )


def against_default(session: Session, organisation_id: int, office: Office, deputy: Person) -> Iterator[Reason]:
    """What stands against somebody as the default deputy of an office."""
    if office is Office.ADMINISTRATOR:
        yield Reason("Nobody deputises for an administrator. Appoint another administrator.", anchor="deputy")
    if deputy.closed_at is not None or deputy.organisation_id != organisation_id:
        yield Reason("Choose a deputy who works for the same organisation.", anchor="deputy")
    if administrates(session, deputy.id, organisation_id):
        yield Reason(f"{deputy.name} is an administrator, and an administrator deputises for nobody.", anchor="deputy")


def administrates(session: Session, person_id: int, organisation_id: int) -> bool:
    """Whether they are an administrator there today, or are to become one."""
    today = clock.today()
    query = select(Appointment.id).where(
        Appointment.person_id == person_id, Appointment.office == Office.ADMINISTRATOR,
        Appointment.organisation_id == organisation_id, standing_in(Appointment, today, None),
    )  # fmt: skip
    return session.scalar(query) is not None


def needs_second_administrator(office: Office) -> bool:
    return office in TWO_ADMINISTRATORS


def standing_in(kind: type[Appointment] | type[Deputy], from_day: date, until_day: date | None) -> ColumnElement[bool]:
    """In force or proposed, on any day from the one until the other."""
    pending_or_in_force = or_(kind.in_force.is_(True), kind.ended_at.is_(None))
    begins_in_time = kind.from_day <= until_day if until_day else true()
    return and_(pending_or_in_force, begins_in_time, or_(kind.until_day.is_(None), kind.until_day >= from_day))
