"""What `eia verify` says of policies whose state or number was changed behind its back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from eia.audit.verify import verify_chains
from eia.db import db, transaction
from eia.policies.trail import TrailOfPolicies
from tests.policies.adding import added, make_policies, seen_on
from tests.support.staff import Staff


def found(staff: Staff) -> list[str]:
    db.session.rollback()
    trail = TrailOfPolicies()
    chains = [*verify_chains(db.session(), None, trail.hear)]
    return [str(one) for one in (*chains, *trail.verify(db.session())) if f":{staff.code}/" in str(one)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("policy SET state = 'retired'", "says “in_force”, revision 1; the policy is “retired”, revision 1"),
        ("policy SET revision = 7", "says “in_force”, revision 1; the policy is “in_force”, revision 7"),
        ("subject SET number = 'OTHER'", "the policy it speaks of is gone, or has another number"),
    ],
)
def test_verify_names_a_policy_that_does_not_stand_where_its_trail_says(
    app: Flask, staff: Staff, change: str, words: str
) -> None:
    (address,) = make_policies(app, staff, ["Dogs"])
    with app.app_context():
        assert found(staff) == []
        with transaction() as session:
            session.execute(text(f"UPDATE {change} WHERE id = :id"), {"id": int(address.rpartition("/")[2])})
        assert found(staff) == [f"policy:{staff.code}/Dogs-0#1: {words}"]


def test_a_policy_with_another_number_goes_on_in_the_trail_of_that(
    app: Flask, owner: FlaskClient, staff: Staff
) -> None:
    address = added(owner, staff["owner"], number="P1")
    data = {"number": "P2", "title": "Dress code", "owner": staff["owner"], "seen": seen_on(owner, address)}
    assert owner.post(f"{address}/change", data=data).status_code == 303
    with app.app_context():
        assert found(staff) == []
