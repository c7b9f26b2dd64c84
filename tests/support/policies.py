"""A policy for an assessment to be about."""

import itertools

from sqlalchemy.orm import Session

from eia import clock
from eia.people.models import Organisation
from eia.policies.coverage.keeping import put_in_order
from eia.policies.models import Policy
from tests.support.staff import Staff

_numbers = itertools.count(1)


def add_policy(session: Session, staff: tuple[Staff, ...], title: str, owner: str = "owner") -> Policy:
    policy = Policy(
        number=f"P{next(_numbers)}",
        title=title,
        sort_title=title.lower(),
        organisation_id=staff[0].organisation_id,
        owner_id=staff[0][owner],
        created_at=clock.now(),
    )
    policy.organisations = [session.get_one(Organisation, one.organisation_id) for one in staff]
    session.add(policy)
    session.flush()
    put_in_order(session, policy.id)
    return policy
