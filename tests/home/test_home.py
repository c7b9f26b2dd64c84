"""What the first page says to whom."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from eia import clock
from eia.db import transaction
from eia.people.commands.appointments import propose_appointment
from eia.people.commands.deputies import record_deputy
from eia.people.models import Person
from eia.people.offices import Office
from eia.policies.commands.policies import add_policy
from tests.home.reading import LISTS, home, make
from tests.support.assessments import make_assessment, start, take
from tests.support.staff import Staff, acting, appoint_another, make_staff, signed_in
from tests.support.statements import counted
from tests.support.writing import read, write_proposal


def test_empty_lists_say_what_will_appear(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()

    page = home(app, staff["member"])

    assert [name for name in page if not name.startswith("links")] == list(LISTS)
    assert all("will appear here" in page[name] for name in LISTS)


@pytest.mark.parametrize(
    ("at", "part", "todo", "page"),
    [
        ("draft", "owner", "Finish the draft", ""),
        ("screening", "owner", "Finish the screening", ""),
        ("full_assessment", "owner", "Finish the full assessment", ""),
        ("screening_review", "adviser", "Check the screening and sign", "/summary"),
        ("adviser_review", "adviser", "Check it and give your opinion", "/summary"),
        ("sign_off", "approver", "Read it and sign, or return it", "/summary"),
        ("sign_off", "deputy", "Read it and sign, or return it", "/summary"),
    ],
)
def test_each_office_is_led_straight_to_its_doing(app: Flask, at: str, part: str, todo: str, page: str) -> None:
    made = make(app, at)

    found = home(app, made.lead[part])

    assert todo in found["Waiting for you"]
    assert made.reference in found["Waiting for you"]
    assert found["links Waiting for you"] == f"{made.address}{page}"
    assert signed_in(app, made.lead[part]).get(f"{made.address}{page}").status_code == 200


def test_a_waiting_thing_says_since_when_and_by_when(app: Flask) -> None:
    made = make(app, "draft")
    planned = clock.today() + timedelta(days=10)
    with app.app_context():
        write_proposal(made.version_id, planned_day=planned.isoformat())

    waiting = home(app, made.lead["owner"])["Waiting for you"]

    assert f"{planned.day} {planned:%B %Y} in 10 days" in waiting
    assert "just now" in waiting or "minute" in waiting


def test_a_planned_day_that_has_passed_is_marked(app: Flask) -> None:
    made = make(app, "draft")
    with app.app_context():
        write_proposal(made.version_id, planned_day=(clock.today() - timedelta(days=1)).isoformat())

    assert "Day has passed" in home(app, made.lead["owner"])["Waiting for you"]


def test_what_was_sent_waits_for_whoever_has_it(app: Flask) -> None:
    made = make(app, "adviser_review")
    before = home(app, made.lead["owner"])
    with app.app_context():
        take(made, "claim", made.lead["adviser"])
    after = home(app, made.lead["owner"])

    assert f"The equality advisers of Organisation {made.lead.code}" in before["You are waiting for"]
    assert f"Adviser, {made.lead.code}" in after["You are waiting for"]
    assert after["links You are waiting for"] == made.address
    assert "Nothing waits for you" in after["Waiting for you"]


def test_organisations_that_have_not_signed_are_named(app: Flask) -> None:
    made = make(app, "sign_off", organisations=2)
    lead, other = made.lead, made.others[0]
    before = home(app, lead["owner"])["You are waiting for"]
    with app.app_context():
        take(made, "sign", other["approver"])
    after = home(app, lead["owner"])["You are waiting for"]

    assert f"The approvers of Organisation {lead.code} and Organisation {other.code}" in before
    assert f"The approvers of Organisation {lead.code}" in after
    assert other.code not in after


def test_only_the_round_that_goes_on_counts(app: Flask) -> None:
    made = make(app, "sign_off", organisations=2)
    lead, other = made.lead, made.others[0]
    with app.app_context():
        for step, part in (("recall", "owner"), ("send_to_adviser", "owner"), ("claim", "adviser")):
            take(made, step, lead[part])
        opinion = next(one.key for one in read(made.version_id).framework.opinions if one.given)
        take(made, "give_opinion", lead["adviser"], opinion=opinion)

    waited = home(app, lead["owner"])["You are waiting for"]

    assert f"The approvers of Organisation {lead.code} and Organisation {other.code}" in waited


def test_who_claimed_nothing_is_not_told_to_check_what_another_claimed(app: Flask) -> None:
    made = make(app, "adviser_review")
    with app.app_context():
        take(made, "claim", made.lead["adviser"])

    assert made.reference not in home(app, made.lead["second_adviser"])["Waiting for you"]


def test_policy_without_assessment_waits_for_its_owner(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
        policy_id = a_policy(staff)

    found = home(app, staff["owner"])

    assert "Start the assessment" in found["Waiting for you"]
    assert found["links Waiting for you"] == f"/assessments/start/{policy_id}"
    assert "Start the assessment" not in home(app, staff["second_owner"])["Waiting for you"]


def a_policy(staff: Staff, number: str = "P1") -> int:
    with transaction() as session:
        person, by = session.get_one(Person, staff["owner"]), acting(session, staff["owner"])
        return add_policy(session, number=number, title="Dress code", owner=person, shared_with=[], by=by).id


def test_a_proposed_appointment_waits_for_the_other_administrator(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
        second = appoint_another(staff, "second_administrator", Office.ADMINISTRATOR)
        with transaction() as session:
            member, by = session.get_one(Person, staff["member"]), acting(session, staff["administrator"])
            propose_appointment(session, member, office=Office.APPROVER, from_day=clock.today(), until_day=None, by=by)

    waiting = home(app, second)

    assert f"Member, {staff.code} as Approver" in waiting["Waiting for you"]
    assert waiting["links Waiting for you"] == f"/people/{staff['member']}"
    assert "Nothing waits" in home(app, staff["administrator"])["Waiting for you"]


def test_a_proposed_deputy_waits_for_the_one_they_would_act_for(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
        with transaction() as session:
            record_deputy(
                session,
                principal=session.get_one(Person, staff["second_approver"]),
                deputy=session.get_one(Person, staff["member"]),
                office=Office.APPROVER,
                from_day=clock.today(),
                until_day=clock.today(),
                reason="Ill",
                by=acting(session, staff["administrator"]),
            )

    found = home(app, staff["second_approver"])

    assert f"Member, {staff.code} acting for you as Approver" in found["Waiting for you"]
    assert found["links Waiting for you"] == "/your-account"
    assert "Nothing waits" in home(app, staff["approver"])["Waiting for you"]


@pytest.mark.only_on("sqlite", because="the statements are the same on both")
def test_the_page_asks_the_database_no_more_when_more_waits(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
    counts: list[int] = []
    for _ in range(2):
        with app.app_context():
            start((staff,))
            make_assessment(at="adviser_review", staff=(staff,))
            make_assessment(at="signed_off", staff=(staff,))
            a_policy(staff, f"N{len(counts)}")
        client = signed_in(app, staff["owner"])
        with counted(app) as statements:
            client.get("/")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 21, counts


def test_lists_are_empty_for_other_organisations(app: Flask) -> None:
    made = make(app, "draft")
    with app.app_context():
        stranger = make_staff()
    page = home(app, stranger["owner"])

    assert made.reference not in "".join(page.values())
    assert all("will appear here" in page[name] for name in LISTS)


def test_anybody_may_read_the_accessibility_statement(app: Flask) -> None:
    answer = app.test_client().get("/accessibility")

    assert answer.status_code == 200
    assert "Accessibility statement" in answer.text


def test_who_is_not_signed_in_is_sent_to_sign_in(app: Flask) -> None:
    assert app.test_client().get("/").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("part", "pages"),
    [
        ("member", []),
        ("auditor", ["/people/trail"]),
        ("administrator", ["/people/trail", "/messages"]),
    ],
)
def test_help_leads_only_to_pages_that_open(app: Flask, part: str, pages: list[str]) -> None:
    with app.app_context():
        staff = make_staff()
    client = signed_in(app, staff[part])

    text = client.get("/help").text
    links = re.findall(r'<li><a class="govuk-link" href="([^"]+)"', text)

    assert links == ["/assessments/who-can-do-what", "/your-account", *pages]
    assert {client.get(link).status_code for link in links} == {200}
