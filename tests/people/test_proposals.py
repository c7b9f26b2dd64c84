"""What one administrator proposes and a second agrees to: the same for an appointment, a default deputy and a route."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from eia.db import db
from eia.people.models import Appointment, DefaultDeputy, Proposal, Route
from eia.people.offices import Office
from tests.people.factories import make_people, signed_in
from tests.people.staff import STAFF, People, days, newest, today


@dataclass(frozen=True)
class Proposing:
    kind: type[Appointment] | type[DefaultDeputy] | type[Route]
    form: str
    address: str
    decline: str
    fields: dict[str, Any]


KINDS = {
    "appointment": Proposing(
        Appointment, "/people/{nobody}/appointments/new", "/people/appointments", "decline", {"office": "approver"}
    ),
    "default deputy": Proposing(
        DefaultDeputy, "/people/default-deputies/approver/new", "/people/default-deputies", "end",
        {"deputy": "{nobody}"},
    ),
    "route": Proposing(
        Route, "/people/routes/full/new", "/people/routes", "decline",
        {"first": ["head_of_department"], "must_fix": "over"},
    ),
}  # fmt: skip


@pytest.fixture
def staff(app: Flask, code: str) -> People:
    return make_people(app, code, STAFF | {"Head": (Office.HEAD,)})


def proposed(app: Flask, staff: People, what: Proposing) -> str:
    """Its address."""
    nobody = staff["Nobody"][0]
    fields = {name: str(nobody) if value == "{nobody}" else value for name, value in what.fields.items()}
    data = fields | days("from_day", today())
    assert signed_in(app, staff["First"][1]).post(what.form.format(nobody=nobody), data=data).status_code == 303
    return f"{what.address}/{newest(app, what.kind)}"


def row(app: Flask, what: Proposing) -> Proposal:
    with app.app_context():
        one = db.session.get_one(what.kind, newest(app, what.kind))
        assert isinstance(one, Proposal)
        return one


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.first_on("postgresql", because="a case more sends nothing else")
def test_a_second_administrator_agrees_once_and_the_first_never(app: Flask, staff: People, name: str) -> None:
    what = KINDS[name]
    page = proposed(app, staff, what)
    first, second = (signed_in(app, staff[who][1]) for who in ("First", "Second"))
    assert first.post(f"{page}/agree").status_code == 403
    assert signed_in(app, staff["Approver"][1]).post(f"{page}/agree").status_code == 403
    assert row(app, what).waits
    assert second.post(f"{page}/agree").status_code == 303
    assert (row(app, what).in_force, row(app, what).confirmed_by) == (True, staff["Second"][0])
    assert second.post(f"{page}/agree").status_code == 409


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.first_on("postgresql", because="a case more sends nothing else")
def test_what_was_declined_is_never_agreed_to(app: Flask, staff: People, name: str) -> None:
    what = KINDS[name]
    page = proposed(app, staff, what)
    second = signed_in(app, staff["Second"][1])
    assert second.post(f"{page}/{what.decline}").status_code == 303
    assert second.post(f"{page}/agree").status_code == 409
    assert (row(app, what).in_force, row(app, what).waits) == (False, False)


def test_an_administrator_of_another_organisation_finds_no_proposal(app: Flask, staff: People, code: str) -> None:
    other = make_people(app, f"{code}X", {"Other": (Office.ADMINISTRATOR,)})["Other"][1]
    for what in KINDS.values():
        assert signed_in(app, other).post(f"{proposed(app, staff, what)}/agree").status_code == 404
