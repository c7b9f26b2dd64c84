"""The default deputy of an office: set by an administrator, for an office that signs agreed by a second one.

They act for a holder who records days away and has named nobody for them: a deputy is then recorded for those days, so
everything that holds for deputies holds for them.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotOffered, Reason, Refused
from eia.people.commands.deputies import lay_down, stand_in
from eia.people.commands.proposals import lock, lock_organisation, put_in_force, refuse_alone, take_up
from eia.people.guards import against_default, refuse_unless_administrator, standing_in
from eia.people.models import Appointment, DefaultDeputy, Deputy, Leave, Organisation, Person
from eia.people.offices import SIGNING, Office
from eia.people.queries import Standings, in_force_on, waiting
from eia.people.sentences import administrator
from eia.people.streams import stream_of


def set_default_deputy(
    session: Session, organisation: Organisation, office: Office, deputy: Person, *, by: Standings
) -> DefaultDeputy:
    refuse_unless_administrator(by, organisation.id)
    lock_organisation(session, organisation.id)
    reasons = list(against_default(session, organisation.id, office, deputy))
    if _waiting(session, organisation.id, office):
        reasons.append(Reason("A proposal for this office waits for a second administrator. Decide that one first."))
    if reasons:
        raise Refused(*reasons)
    row = DefaultDeputy(
        organisation=organisation, office=office, deputy=deputy, from_day=clock.today(), proposed_by=by.person_id,
        in_force=False,
    )  # fmt: skip
    session.add(row)
    if office in SIGNING:
        session.flush()
        _record(session, row, by, "default_deputy_proposed")
    else:
        _replace_former(session, row)
        row.in_force = True
        _begin(session, row, by, "default_deputy_set")
    return row


def agree_to_default_deputy(session: Session, row: DefaultDeputy, *, by: Standings) -> None:
    take_up(session, row, by=by)
    refuse_alone(row, about=row.deputy_id, by=by)
    reasons = list(against_default(session, row.organisation_id, row.office, row.deputy))
    if reasons:
        raise Refused(*reasons)
    _replace_former(session, row)
    put_in_force(row, by=by)
    _begin(session, row, by, "default_deputy_confirmed")


def end_default_deputy(session: Session, row: DefaultDeputy, *, by: Standings) -> None:
    """The office has none from now on, or the proposal is declined. Whoever stands in already goes on."""
    refuse_unless_administrator(by, row.organisation_id)
    lock_organisation(session, row.organisation_id)
    session.refresh(row)
    if row.ended_at is not None:
        raise NotOffered("This has already ended.")
    row.ended_at, row.in_force = clock.now(), False
    _record(session, row, by, "default_deputy_ended")


def default_deputies(session: Session, organisation_id: int) -> dict[Office, DefaultDeputy]:
    query = select(DefaultDeputy).where(
        DefaultDeputy.organisation_id == organisation_id, DefaultDeputy.in_force.is_(True)
    )
    return {row.office: row for row in session.scalars(query.order_by(DefaultDeputy.id))}


def let_stand_in(session: Session, leave: Leave, *, by: Standings) -> list[Deputy]:
    """For each office the person holds on their days away and has no deputy in: its default deputy."""
    person, first = leave.person, max(leave.from_day, clock.today())
    held = select(Appointment.office).where(
        Appointment.person_id == person.id, Appointment.in_force.is_(True),
        standing_in(Appointment, first, leave.until_day),
    )  # fmt: skip
    named = select(Deputy.office).where(Deputy.principal_id == person.id, standing_in(Deputy, first, leave.until_day))
    defaults = default_deputies(session, person.organisation_id)
    offices = sorted(set(session.scalars(held)) - set(session.scalars(named)))
    rows = [stand_in(session, leave, defaults[office], by=by) for office in offices if office in defaults]
    return [row for row in rows if row]


def go_with(session: Session, leave: Leave, *, by: Standings) -> None:
    """They are back: whoever stood in no longer does."""
    query = select(Deputy).where(Deputy.leave_id == leave.id, Deputy.ended_at.is_(None))
    for row in session.scalars(query.order_by(Deputy.id)).all():
        lay_down(session, row, by=by)


def _replace_former(session: Session, row: DefaultDeputy) -> None:
    former = default_deputies(session, row.organisation_id).get(row.office)
    if former is not None:
        former.in_force, former.ended_at = False, clock.now()


def _begin(session: Session, row: DefaultDeputy, by: Standings, event: str) -> None:
    """They stand in for those who are away already."""
    session.flush()
    _record(session, row, by, event)
    for leave in _away(session, row):
        lock(session, leave.person, row.deputy)
        let_stand_in(session, leave, by=by)


def _away(session: Session, row: DefaultDeputy) -> Sequence[Leave]:
    """The leaves, now or to come, of those who hold the office."""
    holding = select(Appointment.person_id).where(
        Appointment.organisation_id == row.organisation_id, Appointment.office == row.office,
        *in_force_on(clock.today()),
    )  # fmt: skip
    query = select(Leave).where(
        Leave.person_id.in_(holding), Leave.until_day >= clock.today(), Leave.ended_at.is_(None)
    )
    return session.scalars(query.order_by(Leave.id)).all()


def _waiting(session: Session, organisation_id: int, office: Office) -> bool:
    query = select(DefaultDeputy.id).where(
        DefaultDeputy.organisation_id == organisation_id, DefaultDeputy.office == office,
        *waiting(DefaultDeputy),
    )  # fmt: skip
    return session.scalar(query) is not None


def _record(session: Session, row: DefaultDeputy, by: Standings, event: str) -> None:
    names = {"deputy": row.deputy.name, "office": row.office.words}
    record_event(
        session,
        stream=stream_of(row.organisation),
        event=event,
        actor=administrator(by),
        after=names | {"default_deputy": row.id, "deputy_id": row.deputy_id, "in_force": row.in_force},
        sentence=SENTENCES[event].format(**names),
    )


SENTENCES = {
    "default_deputy_proposed": "{deputy} was proposed as default deputy of {office}: a second administrator must agree",
    "default_deputy_confirmed": "{deputy} is the default deputy of {office}, with a second administrator’s agreement",
    "default_deputy_set": "{deputy} is the default deputy of {office}",
    "default_deputy_ended": "{deputy} is not, or not any more, the default deputy of {office}",
}
