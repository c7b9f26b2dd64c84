"""Appointments, deputies and accounts, asked for as an administrator does it: by posting to the pages."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.db import db
from eia.people.contracts import OPEN_WORK, QUEUE, Work
from eia.people.models import Appointment, Deputy, Person, ResetLink
from eia.people.offices import Office
from eia.people.queries import Standings, holders, standings_of
from eia.people.reset_links import made_when_posted
from tests.people.factories import PASSWORD, make_people, signed_in, visitor

STAFF = {
    "First": (Office.ADMINISTRATOR,),
    "Second": (Office.ADMINISTRATOR,),
    "Approver": (Office.APPROVER,),
    "Owner": (Office.POLICY_OWNER,),
    "Auditor": (Office.AUDITOR,),
    "Nobody": (),
}
People = dict[str, tuple[int, str]]


@pytest.fixture
def staff(app: Flask, code: str) -> People:
    return make_people(app, code, STAFF)


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def today(plus: int = 0) -> date:
    return clock.today() + timedelta(days=plus)


def propose(app: Flask, by: str, person_id: int, office: Office, first: date | None = None) -> Any:
    data = {"office": office.value} | days("from_day", first or today())
    return signed_in(app, by).post(f"/people/{person_id}/appointments/new", data=data)


def waiting(app: Flask, person_id: int) -> int:
    with app.app_context():
        query = select(Appointment.id).where(Appointment.person_id == person_id, Appointment.in_force.is_(False))
        return db.session.scalars(query.order_by(Appointment.id.desc())).first() or 0


def standings(app: Flask, person_id: int, day: date | None = None) -> Standings:
    with app.app_context():
        return standings_of(db.session(), db.session.get_one(Person, person_id), day)


def sentences(app: Flask, code: str) -> list[str]:
    with app.app_context():
        found = entries(db.session(), f"organisation:{code}")
        return [entry.payload.body["sentence"] for entry in found if entry.payload and entry.payload.body]


def test_an_office_that_does_not_sign_needs_one_administrator(app: Flask, staff: People, code: str) -> None:
    answer = propose(app, staff["First"][1], staff["Nobody"][0], Office.HR_LEAD)
    assert answer.status_code == 303
    assert standings(app, staff["Nobody"][0]).holds(Office.HR_LEAD)
    assert sentences(app, code)[0].startswith("Nobody was appointed HR lead, from ")


@pytest.mark.parametrize("office", [Office.ADVISER, Office.APPROVER, Office.ADMINISTRATOR])
def test_a_second_administrator_must_agree(app: Flask, staff: People, code: str, office: Office) -> None:
    person_id = staff["Nobody"][0]
    propose(app, staff["First"][1], person_id, office)
    number = waiting(app, person_id)
    assert signed_in(app, staff["First"][1]).post(f"/people/appointments/{number}/agree").status_code == 403
    assert not standings(app, person_id).holds(office)
    assert signed_in(app, staff["Second"][1]).post(f"/people/appointments/{number}/agree").status_code == 303
    assert standings(app, person_id).holds(office)
    assert "with a second administrator’s agreement" in sentences(app, code)[0]


def test_a_declined_proposal_cannot_be_agreed_to_later(app: Flask, staff: People) -> None:
    person_id = staff["Nobody"][0]
    propose(app, staff["First"][1], person_id, Office.APPROVER)
    number, second = waiting(app, person_id), signed_in(app, staff["Second"][1])
    assert second.post(f"/people/appointments/{number}/decline").status_code == 303
    assert "Declined" in second.get(f"/people/{person_id}").text
    assert second.post(f"/people/appointments/{number}/agree").status_code == 409
    assert not standings(app, person_id).holds(Office.APPROVER)


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


def deputise(app: Flask, by: str, path: str, deputy: int, **given: Any) -> Any:
    first, last = given.get("first", today()), given.get("last", today(10))
    data = {"deputy": deputy, "office": "approver", "reason": "On leave."}
    return signed_in(app, by).post(path, data=data | days("from_day", first) | days("until_day", last))


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


def test_closing_an_account_ends_everything_and_lists_open_work(app: Flask, staff: People) -> None:
    person_id, email = staff["Approver"]
    app.extensions.setdefault(OPEN_WORK, []).append(one_piece_of_work)
    try:
        deputise(app, email, "/your-account/deputies/new", staff["Nobody"][0])
        theirs, client = signed_in(app, email), signed_in(app, staff["First"][1])
        assert "Sign off the dress code" in client.get(f"/people/{person_id}/close").text
        assert client.post(f"/people/{person_id}/close", data={"note": "Left."}).status_code == 303
    finally:
        app.extensions[OPEN_WORK].remove(one_piece_of_work)
    assert theirs.get("/your-account").status_code == 303
    assert not standings(app, person_id).held
    assert not standings(app, staff["Nobody"][0]).held
    assert client.post(f"/people/{person_id}/open").status_code == 303
    assert not standings(app, person_id).held


def one_piece_of_work(session: Session, person_id: int) -> list[Work]:
    return [Work("Sign off the dress code", "people.your_account")]


def test_nobody_closes_their_own_account(app: Flask, staff: People) -> None:
    answer = signed_in(app, staff["First"][1]).post(f"/people/{staff['First'][0]}/close", data={"note": "Bye."})
    assert "Another administrator" in answer.text


class Outbox:
    """Stands where the floor above registers `queue_notice`."""

    def __init__(self) -> None:
        self.values: Mapping[str, Any] = {}

    def __call__(self, session: Session, **notice: Any) -> None:
        self.values, self.notice = notice["values"], notice


@pytest.fixture
def outbox(app: Flask) -> Any:
    usual, outbox = app.extensions.get(QUEUE), Outbox()
    app.extensions[QUEUE] = outbox
    yield outbox
    app.extensions[QUEUE] = usual


def reset_path(app: Flask, outbox: Outbox) -> str:
    with app.app_context():
        return made_when_posted(outbox)["path"]


def test_a_reset_link_works_once_and_is_kept_hashed(app: Flask, staff: People, outbox: Outbox) -> None:
    person_id, email = staff["Owner"]
    theirs = signed_in(app, email)
    answer = signed_in(app, staff["First"][1]).post(f"/people/{person_id}/link", follow_redirects=True)
    path = reset_path(app, outbox)
    token = path.rpartition("/")[2]
    assert token not in answer.text
    assert token not in str(outbox.notice)
    with app.app_context():
        link = db.session.scalars(select(ResetLink).where(ResetLink.person_id == person_id)).one()
        assert token not in (link.token_digest, link.nonce)
    new = {"new_password": "another four quiet words", "again": "another four quiet words"}
    client = visitor(app, email)
    assert client.get(path).status_code == client.get(path).status_code == 200
    assert client.post(path, data=new).status_code == 303
    assert "no longer works" in client.post(path, data=new).text
    assert theirs.get("/your-account").status_code == 303
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 200
    assert client.post("/sign-in", data={"email": email, "password": new["again"]}).status_code == 303


def test_a_newer_reset_link_closes_the_older(app: Flask, staff: People, outbox: Outbox) -> None:
    client = signed_in(app, staff["First"][1])
    paths = []
    for _ in range(2):
        client.post(f"/people/{staff['Owner'][0]}/link")
        paths.append(reset_path(app, outbox))
    assert "no longer works" in client.get(paths[0]).text
    assert "no longer works" not in client.get(paths[1]).text


def test_a_new_person_is_listed_and_gets_a_link(app: Flask, staff: People, outbox: Outbox, code: str) -> None:
    client = signed_in(app, staff["First"][1])
    data = {"name": "Zoë Ångström", "email": f"zoe.{code}@example.org"}
    assert client.post("/people/new", data=data).status_code == 303
    assert outbox.values["reset_link"]
    assert "Zoë Ångström" in client.get("/people?search=angstrom").text
    assert "already has this email" in client.post("/people/new", data=data).text
    assert sentences(app, code)[:2] == ["A link to set a password was sent to Zoë Ångström", "Zoë Ångström was added"]


def test_the_list_turns_over_every_fifty_people(app: Flask, code: str) -> None:
    people = {f"P{number:03}": () for number in range(103)} | {"Adm": (Office.ADMINISTRATOR,)}
    made = make_people(app, code, people)
    client, path, seen = signed_in(app, made["Adm"][1]), "/people", []
    for _ in range(3):
        page = client.get(path).text
        seen += re.findall(r'href="/people/\d+">([^<]+)</a>', page)
        following = re.search(r'href="(/people\?after=\d+)"', page)
        path = following.group(1) if following else ""
    assert seen == ["Adm"] + [f"P{number:03}" for number in range(103)]
    assert path == ""
