"""Who may act for whom. A deputy in an office that signs is agreed by the principal or by two administrators."""

from datetime import date

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import Actor, record_event
from eia.errors import NotAllowed, NotOffered, Refused
from eia.people.commands.proposals import lock
from eia.people.guards import administers, administrates, against_deputising
from eia.people.models import DefaultDeputy, Deputy, Leave, Person
from eia.people.offices import SIGNING, Office
from eia.people.queries import Standings
from eia.people.sentences import administrator, span
from eia.people.streams import stream_of

AWAY = "Away, and nobody was named: the default deputy of the office."


def record_deputy(
    session: Session,
    *,
    principal: Person,
    deputy: Person,
    office: Office,
    from_day: date,
    until_day: date,
    reason: str,
    by: Standings,
) -> Deputy:
    """Let somebody act for the principal. `by` is the principal or an administrator of their organisation."""
    _refuse_strangers(by, principal)
    lock(session, principal, deputy)
    reasons = list(against_deputising(session, principal, deputy, office, from_day, until_day))
    if reasons:
        raise Refused(*reasons)
    row = Deputy(
        principal=principal,
        deputy=deputy,
        organisation=principal.organisation,
        office=office,
        from_day=from_day,
        until_day=until_day,
        reason=reason,
        recorded_by=by.person_id,
        in_force=office not in SIGNING or by.person_id == principal.id,
    )
    session.add(row)
    session.flush()
    _record(session, row, by, "deputy_recorded" if row.in_force else "deputy_proposed")
    return row


def confirm_deputy(session: Session, row: Deputy, *, by: Standings) -> None:
    _refuse_strangers(by, row.principal)
    lock(session, row.principal, row.deputy)
    session.refresh(row)
    if row.in_force or row.ended_at is not None:
        raise NotOffered("This proposal has already been decided.")
    if by.person_id in (row.recorded_by, row.deputy_id):
        raise NotAllowed("Somebody else must agree: the person deputised for, or a second administrator.")
    from_day = max(row.from_day, clock.today())
    reasons = list(against_deputising(session, row.principal, row.deputy, row.office, from_day, row.until_day))
    if reasons:
        raise Refused(*reasons)
    row.from_day, row.confirmed_by, row.in_force = from_day, by.person_id, True
    _record(session, row, by, "deputy_confirmed")


def end_deputy(session: Session, row: Deputy, *, by: Standings) -> None:
    """End it at once, or decline the proposal. The deputy may do so too."""
    if by.person_id != row.deputy_id:
        _refuse_strangers(by, row.principal)
    lock(session, row.principal, row.deputy)
    session.refresh(row)
    if row.ended_at is not None or row.until_day < clock.today():
        raise NotOffered("This has already ended.")
    row.ended_at, row.in_force = clock.now(), False
    _record(session, row, by, "deputy_ended")


def stand_in(session: Session, leave: Leave, default: DefaultDeputy, *, by: Standings) -> Deputy | None:
    """The default deputy of an office, for somebody who is away and named nobody; None where they cannot.

    The two administrators who agreed on them for the office have agreed to this too, as long as both are here.
    """
    first, office = max(leave.from_day, clock.today()), default.office
    if any(against_deputising(session, leave.person, default.deputy, office, first, leave.until_day)):
        return None
    own = by.person_id == leave.person_id
    agreed = default.confirmed_by and administrates(session, default.confirmed_by, leave.person.organisation_id)
    row = Deputy(
        principal=leave.person, deputy=default.deputy, organisation=leave.person.organisation, office=office,
        from_day=first, until_day=leave.until_day, reason=AWAY, leave_id=leave.id,
        recorded_by=by.person_id if own else default.proposed_by,
        confirmed_by=default.confirmed_by if agreed and not own else None,
        in_force=bool(own or agreed or office not in SIGNING),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, row, by, "deputy_recorded" if row.in_force else "deputy_proposed")
    return row


def lay_down(session: Session, row: Deputy, *, by: Standings) -> None:
    """The principal is back."""
    row.ended_at, row.in_force = clock.now(), False
    _record(session, row, by, "deputy_ended")


def _refuse_strangers(by: Standings, principal: Person) -> None:
    if by.person_id != principal.id and not administers(by, principal.organisation_id):
        raise NotAllowed("Only the person deputised for and an administrator of their organisation may do this.")


def _actor(by: Standings, row: Deputy) -> Actor:
    if by.person_id in (row.principal_id, row.deputy_id):
        return by.actor()
    return administrator(by)


def _record(session: Session, row: Deputy, by: Standings, event: str) -> None:
    names = {"deputy": row.deputy.name, "principal": row.principal.name, "office": row.office.words}
    record_event(
        session,
        stream=stream_of(row.organisation),
        event=event,
        actor=_actor(by, row),
        after=names
        | {
            "deputy_row": row.id,
            "principal_id": row.principal_id,
            "deputy_id": row.deputy_id,
            "from": row.from_day,
            "until": row.until_day,
            "in_force": row.in_force,
        },
        note=row.reason if event in ("deputy_recorded", "deputy_proposed") else "",
        sentence=SENTENCES[event].format(span=span(row), **names),
    )


SENTENCES = {
    "deputy_recorded": "{deputy} may act for {principal} as {office}, {span}",
    "deputy_proposed": "{deputy} was proposed to act for {principal} as {office}, {span}: somebody else must agree",
    "deputy_confirmed": "{deputy} may act for {principal} as {office}, {span}, as was agreed by a second person",
    "deputy_ended": "{deputy} no longer acts for {principal} as {office}",
}
