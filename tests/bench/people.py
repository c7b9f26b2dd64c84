"""An organisation for the bench: three people with passwords, and policies enough to begin with."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from eia.db import transaction
from eia.people.commands.signing_in import set_password
from eia.people.models import Person
from eia.people.passwords import hash_password
from tests.support.assessments import add_policy
from tests.support.staff import Staff, make_staff

PASSWORD = "three random words"


@dataclass
class Cast:
    staff: Staff
    emails: tuple[str, ...]
    policies: list[int]


def cast(app: Flask, policies: int) -> Cast:
    hashed = hash_password(PASSWORD)
    with app.app_context():
        staff = make_staff("The Constabulary")
        with transaction() as session:
            emails = []
            for part in ("owner", "adviser", "approver"):
                person = session.scalars(select(Person).where(Person.id == staff[part])).one()
                set_password(session, person, hashed)
                emails.append(person.email)
            made = [add_policy(session, (staff,), f"Policy {number}").id for number in range(policies)]
        return Cast(staff, tuple(emails), made)
