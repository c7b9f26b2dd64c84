"""Who heads a unit: appointed and ended by an administrator, listed when their account closes."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from eia.db import db, transaction
from eia.people.models import Person, Unit, UnitHead
from eia.people.offices import Office
from eia.people.queries import heads_of
from tests.people.factories import make_people, signed_in
from tests.people.staff import People, days, sentences, today


@pytest.fixture
def unit(app: Flask, staff: People) -> int:
    """The owner and the approver belong to it."""
    signed_in(app, staff["First"][1]).post("/people/units", data={"name": "Estates"})
    with app.app_context(), transaction() as session:
        number = session.scalars(select(Unit.id).order_by(Unit.id.desc())).first() or 0
        for name in ("Owner", "Approver"):
            session.get_one(Person, staff[name][0]).unit_id = number
        return number


def appoint(app: Flask, staff: People, unit: int, name: str, first: int = 0, last: int | None = None) -> str:
    """What the page answers; nothing when it went on."""
    data = {"person": str(staff[name][0])} | days("from_day", today(first))
    data |= days("until_day", today(last)) if last is not None else {}
    answer = signed_in(app, staff["First"][1]).post(f"/people/units/{unit}/heads/new", data=data)
    return "" if answer.status_code == 303 else str(answer.text)


def heads(app: Flask, staff: People, day: int = 0) -> dict[int, int]:
    with app.app_context():
        return heads_of(db.session(), [staff["Owner"][0], staff["Approver"][0]], today(day))


def test_one_administrator_appoints_a_head_for_days_that_nobody_else_has(
    app: Flask, staff: People, unit: int, code: str
) -> None:
    owner, approver = staff["Owner"][0], staff["Approver"][0]
    assert appoint(app, staff, unit, "Approver", 0, 9) == ""
    assert sentences(app, code)[0].startswith("Approver heads the unit Estates, from ")
    assert heads(app, staff) == {owner: approver}, "nobody is their own head"
    assert "Approver heads this unit" in appoint(app, staff, unit, "Nobody", 5)
    assert "must be today or later" in appoint(app, staff, unit, "Nobody", -1)
    assert "must not be before" in appoint(app, staff, unit, "Nobody", 30, 20)
    assert appoint(app, staff, unit, "Nobody", 10) == ""
    nobody = staff["Nobody"][0]
    assert heads(app, staff, 10) == {owner: nobody, approver: nobody}
    page = signed_in(app, staff["First"][1]).get(f"/people/units/{unit}").text
    assert "Begins later" in page
    assert "Estates</a>, headed by Approver<" in signed_in(app, staff["First"][1]).get("/people/units").text


def test_a_head_is_ended_once_and_goes_with_their_account(app: Flask, staff: People, unit: int, code: str) -> None:
    client, nobody = signed_in(app, staff["First"][1]), staff["Nobody"][0]
    appoint(app, staff, unit, "Approver")
    with app.app_context():
        head = db.session.scalars(select(UnitHead.id).order_by(UnitHead.id.desc())).first()
    assert client.post(f"/people/units/heads/{head}/end").status_code == 303
    assert client.post(f"/people/units/heads/{head}/end").status_code == 409
    assert heads(app, staff) == {}
    assert appoint(app, staff, unit, "Nobody") == ""
    assert "Heads the unit Estates" in client.get(f"/people/{nobody}/close").text
    client.post(f"/people/{nobody}/close", data={"note": "Left."})
    assert heads(app, staff) == {}
    assert "Nobody no longer heads the unit Estates" in sentences(app, code)[1]


def test_only_administrators_of_the_organisation_choose_heads(app: Flask, staff: People, unit: int, code: str) -> None:
    appoint(app, staff, unit, "Approver")
    assert signed_in(app, staff["Owner"][1]).get(f"/people/units/{unit}/heads/new").status_code == 403
    other = make_people(app, f"{code}X", {"Other": (Office.ADMINISTRATOR,)})["Other"]
    assert signed_in(app, other[1]).get(f"/people/units/{unit}/heads/new").status_code == 404
    strangers = staff | {"Other": other}
    assert "There is a problem" in appoint(app, strangers, unit, "Other", 30)
    says = "stays as appointed|ever deleted|permission denied"
    for change in (f"UPDATE unit_head SET person_id = {staff['Nobody'][0]}", "DELETE FROM unit_head"):
        with app.app_context(), pytest.raises(DBAPIError, match=says), transaction() as session:
            session.execute(text(change))
