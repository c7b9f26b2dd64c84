"""Which policies are assessed: each counts once for each organisation it binds, as that organisation itself signed."""

import re
from datetime import timedelta
from html import escape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.people.models import Unit
from eia.policies.coverage.gap import coverage
from eia.policies.coverage.keeping import put_in_order
from eia.policies.coverage.lists import policies_wanted
from eia.policies.coverage.sources import made
from eia.policies.coverage.words import STUCK_DAYS
from eia.policies.models import Policy
from eia.policies.queries import Wanted
from tests.assessments.test_cover import screened_out_under
from tests.policies.adding import make_policies, titles
from tests.support.assessments import make_assessment, open_version, take
from tests.support.staff import Staff, acting, signed_in
from tests.support.statements import counted

HEAVIEST = 60_000
"""Bytes of HTML before compression."""
YEARS = timedelta(days=365 * 12)


def counts(staff: Staff, whose: Staff | None = None) -> dict[str, int]:
    """What an administrator of `whose` reads of `staff`'s organisation; only what is not nought."""
    by = acting(db.session(), (whose or staff)["administrator"])
    (found,) = (one for one in coverage(db.session(), by) if one.organisation.id == staff.organisation_id)
    assert found.total == sum(found.counts.values())
    return {covered.value: count for covered, count in found.counts.items() if count}


