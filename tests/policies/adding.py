"""Policies for the tests of pages, and what a list shows of them."""

import re
from collections.abc import Sequence

from flask import Flask
from flask.testing import FlaskClient

from eia.db import transaction
from eia.people.models import Organisation, Person
from eia.policies.commands.policies import add_policy
from tests.support.assessments import Made, start
from tests.support.staff import Staff, acting


def make_policies(app: Flask, staff: Staff, titles: Sequence[str], *, shared_with: Sequence[Staff] = ()) -> list[str]:
    """Policies with these titles, each with a number of its own; their addresses."""
    with app.app_context(), transaction() as session:
        others = [session.get_one(Organisation, one.organisation_id) for one in shared_with]
        person, by = session.get_one(Person, staff["owner"]), acting(session, staff["owner"])
        made = [
            add_policy(session, number=f"{title}-{n}", title=title, owner=person, shared_with=others, by=by)
            for n, title in enumerate(titles)
        ]
        return [f"/policies/{policy.id}" for policy in made]


def begin(app: Flask, *staff: Staff, title: str = "Move of the front desk") -> Made:
    """An assessment in draft, about a new policy of these organisations."""
    with app.app_context():
        return start(staff, title=title)


def added(client: FlaskClient, owner_id: int, **answers: object) -> str:
    """The address of the policy that was added."""
    answer = client.post("/policies/new", data={"number": "P1", "title": "Dress code", "owner": owner_id} | answers)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def seen_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(f"{address}/change").text)
    assert found
    return found[1]


def titles(text: str) -> list[str]:
    return re.findall(r'href="/policies/\d+">([^<]+)</a>', text)
