"""After it was signed: one organisation withdraws its adoption, another adopts it with a part of its own."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia import clock
from eia.db import transaction
from eia.errors import NotAllowed, NotOffered, Refused
from eia.people.commands.deputies import record_deputy
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.policies.models import Policy
from tests.support.assessments import Made, make_assessment, take
from tests.support.local import write_local
from tests.support.records import found, told
from tests.support.staff import acting, make_staff, signed_in
from tests.support.writing import read


def statuses(made: Made) -> list[str]:
    """Of the lead, then of the others, in their order."""
    case = read(made.version_id)
    found = [case.adoption_of(staff.organisation_id) for staff in made.everybody]
    return [adoption.status if adoption else "" for adoption in found]


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_an_organisation_withdraws_its_own_adoption_and_adopts_it_again(database: Session) -> None:
    made = make_assessment(at="signed_off", organisations=3)
    first, second = made.others
    with pytest.raises(NotAllowed):
        take(made, "withdraw_adoption", made.lead["approver"])
    take(made, "withdraw_adoption", first["approver"])
    case = read(made.version_id)
    assert (case.state, statuses(made)) == ("signed_off", ["signed", "withdrawn", "signed"])
    lead = made.lead
    approvers = {lead["approver"], lead["second_approver"], lead["deputy"]}
    assert told(made, "adoption_withdrawn") == {lead["owner"], second["approver"], *approvers}
    with pytest.raises(Refused, match="An equality adviser of"):
        take(made, "adopt", first["second_approver"])
    take(made, "check_local", first["adviser"])
    take(made, "adopt", first["second_approver"])
    assert statuses(made) == ["signed", "signed", "signed"]
    assert [s.turn for s in read(made.version_id).signatures if s.organisation_id == first.organisation_id] == [1, 2]
    assert found(made) == []


def test_a_check_counts_for_its_own_organisation_and_for_what_was_read(database: Session) -> None:
    made = make_assessment(at="signed_off", organisations=3)
    first, second = made.others
    for staff in made.others:
        take(made, "withdraw_adoption", staff["approver"])
    take(made, "check_local", first["adviser"])
    with pytest.raises(Refused, match=f"An equality adviser of Organisation {second.code}"):
        take(made, "adopt", second["second_approver"])
    write_local(made, first)
    with pytest.raises(Refused, match=f"An equality adviser of Organisation {first.code}"):
        take(made, "adopt", first["second_approver"])


def test_only_the_lead_withdraws_the_whole_version(database: Session) -> None:
    made = make_assessment(at="signed_off", organisations=2)
    with pytest.raises(NotAllowed, match="Only an approver of the lead organisation"):
        take(made, "withdraw", made.others[0]["approver"])
    take(made, "withdraw", made.lead["second_approver"])
    assert read(made.version_id).state == "withdrawn"


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_an_organisation_bound_later_adopts_with_its_local_part_only(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off", organisations=2)
        later = make_staff()
        with transaction() as session:
            policy = session.get_one(Policy, made.policy_id)
            policy.organisations.append(session.get_one(Organisation, later.organisation_id))
        signed = [(s.id, s.shared_digest, s.local_digest) for s in read(made.version_id).signatures]
    page = signed_in(app, later["owner"]).get(made.address).text
    assert "has not adopted it: not covered" in page
    with app.app_context():
        write_local(made, later)
        assert told(made, "local_part_saved") == {later["adviser"], later["second_adviser"]}
        take(made, "check_local", later["adviser"])
        with pytest.raises(Refused, match="has checked it already"):
            take(made, "check_local", later["second_adviser"])
        take(made, "adopt", later["approver"])
        case = read(made.version_id)
        assert case.state == "signed_off"
        *before, own = case.signatures
        assert [(s.id, s.shared_digest, s.local_digest) for s in before] == signed
        assert own.shared_digest == signed[0][1]
        assert own.local_digest not in {digest for one in signed for digest in one[1:]}
        with pytest.raises(NotOffered, match="has answered already"):
            write_local(made, later)
        with pytest.raises(NotAllowed):
            take(made, "adopt", later["second_approver"])
        assert found(made) == []
    assert "The desk is 200 metres away." in signed_in(app, later["member"]).get(f"{made.address}/summary").text


def test_one_that_refused_adopts_without_writing_anything(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    partner = made.others[0]
    take(made, "refuse", partner["approver"])
    take(made, "sign", made.lead["approver"])
    take(made, "check_local", partner["adviser"])
    take(made, "adopt", partner["second_approver"])
    assert statuses(made) == ["signed", "signed"]
    assert found(made) == []


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_without_an_adviser_who_may_check_it_nobody_has_to(database: Session) -> None:
    """Both advisers wrote in it; a deputy of one of them may not check in their place, and nobody waits for them."""
    made = make_assessment(at="signed_off", organisations=2)
    partner = made.others[0]
    take(made, "withdraw_adoption", partner["approver"])
    for part in ("adviser", "second_adviser"):
        key = f"local:{partner.code}"
        take(made, "give_local_part", partner["owner"], sections=[key], person=partner[part])
        write_local(made, partner, part=part, words=part)
    with transaction() as session:
        principal, deputy = (session.get_one(Person, partner[part]) for part in ("adviser", "member"))
        until, by = clock.today() + timedelta(days=10), acting(session, principal.id)
        record_deputy(
            session, principal=principal, deputy=deputy, office=Office.ADVISER, from_day=clock.today(), until_day=until,
            reason="On leave", by=by,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        take(made, "check_local", partner["member"])
    take(made, "adopt", partner["second_approver"])
    assert statuses(made) == ["signed", "signed"]
    assert found(made) == []