STATES = {
    "draft": "in_progress",
    "adviser_review": "in_progress",
    "signed_off": "assessed",
    "screened_out": "screened_out",
    "withdrawn": "never",
    "stopped": "never",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.first_on("postgresql", because="each state is in the one statement that is sent")
def test_a_policy_stands_as_its_assessment_does(database: Session, state: str) -> None:
    made = make_assessment(at=state)
    assert counts(made.lead) == {STATES[state]: 1}


@pytest.mark.parametrize("state", ["signed_off", "screened_out"])
def test_a_policy_whose_review_day_is_over_is_a_gap(database: Session, state: str) -> None:
    made = make_assessment(at=state)
    with time_machine.travel(clock.now() + YEARS, tick=True):
        assert counts(made.lead) == {"overdue" if state == "signed_off" else "screened_out": 1}


def test_what_is_signed_covers_while_its_next_version_is_written(database: Session) -> None:
    made = make_assessment(at="signed_off")
    open_version(made, made.lead["owner"])
    assert counts(made.lead) == {"assessed": 1}


def test_what_the_lead_signed_covers_nobody_who_refused(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    lead, partner = made.everybody
    take(made, "refuse", partner["approver"])
    take(made, "sign", lead["approver"])
    assert counts(lead) == {"assessed": 1}
    assert counts(partner) == {"never": 1}


def test_each_number_opens_the_list_behind_it(app: Flask, staff: Staff, owner: FlaskClient) -> None:
    make_policies(app, staff, ["Dress code", "Uniform"])
    page = owner.get("/policies/coverage").text
    assert "<strong>2 of 2</strong> policies have no assessment in date" in page
    address = f"/policies?organisation={staff.organisation_id}&covered=never"
    assert f'href="{escape(address)}"' in page
    assert titles(owner.get(address).text) == ["Dress code", "Uniform"]
    assert titles(owner.get(address.replace("never", "gap")).text) == ["Dress code", "Uniform"]
    assert "No policy fits that" in owner.get(address.replace("never", "assessed")).text


def test_nobody_reads_the_coverage_of_an_organisation_they_have_nothing_to_do_with(
    app: Flask, staff: Staff, neighbour: Staff, owner: FlaskClient
) -> None:
    make_policies(app, neighbour, ["Not shared"])
    assert f"organisation-{neighbour.organisation_id}" not in owner.get("/policies/coverage").text
    assert owner.get(f"/policies?organisation={neighbour.organisation_id}&covered=never").status_code == 404


@pytest.mark.only_on("sqlite", because="the statements are the same on both")
def test_the_coverage_asks_the_database_no_more_for_more_policies(app: Flask, staff: Staff, owner: FlaskClient) -> None:
    def asked() -> list[int]:
        found = []
        for address in ("/policies/coverage", f"/policies?organisation={staff.organisation_id}&covered=never"):
            with counted(app) as statements:
                assert owner.get(address).status_code == 200
            found.append(len(statements))
        return found

    make_policies(app, staff, ["One"])
    asked()
    before = asked()
    make_policies(app, staff, [f"More {number}" for number in range(20)])
    assert asked() == before


def test_policies_that_nobody_follows_are_told_apart(app: Flask, staff: Staff, owner: FlaskClient) -> None:
    made = make_policies(app, staff, ["Draft", "Followed", "Gone"])
    with app.app_context(), transaction() as session:
        for address, state in zip(made, ("draft", "under_review", "retired"), strict=True):
            policy = session.get_one(Policy, int(address.rpartition("/")[2]))
            policy.state = state
            put_in_order(session, policy.id)

    page = owner.get("/policies/coverage").text

    assert "The one policy has no assessment in date" in page
    assert "1 draft</a>" in page
    assert "1 retired policy</a>" in page
    gap = f"/policies?organisation={staff.organisation_id}&covered=gap"
    assert titles(owner.get(gap).text) == ["Followed"]


def test_what_has_not_moved_for_long_is_stuck_where_it_is(app: Flask, database: Session) -> None:
    made = make_assessment(at="adviser_review")
    with time_machine.travel(clock.now() + timedelta(days=STUCK_DAYS + 1), tick=True):
        assert counts(made.lead) == {"stuck": 1}
        page = signed_in(app, made.lead["auditor"]).get("/policies/coverage").text
        assert "Adviser’s check<br>" in page
        policy = signed_in(app, made.lead["auditor"]).get(f"/policies/{made.policy_id}").text
        assert "at “Adviser’s check” since" in policy


def test_a_screening_whose_cover_is_lost_is_a_gap_until_it_is_begun_again(database: Session) -> None:
    parent = make_assessment(at="signed_off")
    child = screened_out_under(parent)
    assert counts(child.lead) == {"screened_out": 1, "assessed": 1}

    take(parent, "withdraw", parent.lead["approver"])
    assert counts(child.lead) == {"cover_lost": 1, "never": 1}

    open_version(child, child.lead["owner"])
    assert counts(child.lead) == {"in_progress": 1, "never": 1}


def test_units_and_classes_have_a_gap_of_their_own(app: Flask, staff: Staff, owner: FlaskClient) -> None:
    first, _ = make_policies(app, staff, ["Desk", "Dogs"])
    with app.app_context(), transaction() as session:
        unit = Unit(organisation_id=staff.organisation_id, name="Estates")
        session.add(unit)
        policy = session.get_one(Policy, int(first.rpartition("/")[2]))
        policy.unit, policy.policy_class = unit, "estates"
        put_in_order(session, policy.id)
        session.flush()
        unit_id = unit.id

    page = owner.get("/policies/coverage").text

    for name, key, title in (("unit", str(unit_id), "Desk"), ("unit", "none", "Dogs"), ("class", "estates", "Desk")):
        address = f"/policies?organisation={staff.organisation_id}&covered=gap&{name}={key}"
        assert f'href="{escape(address)}"' in page
        assert titles(owner.get(address).text) == [title]


@pytest.mark.parametrize("page", ["coverage", "list"])
def test_nothing_is_read_whole(app: Flask, database: Session, staff: Staff, page: str) -> None:
    """What waits to be turned is found by its day, what is stuck for longest by its place; a list along its title."""
    by = acting(database, staff["administrator"])
    wanted = Wanted(organisation=staff.organisation_id, covered="gap", unit=1)
    with counted(app) as sent:
        if page == "coverage":
            coverage(database, by)
        else:
            policies_wanted(database, by, wanted, most=51)
    plan = plan_of(database, max(sent, key=lambda one: one.count("policy_coverage")))
    assert [step for step in plan if re.search(r"SCAN policy_coverage|SCAN coverage|Seq Scan", step)] == [], plan
    for name in {"coverage": ("turns", "stuck"), "list": ("turns", "unit")}[page]:
        assert [step for step in plan if f"ix_policy_coverage_{name}" in step], plan


def test_how_a_policy_stands_is_found_from_the_policy_and_not_from_all_that_is_signed(
    app: Flask, database: Session
) -> None:
    """With a million assessments each step took eight seconds on SQLite."""
    with counted(app) as sent:
        list(made(database, [1]))
    plan = plan_of(database, sent[-1])
    assert [step for step in plan if "ix_version_" in step and "state" in step] == [], plan
    assert [step for step in plan if "ix_assessment_subject_id" in step], plan


def plan_of(session: Session, asked: str) -> list[str]:
    """As for a large table: PostgreSQL reads a small one whole unless that is forbidden."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("x",) * asked.count("?"))
        return [row[3] for row in plan]
    connection.exec_driver_sql("SET enable_seqscan = off")
    found = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {asked}")]
    connection.exec_driver_sql("SET enable_seqscan = on")
    return found


def test_the_units_with_the_widest_gap_come_first_and_the_rest_a_page_further(app: Flask, staff: Staff) -> None:
    addresses = make_policies(app, staff, [f"Policy {n}" for n in range(12)])
    with app.app_context(), transaction() as session:
        for number, address in enumerate(addresses):
            unit = Unit(organisation_id=staff.organisation_id, name=f"Unit {min(number, 10):02}")
            if number < 11:
                session.add(unit)
                last = unit
            policy = session.get_one(Policy, int(address.rpartition("/")[2]))
            policy.unit = last
            put_in_order(session, policy.id)
    client = signed_in(app, staff["auditor"])

    page = client.get("/policies/coverage").text

    assert "The 10 units with the most not in date" in page
    assert page.index(">Unit 10<") < page.index(">Unit 00<") < page.index(">Unit 08<")
    assert "Unit 09" not in page
    address = f"/policies/coverage/{staff.organisation_id}/units"
    assert f'href="{address}">All 11 units' in page
    assert "Units 1 to 11 of 11" in client.get(address).text
    assert "Units 11 to 11 of 11" in client.get(f"{address}?after=10").text
    assert "No more units" in client.get(f"{address}?after=11").text
    assert client.get("/policies/coverage/999999/units").status_code == 404


def test_a_unit_of_the_organisation_that_leads_is_named_with_it(app: Flask, staff: Staff, neighbour: Staff) -> None:
    (address,) = make_policies(app, neighbour, ["Shared"], shared_with=[staff])
    make_policies(app, staff, ["Own"])
    with app.app_context(), transaction() as session:
        policy = session.get_one(Policy, int(address.rpartition("/")[2]))
        policy.unit = Unit(organisation_id=neighbour.organisation_id, name="Estates")
        put_in_order(session, policy.id)
    page = signed_in(app, staff["auditor"]).get("/policies/coverage").text
    assert f">Estates (Organisation {neighbour.code})<" in page


def test_units_and_classes_by_the_hundred_leave_the_page_light(app: Flask, staff: Staff) -> None:
    addresses = make_policies(app, staff, [f"Policy {n}" for n in range(120)])
    with app.app_context(), transaction() as session:
        for number, address in enumerate(addresses):
            policy = session.get_one(Policy, int(address.rpartition("/")[2]))
            policy.unit = Unit(organisation_id=staff.organisation_id, name=f"Department of many words {number}")
            put_in_order(session, policy.id)
    client = signed_in(app, staff["auditor"])
    for address in ("/policies/coverage", f"/policies/coverage/{staff.organisation_id}/units"):
        assert len(client.get(address).data) < HEAVIEST, address
