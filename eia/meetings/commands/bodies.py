"""Adding a body and seating people in it. Each writes to the trail of the body."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.guards.who import standing_to_add_body, standing_to_run
from eia.meetings.models import Body, BodyMember
from eia.meetings.models.bodies import ROLES
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standings


def add_body(
    session: Session, *, name: str, organisations: Sequence[Organisation], terms: str, decides: str,
    decider: Person | None, quorum: int | None, deadline_days: int, deadline_counts: str, by: Standings,
) -> Body:  # fmt: skip
    """A body kept by the organisation in which `by` is a meeting secretary, deciding for that and for others."""
    standing = standing_to_add_body(by)
    if standing is None:
        raise NotAllowed("Only a meeting secretary can add a body. Ask an administrator who holds that office.")
    keeper = session.get_one(Organisation, standing.organisation_id)
    if session.scalar(select(Body.id).where(Body.organisation_id == keeper.id, Body.name == name)):
        raise Refused(Reason(f"{keeper.name} already has a body called {name}. Give another name.", anchor="name"))
    body = Body(
        organisation=keeper, name=name, sort_name=sort_name_of(name), terms=terms, decides=decides, decider=decider,
        quorum=quorum, deadline_days=deadline_days, deadline_counts=deadline_counts, created_at=clock.now(),
        organisations=[keeper, *(one for one in organisations if one.id != keeper.id)],
    )  # fmt: skip
    session.add(body)
    session.flush()
    codes = sorted(one.code for one in body.organisations)
    after = {"name": name, "organisations": codes, "decides": decides, "decider": decider.name if decider else ""}
    record_event(
        session,
        stream=body.stream,
        event="body_added",
        actor=by.actor(standing),
        after=after,
        sentence=f"{name} was added",
    )
    return body


def seat(
    session: Session, body: Body, person: Person, role: str, *, from_day: date, until_day: date | None, by: Standings
) -> BodyMember:
    """Somebody sits in the body in that role from a day on."""
    standing = standing_to_run(body, by)
    if standing is None:
        raise NotAllowed("Only its chair, deputy chair or secretary, or a meeting secretary, can name its members.")
    if until_day is not None and until_day < from_day:
        raise Refused(Reason("The last day comes before the first. Change one of them.", anchor="until_day"))
    member = BodyMember(
        body_id=body.id, person=person, role=role, from_day=from_day, until_day=until_day,
        recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(member)
    session.flush()
    session.expire(body, ["members"])
    after = {"person": person.id, "role": role, "from_day": from_day, "until_day": until_day}
    record_event(
        session,
        stream=body.stream,
        event="member_seated",
        actor=by.actor(standing),
        after=after,
        sentence=f"{person.name} sits in it as {ROLES[role].lower()}",
    )
    return member
