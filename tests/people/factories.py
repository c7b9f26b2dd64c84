"""People for the tests of this flat, and how they sign in."""

import hashlib
from collections.abc import Mapping
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.db import transaction
from eia.people.commands.people import add_organisation, add_person
from eia.people.commands.signing_in import set_password
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.passwords import hash_password
from eia.people.sessions import begin

PASSWORD = "three random words"


@cache
def hashed() -> str:
    return hash_password(PASSWORD)


def make_organisation(session: Session, code: str) -> Organisation:
    return add_organisation(session, code=code, name=f"Organisation {code}", head=f"the head of {code}")


def make_person(session: Session, organisation: Organisation, name: str, *offices: Office) -> Person:
    email = f"{name}.{organisation.code}@example.org".replace(" ", ".")
    person = add_person(session, organisation=organisation, name=name, email=email, offices=offices)
    set_password(session, person, hashed())
    return person


def make_people(app: Flask, code: str, people: Mapping[str, tuple[Office, ...]]) -> dict[str, tuple[int, str]]:
    """People of a new organisation: by name their number and their address.

    Administrators come last: once there are two, the database lets nobody but them appoint to an office that signs.
    """
    ordered = sorted(people.items(), key=lambda named: Office.ADMINISTRATOR in named[1])
    with app.app_context(), transaction() as session:
        organisation = make_organisation(session, code)
        made = {name: make_person(session, organisation, name, *offices) for name, offices in ordered}
        return {name: (person.id, person.email) for name, person in made.items()}


def visitor(app: Flask, email: str) -> FlaskClient:
    """A browser at a network address of its own test: tries are counted by address."""
    client = app.test_client()
    parts = hashlib.sha256(email.rpartition(".org")[0].encode()).digest()[:3]
    client.environ_base["REMOTE_ADDR"] = "10." + ".".join(str(part) for part in parts)
    return client


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A browser with an open session, without the time a password takes."""
    client = visitor(app, email)
    with app.app_context(), transaction() as session:
        person_id = session.scalars(select(Person.id).where(Person.email == email)).one()
        token = begin(session, person_id, browser="Firefox on Windows")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


def signed_in_with_password(app: Flask, email: str) -> FlaskClient:
    client = visitor(app, email)
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def one(app: Flask, code: str, *offices: Office) -> tuple[int, str]:
    return make_people(app, code, {"Owner": offices})["Owner"]


def a_try(client: FlaskClient, email: str, password: str = "wrong") -> str:  # noqa: S107
    return client.post("/sign-in", data={"email": email, "password": password}).text
