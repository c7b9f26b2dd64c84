"""Who signs, and in which order: one administrator proposes it on the pages, a second agrees."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from eia.db import db
from eia.people.models import Organisation, Route
from eia.people.offices import Office
from eia.people.queries import routes_of
from eia.people.routes import Level, Stages
from tests.people.factories import make_people, signed_in
from tests.people.staff import STAFF, People, days, newest, sentences, today

FIRST = {"first": ["head_of_department"], "must_fix": "over"}
ORDER: Stages = ((Office.HEAD,), (Office.APPROVER,))


@pytest.fixture
def staff(app: Flask, code: str) -> People:
    return make_people(app, code, STAFF | {"Head": (Office.HEAD,)})


def holds(app: Flask, code: str) -> Stages:
    with app.app_context():
        here = db.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()
        return routes_of(db.session(), [here], Level.FULL).get(here, ())


def propose(client: FlaskClient, in_days: int = 0, **fields: Any) -> Any:
    data = FIRST | days("from_day", today(in_days)) | fields
    return client.post("/people/routes/full/new", data=data)


def test_a_route_holds_once_a_second_administrator_has_agreed(app: Flask, staff: People, code: str) -> None:
    first, second = (signed_in(app, staff[name][1]) for name in ("First", "Second"))
    assert "One signature: an approver." in first.get("/people/routes").text
    assert propose(first).status_code == 303
    assert "another administrator must agree" in first.get("/people/routes").text
    assert "waits for a second administrator already" in propose(first).text
    assert "Who signs: Full assessment" in second.get("/").text
    assert holds(app, code) == ()
    assert second.post(f"/people/routes/{newest(app, Route)}/agree").status_code == 303
    assert holds(app, code) == ORDER
    assert "Since" in first.get("/people/routes").text
    assert sentences(app, code)[0].startswith("Full assessment: signed by head of department, then approver, from ")
    assert "That is how it is signed today" in propose(first).text
    assert "may sign over open comments" in first.get("/people/routes").text.partition(">Screened out<")[2]
    assert propose(first, first=[], must_fix="").status_code == 200, "nobody chooses for them"
    assert propose(first, first=[], must_fix="stops").status_code == 303
    second.post(f"/people/routes/{newest(app, Route)}/agree")
    assert holds(app, code) == ()
    assert sentences(app, code)[0].startswith("Full assessment: signed by approver, never over what must be fixed, ")
    assert "Open comments marked as “must fix” stop the signature." in first.get("/people/routes").text
    assert "That is how it is signed today" in propose(first, first=[], must_fix="stops").text
    assert propose(first, first=[]).status_code == 303, "the setting alone can be changed"


def test_a_proposal_that_is_declined_and_one_that_begins_later_hold_nothing_today(
    app: Flask, staff: People, code: str
) -> None:
    first, second = (signed_in(app, staff[name][1]) for name in ("First", "Second"))
    propose(first)
    second.post(f"/people/routes/{newest(app, Route)}/decline")
    assert sentences(app, code)[0].endswith("was declined")
    propose(first, 9)
    second.post(f"/people/routes/{newest(app, Route)}/agree")
    assert "Begins later" in first.get("/people/routes").text
    assert holds(app, code) == ()


def test_a_route_nobody_could_sign_is_not_proposed(app: Flask, staff: People) -> None:
    client = signed_in(app, staff["First"][1])
    assert "Nobody is equality adviser today" in propose(client, second=["equality_adviser"]).text
    assert "fewer approvers today than this route asks for" in propose(client, second=["approver"]).text
    assert "The first day must be today or later" in propose(client, -1).text
    assert client.get("/people/routes/nothing/new").status_code == 404


def test_only_an_administrator_of_the_organisation_sees_its_routes(app: Flask, staff: People, code: str) -> None:
    propose(signed_in(app, staff["First"][1]))
    for path in ("/people/routes", "/people/routes/full/new"):
        assert signed_in(app, staff["Approver"][1]).get(path).status_code == 403
