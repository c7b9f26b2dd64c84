"""The staff of one organisation, and what an administrator posts about them."""

from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from eia import clock
from eia.audit.queries import entries
from eia.db import db
from eia.people.models import Appointment, DefaultDeputy, Person, Route
from eia.people.offices import Office
from eia.people.queries import Standings, standings_of
from tests.people.factories import signed_in

STAFF = {
    "First": (Office.ADMINISTRATOR,),
    "Second": (Office.ADMINISTRATOR,),
    "Approver": (Office.APPROVER,),
    "Owner": (Office.POLICY_OWNER,),
    "Auditor": (Office.AUDITOR,),
    "Nobody": (),
}
People = dict[str, tuple[int, str]]


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def today(plus: int = 0) -> date:
    return clock.today() + timedelta(days=plus)


def propose(app: Flask, by: str, person_id: int, office: Office, first: date | None = None) -> Any:
    data = {"office": office.value} | days("from_day", first or today())
    return signed_in(app, by).post(f"/people/{person_id}/appointments/new", data=data)


def newest(app: Flask, kind: type[Appointment] | type[DefaultDeputy] | type[Route]) -> int:
    """The number of what was proposed last."""
    with app.app_context():
        return db.session.scalars(select(kind.id).order_by(kind.id.desc())).first() or 0


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


def deputise(app: Flask, by: str, path: str, deputy: int, **given: Any) -> Any:
    first, last = given.get("first", today()), given.get("last", today(10))
    data = {"deputy": deputy, "office": "approver", "reason": "On leave."}
    return signed_in(app, by).post(path, data=data | days("from_day", first) | days("until_day", last))
