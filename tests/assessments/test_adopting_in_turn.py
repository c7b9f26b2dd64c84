"""Routes of several signatures in what goes with them: local parts, conditions, adopting later."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eia import clock
from eia.db import transaction
from eia.errors import NotOffered, Refused
from eia.people.models import Organisation
from eia.people.routes import Level
from eia.policies.models import Policy
from tests.support.assessments import actions_of, answer_all, take
from tests.support.local import write_local
from tests.support.records import found
from tests.support.routing import HEAD, lay_route, sent, stands
from tests.support.staff import new_staff
from tests.support.writing import read


@pytest.mark.only_on("sqlite", because="an organisation adopts later, in its own order, on both")
def test_a_condition_of_an_earlier_stage_counts_once_the_organisation_has_signed(database: Session) -> None:
    made = sent((), ((HEAD,),))
    (partner,) = made.others
    condition = {"what": "Count who comes on foot", "owner_id": partner["member"], "due": clock.today()}
    take(made, "sign", partner["head"], conditions=[condition])
    before = len(actions_of(made))
    take(made, "refuse", partner["approver"])
    take(made, "sign", made.lead["approver"])
    assert (read(made.version_id).state, len(actions_of(made))) == ("signed_off", before)
    take(made, "check_local", partner["adviser"])
    take(made, "sign_before_adopting", partner["second_head"], conditions=[condition])
    assert len(actions_of(made)) == before
    take(made, "adopt", partner["second_approver"])
    assert (stands(made, partner), len(actions_of(made))) == ("signed", before + 1)
    assert found(made) == []


def test_an_organisation_adopts_later_in_its_own_order_and_may_stop_halfway(database: Session) -> None:
    made = sent((), ((HEAD,),))
    (partner,) = made.others
    for step, part in (("sign", "head"), ("sign", "approver")):
        take(made, step, partner[part])
    take(made, "sign", made.lead["approver"])
    take(made, "withdraw_adoption", partner["approver"])
    take(made, "check_local", partner["adviser"])
    with pytest.raises(Refused, match="signs first"):
        take(made, "sign_before_adopting", partner["approver"])
    take(made, "sign_before_adopting", partner["head"])
    assert stands(made, partner) == "signing,approver,"
    take(made, "withdraw_adoption", partner["approver"])
    assert stands(made, partner) == "withdrawn"
    take(made, "sign_before_adopting", partner["head"])
    take(made, "adopt", partner["approver"])
    given = [
        (s.turn, s.stage) for s in read(made.version_id).signatures if s.organisation_id == partner.organisation_id
    ]
    assert given == [(1, 1), (1, 2), (2, 1), (3, 1), (3, 2)]
    assert (stands(made, partner), found(made)) == ("signed", [])


def test_one_that_is_bound_later_signs_by_the_route_it_has_when_it_begins(database: Session) -> None:
    made = sent(())
    answer_all(made, "sign", "approver")
    later = new_staff()
    lay_route(later, Level.FULL, (HEAD,))
    with transaction() as session:
        policy = session.get_one(Policy, made.policy_id)
        policy.organisations.append(session.get_one(Organisation, later.organisation_id))
    take(made, "check_local", later["adviser"])
    take(made, "sign_before_adopting", later["head"])
    lay_route(later, Level.FULL)
    assert stands(made, later) == "signing,approver,"
    take(made, "adopt", later["approver"])
    assert (stands(made, later), found(made)) == ("signed", [])


def test_the_local_part_is_frozen_from_the_first_signature_of_its_organisation(database: Session) -> None:
    made = sent((), ((HEAD,),))
    (partner,) = made.others
    write_local(made, partner)
    take(made, "sign", partner["head"])
    with pytest.raises(NotOffered, match="has begun to sign"):
        write_local(made, partner)
    amend = text("UPDATE local_part SET applies = 'x' WHERE version_id = :version")
    with pytest.raises(DBAPIError, match="eia: this local part"), transaction() as session:
        session.execute(amend, {"version": made.version_id})
