"""The one-click list: only in a database made by `eia demo`, only on this very machine, and never by accident."""

from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from eia.db import db, transaction
from eia.errors import Refused
from eia.people.demo import make_demonstration
from eia.people.models import Demonstration, Identity, Organisation, Person
from eia.people.offices import Office
from eia.people.queries import holders
from tests.people.factories import make_people
from tests.support import databases

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}
ELSEWHERE = [
    {"REMOTE_ADDR": "192.0.2.1"},
    {"HTTP_HOST": "eia.example.org"},
    {"HTTP_HOST": "127.0.0.1.example.org"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
]


@pytest.fixture(scope="session")
def demonstration(engine_name: str, folder: object) -> Flask:
    made = databases.make_app(databases.new_database(engine_name, folder))  # type: ignore[arg-type]
    with made.app_context(), transaction() as session:
        make_demonstration(session)
    return made


def sign_in_as(app: Flask, environ: Mapping[str, str], person: int = 1) -> int:
    answer = app.test_client().post("/sign-in/demonstration", data={"person": person}, environ_overrides=environ)
    return answer.status_code


def test_one_click_signs_in_on_a_demonstration_on_this_machine(demonstration: Flask) -> None:
    client = demonstration.test_client()
    assert "Sign in as" in client.get("/sign-in", environ_overrides=HERE).text
    assert client.post("/sign-in/demonstration", data={"person": 1}, environ_overrides=HERE).status_code == 303
    assert client.get("/your-account").status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost"])
def test_every_name_of_this_machine_will_do(demonstration: Flask, host: str) -> None:
    assert sign_in_as(demonstration, HERE | {"HTTP_HOST": host}) == 303


@pytest.mark.parametrize("there", ELSEWHERE, ids=str)
def test_one_click_does_not_exist_elsewhere(demonstration: Flask, there: dict[str, str]) -> None:
    assert sign_in_as(demonstration, HERE | there) == 404
    page = demonstration.test_client().get("/sign-in", environ_overrides=HERE | there).text
    assert "Sign in as" not in page
    assert "Demonstration." in page


def test_one_click_does_not_exist_without_the_mark(app: Flask, code: str) -> None:
    person_id, _ = make_people(app, code, {"One": ()})["One"]
    assert sign_in_as(app, HERE, person_id) == 404
    assert "Sign in as" not in app.test_client().get("/sign-in", environ_overrides=HERE).text


def test_nobody_unknown_is_signed_in(demonstration: Flask) -> None:
    assert sign_in_as(demonstration, HERE, 99_999) == 404


def test_the_banner_stands_on_every_page(demonstration: Flask) -> None:
    client = demonstration.test_client()
    client.post("/sign-in/demonstration", data={"person": 1}, environ_overrides=HERE)
    assert "Demonstration." in client.get("/your-account").text


def test_every_organisation_has_an_adviser_an_approver_and_two_administrators(demonstration: Flask) -> None:
    with demonstration.app_context():
        session = db.session()
        for organisation in session.scalars(select(Organisation)):
            counts = [len(holders(session, o, [organisation.id])) for o in (Office.ADVISER, Office.APPROVER)]
            assert min(counts) >= 1, organisation.code
            assert len(holders(session, Office.ADMINISTRATOR, [organisation.id])) == 2
        assert session.scalar(select(func.count()).select_from(Organisation)) == 6


def test_nobody_in_it_has_a_password(demonstration: Flask) -> None:
    with demonstration.app_context():
        assert db.session.scalar(select(func.count()).select_from(Identity)) == 0


def test_a_database_with_something_in_it_is_refused(demonstration: Flask) -> None:
    with demonstration.app_context(), pytest.raises(Refused, match="empty database"), transaction() as session:
        make_demonstration(session)


def test_the_mark_cannot_be_removed(demonstration: Flask) -> None:
    with demonstration.app_context():
        for sql in ("DELETE FROM demonstration", "UPDATE demonstration SET id = 2"):
            with pytest.raises(DBAPIError), transaction() as session:
                session.execute(text(sql))
        assert db.session.scalar(select(func.count()).select_from(Demonstration)) == 1
        assert db.session.scalar(select(func.count()).select_from(Person)) == 40
