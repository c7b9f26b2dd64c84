"""Appointments and deputies, asked for as an administrator does it: by posting to the pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from eia.db import db
from eia.people.models import Appointment, Deputy, Leave, Person
from eia.people.offices import Office
from eia.people.queries import holders
from tests.people.factories import make_people, signed_in
from tests.people.staff import STAFF, People, days, deputise, propose, sentences, standings, today, waiting


def test_an_office_that_does_not_sign_needs_one_administrator(app: Flask, staff: People, code: str) -> None:
    answer = propose(app, staff["First"][1], staff["Nobody"][0], Office.HR_LEAD)
    assert answer.status_code == 303
    assert standings(app, staff["Nobody"][0]).holds(Office.HR_LEAD)
    assert sentences(app, code)[0].startswith("Nobody was appointed HR lead, from ")


@pytest.mark.parametrize("office", [Office.ADVISER, Office.APPROVER, Office.ADMINISTRATOR])
@pytest.mark.first_on("postgresql", because="a case more sends nothing else")
def test_a_second_administrator_must_agree(app: Flask, staff: People, code: str, office: Office) -> None:
    person_id = staff["Nobody"][0]
    propose(app, staff["First"][1], person_id, office)
    number = waiting(app, person_id)
    assert signed_in(app, staff["First"][1]).post(f"/people/appointments/{number}/agree").status_code == 403
    assert not standings(app, person_id).holds(office)
    assert signed_in(app, staff["Second"][1]).post(f"/people/appointments/{number}/agree").status_code == 303
    assert standings(app, person_id).holds(office)
    assert "with a second administrator’s agreement" in sentences(app, code)[0]


def test_a_declined_proposal_is_shown_as_declined(app: Flask, staff: People) -> None:
    person_id = staff["Nobody"][0]
    propose(app, staff["First"][1], person_id, Office.APPROVER)
    number, second = waiting(app, person_id), signed_in(app, staff["Second"][1])
    assert second.post(f"/people/appointments/{number}/decline").status_code == 303
    assert "Declined" in second.get(f"/people/{person_id}").text


def test_an_administrator_is_not_made_to_sign(app: Flask, staff: People) -> None:
    answer = propose(app, staff["First"][1], staff["Second"][0], Office.APPROVER)
    assert "an administrator signs nothing" in answer.text


def test_who_signs_is_not_made_an_administrator(app: Flask, staff: People) -> None:
    answer = propose(app, staff["First"][1], staff["Approver"][0], Office.ADMINISTRATOR)
    assert "an administrator signs nothing" in answer.text


def test_two_proposals_that_exclude_each_other_are_not_both_agreed_to(app: Flask, staff: People) -> None:
    propose(app, staff["First"][1], staff["Nobody"][0], Office.APPROVER)
    answer = propose(app, staff["First"][1], staff["Nobody"][0], Office.ADMINISTRATOR)
    assert "an administrator signs nothing" in answer.text


def test_an_office_may_be_taken_up_after_the_other_has_ended(app: Flask, staff: People) -> None:
    with app.app_context():
        number = db.session.scalars(select(Appointment.id).where(Appointment.person_id == staff["Approver"][0])).one()
    data = {"when": "later"} | days("last_day", today(3))
    assert signed_in(app, staff["First"][1]).post(f"/people/appointments/{number}/end", data=data).status_code == 303
    assert propose(app, staff["First"][1], staff["Approver"][0], Office.ADMINISTRATOR, today(3)).status_code == 200
    assert propose(app, staff["First"][1], staff["Approver"][0], Office.ADMINISTRATOR, today(4)).status_code == 303


def test_an_appointment_ended_now_ends_now(app: Flask, staff: People) -> None:
    with app.app_context():
        number = db.session.scalars(select(Appointment.id).where(Appointment.person_id == staff["Approver"][0])).one()
    signed_in(app, staff["First"][1]).post(f"/people/appointments/{number}/end", data={"when": "now"})
    assert not standings(app, staff["Approver"][0]).holds(Office.APPROVER)


def test_the_last_administrator_stays(app: Flask, staff: People) -> None:
    with app.app_context():
        query = select(Appointment).where(Appointment.person_id.in_([staff["First"][0], staff["Second"][0]]))
        numbers = {a.person_id: a.id for a in db.session.scalars(query)}
    client = signed_in(app, staff["First"][1])
    for name, says in (("Second", 303), ("First", 200)):
        answer = client.post(f"/people/appointments/{numbers[staff[name][0]]}/end", data={"when": "now"})
        assert answer.status_code == says
    assert "only administrator" in answer.text


def test_an_appointment_begins_today_or_later(app: Flask, staff: People) -> None:
    answer = propose(app, staff["First"][1], staff["Nobody"][0], Office.HR_LEAD, today(-1))
    assert "today or later" in answer.text


def test_nobody_but_an_administrator_sees_the_pages(app: Flask, staff: People) -> None:
    client = signed_in(app, staff["Owner"][1])
    for path in ("/people", "/people/new", f"/people/{staff['Nobody'][0]}", "/people/999999", "/people/units"):
        assert client.get(path).status_code == 403, path
    assert client.get("/people/trail").status_code == 403
    assert signed_in(app, staff["Auditor"][1]).get("/people/trail").status_code == 200


def test_an_administrator_of_another_organisation_finds_nothing(app: Flask, staff: People, code: str) -> None:
    other = signed_in(app, make_people(app, f"{code}X", STAFF)["First"][1])
    person_id = staff["Nobody"][0]
    propose(app, staff["First"][1], person_id, Office.APPROVER)
    number = waiting(app, person_id)
    for path in (f"/people/{person_id}", f"/people/{person_id}/close", f"/people/appointments/{number}/end"):
        assert other.get(path).status_code == 404, path
    for path in (
        f"/people/{person_id}/appointments/new",
        f"/people/{person_id}/link",
        f"/people/{person_id}/sessions/end",
        f"/people/{person_id}/open",
        f"/people/appointments/{number}/agree",
        f"/people/appointments/{number}/decline",
    ):
        assert other.post(path).status_code == 404, path


def test_a_deputy_acts_from_the_first_day_until_the_last(app: Flask, staff: People) -> None:
    answer = deputise(
        app, staff["Approver"][1], "/your-account/deputies/new", staff["Nobody"][0], first=today(2), last=today(4)
    )
    assert answer.status_code == 303
    held = [standings(app, staff["Nobody"][0], today(plus)).holds(Office.APPROVER) for plus in range(1, 6)]
    assert held == [False, True, True, True, False]
    standing = standings(app, staff["Nobody"][0], today(3)).standing(Office.APPROVER)
    assert standing is not None
    assert standing.principal_name == "Approver"


def test_a_deputy_acts_only_while_the_principal_holds_the_office(app: Flask, staff: People) -> None:
    deputise(app, staff["Approver"][1], "/your-account/deputies/new", staff["Nobody"][0])
    with app.app_context():
        number = db.session.scalars(select(Appointment.id).where(Appointment.person_id == staff["Approver"][0])).one()
    signed_in(app, staff["First"][1]).post(f"/people/appointments/{number}/end", data={"when": "now"})
    assert not standings(app, staff["Nobody"][0]).holds(Office.APPROVER)
    with app.app_context():
        organisation = db.session.get_one(Person, staff["Nobody"][0]).organisation_id
        assert holders(db.session(), Office.APPROVER, [organisation]) == []


def test_a_deputy_in_a_signing_office_recorded_by_an_administrator_waits(app: Flask, staff: People) -> None:
    path = f"/people/{staff['Approver'][0]}/deputies/new"
    assert deputise(app, staff["First"][1], path, staff["Nobody"][0]).status_code == 303
    assert not standings(app, staff["Nobody"][0]).holds(Office.APPROVER)
    with app.app_context():
        number = db.session.scalars(select(Deputy.id).where(Deputy.deputy_id == staff["Nobody"][0])).one()
    assert signed_in(app, staff["First"][1]).post(f"/people/deputies/{number}/agree").status_code == 403
    assert signed_in(app, staff["Nobody"][1]).post(f"/your-account/deputies/{number}/agree").status_code == 403
    assert signed_in(app, staff["Approver"][1]).post(f"/your-account/deputies/{number}/agree").status_code == 303
    assert standings(app, staff["Nobody"][0]).holds(Office.APPROVER)


def test_an_administrator_deputises_for_nobody(app: Flask, staff: People) -> None:
    answer = deputise(app, staff["Approver"][1], "/your-account/deputies/new", staff["First"][0])
    assert answer.status_code == 200
    assert not standings(app, staff["First"][0]).holds(Office.APPROVER)


def test_a_deputy_is_not_made_an_administrator(app: Flask, staff: People) -> None:
    deputise(app, staff["Approver"][1], "/your-account/deputies/new", staff["Nobody"][0])
    answer = propose(app, staff["First"][1], staff["Nobody"][0], Office.ADMINISTRATOR)
    assert "an administrator may not" in answer.text


def test_days_away_are_recorded_and_ended_by_the_person_or_an_administrator(
    app: Flask, staff: People, code: str
) -> None:
    person_id, own = staff["Owner"][0], signed_in(app, staff["Owner"][1])
    theirs, yours = f"/people/{person_id}/leave/new", "/your-account/leave/new"

    def record(client: FlaskClient, path: str, first: int, last: int) -> str:
        sent = days("from_day", today(first)) | days("until_day", today(last))
        return client.post(path, data=sent, follow_redirects=True).text

    assert "not before the first" in record(own, yours, 4, 2)
    assert "At most a year" in record(own, yours, 0, 366)
    assert "at most a month ago" in record(own, yours, -40, 2)
    assert "You are away from" in record(own, yours, 0, 9)
    administrator = signed_in(app, staff["First"][1])
    assert "recorded already" in record(administrator, theirs, 5, 20)
    assert "Away from" in record(administrator, theirs, 10, 20)
    assert own.post(theirs, data=days("from_day", today(30)) | days("until_day", today(31))).status_code == 403
    stranger = signed_in(app, make_people(app, f"{code}Y", STAFF)["First"][1])
    with app.app_context():
        first, second = db.session.scalars(select(Leave.id).where(Leave.person_id == person_id).order_by(Leave.id))
    for client in (stranger, administrator):
        assert client.post(f"/your-account/leave/{first}/end").status_code == 404
    assert stranger.post(f"/people/{person_id}/leave/{first}/end").status_code == 404
    assert own.post(f"/your-account/leave/{first}/end").status_code == 303
    assert administrator.post(f"/people/{person_id}/leave/{second}/end").status_code == 303
    assert own.post(f"/your-account/leave/{first}/end").status_code == 409
    assert "You are away" not in own.get("/your-account").text
    assert [line.partition(" from ")[0] for line in sentences(app, code)[:4]] == [
        "Owner is no longer away", "Owner is no longer away", "Owner is away", "Owner is away",
    ]  # fmt: skip
