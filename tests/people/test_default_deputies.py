"""The default deputy of an office stands in for a holder who is away and named nobody."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eia.db import db, transaction
from eia.people.models import DefaultDeputy, Person
from eia.people.offices import Office
from eia.people.queries import standings_of
from tests.people.factories import make_people, signed_in
from tests.people.staff import STAFF, People, days, newest, sentences, today

PAGE = "/people/default-deputies"


@pytest.fixture
def staff(app: Flask, code: str) -> People:
    return make_people(app, code, STAFF | {"Stand-in": (), "Named": ()})


def acts_for(app: Flask, staff: People, name: str) -> list[str]:
    with app.app_context():
        held = standings_of(db.session(), db.session.get_one(Person, staff[name][0])).held
        return [s.principal_name for s in held if s.office is Office.APPROVER and s.principal_id]


def away(app: Flask, staff: People, until: int = 5) -> int:
    sent = days("from_day", today()) | days("until_day", today(until))
    return int(signed_in(app, staff["Approver"][1]).post("/your-account/leave/new", data=sent).status_code)


def test_a_default_deputy_of_an_office_that_signs_is_agreed_and_stands_in(app: Flask, staff: People, code: str) -> None:
    first, second = (signed_in(app, staff[name][1]) for name in ("First", "Second"))
    chosen = {"deputy": staff["Stand-in"][0]}
    assert first.post(f"{PAGE}/approver/new", data=chosen).status_code == 303
    assert "another administrator must agree" in first.get(PAGE).text
    assert "as default deputy of Approver" in second.get("/").text
    assert away(app, staff) == 303
    assert acts_for(app, staff, "Stand-in") == [], "nobody agreed yet"
    assert second.post(f"{PAGE}/{newest(app, DefaultDeputy)}/agree").status_code == 303
    assert acts_for(app, staff, "Stand-in") == ["Approver"], "they stand in for who is away already"
    assert "may act for Approver as Approver" in sentences(app, code)[0]
    account = signed_in(app, staff["Approver"][1])
    leave = account.get("/your-account").text.partition("/your-account/leave/")[2].partition("/end")[0]
    account.post(f"/your-account/leave/{leave}/end")
    assert acts_for(app, staff, "Stand-in") == [], "they are back"
    assert "Stand-in acts as approver" in account.get("/your-account/leave/new").text
    assert first.post(f"{PAGE}/{newest(app, DefaultDeputy)}/end").status_code == 303
    assert away(app, staff) == 303
    assert acts_for(app, staff, "Stand-in") == [], "the office has none any more"


def test_whoever_named_somebody_is_not_stood_in_for(app: Flask, staff: People) -> None:
    first, second = (signed_in(app, staff[name][1]) for name in ("First", "Second"))
    first.post(f"{PAGE}/approver/new", data={"deputy": staff["Stand-in"][0]})
    second.post(f"{PAGE}/{newest(app, DefaultDeputy)}/agree")
    named = days("from_day", today()) | days("until_day", today(5))
    named |= {"deputy": str(staff["Named"][0]), "office": "approver", "reason": "Away"}
    assert signed_in(app, staff["Approver"][1]).post("/your-account/deputies/new", data=named).status_code == 303
    assert away(app, staff) == 303
    assert (acts_for(app, staff, "Named"), acts_for(app, staff, "Stand-in")) == (["Approver"], [])


def test_no_administrator_stands_in_and_one_alone_does_not_decide(app: Flask, staff: People) -> None:
    first = signed_in(app, staff["First"][1])
    assert first.post(f"{PAGE}/approver/new", data={"deputy": staff["Second"][0]}).status_code == 200, "not offered"
    assert first.get(f"{PAGE}/administrator/new").status_code == 404
    first.post(f"{PAGE}/approver/new", data={"deputy": staff["Stand-in"][0]})
    row = newest(app, DefaultDeputy)
    says = r"a second administrator must agree to this default deputy|permission denied"
    with app.app_context(), pytest.raises(DBAPIError, match=says), transaction() as session:
        session.execute(text(f"UPDATE default_deputy SET in_force = true WHERE id = {row}"))
    says = r"stays as proposed|permission denied"
    with app.app_context(), pytest.raises(DBAPIError, match=says), transaction() as session:
        session.execute(text(f"UPDATE default_deputy SET deputy_id = {staff['Named'][0]} WHERE id = {row}"))
    assert first.post(f"{PAGE}/policy_owner/new", data={"deputy": staff["Stand-in"][0]}).status_code == 303
    assert "since" in first.get(PAGE).text, "an office that signs nothing needs one administrator"
