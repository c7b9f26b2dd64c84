"""For which organisations somebody sits among those who decide: what a neighbour asks, handed in by the factory."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from eia import clock
from eia.meetings.models import Body, body_organisation
from eia.meetings.models.bodies import DECIDING
from eia.meetings.readers import in_role
from eia.people.queries import Standings


def decides_for(session: Session, by: Standings) -> set[int]:
    """The organisations of every open body in which they decide today, alone or with others."""
    decides = or_(in_role(by, clock.today(), DECIDING), Body.decider_id == by.person_id)
    query = select(body_organisation.c.organisation_id).join(Body, Body.id == body_organisation.c.body_id)
    return set(session.scalars(query.where(decides, Body.closed_at.is_(None))))
