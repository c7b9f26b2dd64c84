"""The people of a new organisation: one for each part somebody can play, and how they act.

Every test works in organisations of its own; nobody here has a password (`signed_in` opens a session without one).
"""

import itertools
import os
import string
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from eia import clock
from eia.db import transaction
from eia.people import access, sessions
from eia.people.commands.deputies import record_deputy
from eia.people.commands.people import add_organisation, add_person
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import Standings, standings_of
from tests.support.undoing import lent

OFFICES: dict[str, tuple[Office, ...]] = {
    "owner": (Office.POLICY_OWNER,),
    "second_owner": (Office.POLICY_OWNER,),
    "adviser": (Office.ADVISER,),
    "second_adviser": (Office.ADVISER,),
    "approver": (Office.APPROVER,),
    "second_approver": (Office.APPROVER,),
    "head": (Office.HEAD,),
    "second_head": (Office.HEAD,),
    "deputy": (),
    "hr_lead": (Office.HR_LEAD,),
    "secretary": (Office.SECRETARY,),
    "chair": (Office.CHAIR,),
    "administrator": (Office.ADMINISTRATOR,),
    "auditor": (Office.AUDITOR,),
    "member": (),
}
"""The part somebody plays -> the offices they hold. The deputy acts for the (first) approver."""

_numbers = itertools.count()


@dataclass(frozen=True)
class Staff:
    """One organisation and, by the part they play, the ids of its people."""

    organisation_id: int
    code: str
    people: dict[str, int]

    def __getitem__(self, part: str) -> int:
        return self.people[part]


def make_staff(name: str = "") -> Staff:
    """An organisation nobody else knows, with everybody in `OFFICES`."""
    return lent(lambda: new_staff(name), "staff", name)


def new_staff(name: str = "") -> Staff:
    code = _new_code()
    with transaction() as session:
        organisation = add_organisation(session, code=code, name=name or f"Organisation {code}")
        people = {part: _add(session, organisation, part, offices) for part, offices in OFFICES.items()}
        _let_deputise(session, people["approver"], people["deputy"])
        return Staff(organisation.id, code, {part: person.id for part, person in people.items()})


def appoint_another(staff: Staff, part: str, *offices: Office) -> int:
    """One more person of an organisation that is there already; answers with their id."""
    with transaction() as session:
        return _add(session, session.get_one(Organisation, staff.organisation_id), part, offices).id


def acting(session: Session, person_id: int) -> Standings:
    """What a person may act as today."""
    return standings_of(session, session.get_one(Person, person_id))


def signed_in(app: Flask, person_id: int) -> FlaskClient:
    """A browser in which this person is signed in."""
    with app.app_context(), transaction() as session:
        token = sessions.begin(session, person_id, browser="Firefox on Linux")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[access.TOKEN] = token
    return client


def _add(session: Session, organisation: Organisation, part: str, offices: tuple[Office, ...]) -> Person:
    words = part.replace("_", " ").capitalize()
    email = f"{part}.{organisation.code}@example.org"
    return add_person(
        session, organisation=organisation, name=f"{words}, {organisation.code}", email=email, offices=offices
    )


def _let_deputise(session: Session, principal: Person, deputy: Person) -> None:
    today = clock.today()
    record_deputy(
        session,
        principal=principal,
        deputy=deputy,
        office=Office.APPROVER,
        from_day=today,
        until_day=today + timedelta(days=100),
        reason="On leave",
        by=standings_of(session, principal),
    )


def _new_code() -> str:
    """A code no other test of this run has, on any worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    number, letters = next(_numbers), ""
    for _ in range(4):
        number, rest = divmod(number, 26)
        letters = string.ascii_uppercase[rest] + letters
    return f"W{string.ascii_uppercase[int(worker)]}{letters}"
