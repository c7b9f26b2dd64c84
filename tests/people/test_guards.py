"""Who administers what, and what stands against an appointment or a deputy, day by day."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eia import clock
from eia.db import db, transaction
from eia.errors import Reason
from eia.people.guards import administers, against_appointing, against_default, against_deputising
from eia.people.models import Appointment, Deputy, Person
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from tests.people.factories import make_organisation, make_person

HERE, ELSEWHERE = 1, 2
ADMINISTRATOR, APPROVER, AUDITOR, HR_LEAD = Office.ADMINISTRATOR, Office.APPROVER, Office.AUDITOR, Office.HR_LEAD
FOR_EVER = None


def standings(*held: Standing) -> Standings:
    return Standings(7, "A person", HERE, "Here", held)


@pytest.mark.parametrize(
    ("held", "organisation", "expected"),
    [
        (Standing(ADMINISTRATOR, HERE, "Here"), HERE, True),
        (Standing(ADMINISTRATOR, HERE, "Here"), ELSEWHERE, False),
        (Standing(ADMINISTRATOR, ELSEWHERE, "Elsewhere"), ELSEWHERE, False),
        (Standing(ADMINISTRATOR, ELSEWHERE, "Elsewhere"), HERE, False),
        (Standing(ADMINISTRATOR, HERE, "Here", principal_id=8, principal_name="Another"), HERE, False),
        (Standing(AUDITOR, HERE, "Here"), HERE, False),
    ],
)
def test_an_administrator_acts_in_person_and_in_their_own_organisation(
    held: Standing, organisation: int, expected: bool
) -> None:
    assert administers(standings(held), organisation) is expected


def on(day: int) -> date:
    return clock.today() + timedelta(days=day)


def people_of_two(code: str) -> dict[str, int]:
    """Name -> id. Their offices are held from day 10 to day 20, the administrator's from day 12 to day 22.

    "Proposed" waits for a second administrator, "Declined" no more; "Lent" leads elsewhere; "Dismissed" did both once.
    """
    with transaction() as session:
        here, there = (make_organisation(session, f"{code}{letter}") for letter in "PQ")
        names = ("Reader", "Signer", "Administrator", "Deputy", "Dismissed", "Proposed", "Declined", "Lent", "Closed")
        made = {name: make_person(session, here, name) for name in names}
        made["Stranger"] = make_person(session, there, "Stranger")
        made["Closed"].closed_at = clock.now()
        for name, office, first, last, in_force, organisation in (
            ("Reader", HR_LEAD, 10, 20, True, here),
            ("Signer", APPROVER, 10, 20, True, here),
            ("Administrator", ADMINISTRATOR, 12, 22, True, here),
            ("Proposed", APPROVER, 10, FOR_EVER, False, here),
            ("Declined", APPROVER, 10, FOR_EVER, False, here),
            ("Lent", HR_LEAD, 10, 20, True, there),
            ("Lent", ADMINISTRATOR, 10, 20, True, there),
            ("Dismissed", ADMINISTRATOR, -9, -1, True, here),
        ):
            until = None if last is None else on(last)
            row = Appointment(person=made[name], organisation=organisation, office=office, from_day=on(first),
                              until_day=until, in_force=in_force)  # fmt: skip
            row.ended_at = clock.now() if name == "Declined" else None
            session.add(row)
        for name in ("Deputy", "Dismissed"):
            in_force = name == "Deputy"
            session.add(Deputy(principal=made["Signer"], deputy=made[name], organisation=here, office=APPROVER,
                               from_day=on(10), until_day=on(20), reason="Away.", recorded_by=made["Signer"].id,
                               in_force=in_force, ended_at=None if in_force else clock.now()))  # fmt: skip
        session.flush()
        return {name: person.id for name, person in made.items()}


APPOINTED: list[tuple[str, Office, int, int | None, str]] = [
    ("Reader", HR_LEAD, 1, 9, ""),
    ("Reader", HR_LEAD, 1, 10, "is already HR lead"),
    ("Reader", HR_LEAD, 20, FOR_EVER, "is already HR lead"),
    ("Reader", HR_LEAD, 21, 21, ""),
    ("Reader", HR_LEAD, 22, 21, "must not be before the first day"),
    ("Reader", AUDITOR, 10, 20, ""),
    ("Reader", APPROVER, 10, 20, ""),
    ("Lent", HR_LEAD, 10, 20, ""),
    ("Closed", AUDITOR, 10, 20, "is closed"),
    ("Proposed", APPROVER, 30, FOR_EVER, "or proposed as one"),
    ("Declined", APPROVER, 10, FOR_EVER, ""),
    ("Signer", ADMINISTRATOR, 1, 9, ""),
    ("Signer", ADMINISTRATOR, 1, 10, "is Approver in this time"),
    ("Signer", ADMINISTRATOR, 20, FOR_EVER, "is Approver in this time"),
    ("Signer", ADMINISTRATOR, 21, FOR_EVER, ""),
    ("Proposed", ADMINISTRATOR, 10, 10, "is Approver in this time"),
    ("Reader", ADMINISTRATOR, 10, 20, ""),
    ("Administrator", APPROVER, 1, 11, ""),
    ("Administrator", APPROVER, 1, 12, "is an administrator in this time"),
    ("Administrator", APPROVER, 22, FOR_EVER, "is an administrator in this time"),
    ("Administrator", APPROVER, 23, FOR_EVER, ""),
    ("Administrator", AUDITOR, 12, 22, ""),
    ("Deputy", ADMINISTRATOR, 1, 9, ""),
    ("Deputy", ADMINISTRATOR, 1, 10, "deputises for somebody"),
    ("Deputy", ADMINISTRATOR, 20, FOR_EVER, "deputises for somebody"),
    ("Deputy", ADMINISTRATOR, 21, FOR_EVER, ""),
    ("Deputy", AUDITOR, 10, 20, ""),
    ("Dismissed", ADMINISTRATOR, 10, 20, ""),
]
DEPUTISING: list[tuple[str, str, Office, int, int, str]] = [
    ("Signer", "Reader", APPROVER, 0, 10, ""),
    ("Signer", "Reader", APPROVER, 10, 10, ""),
    ("Signer", "Reader", APPROVER, 20, 30, ""),
    ("Signer", "Reader", APPROVER, 1, 9, "is not Approver"),
    ("Signer", "Reader", APPROVER, 21, 30, "is not Approver"),
    ("Signer", "Reader", APPROVER, -1, 10, "must be today or later"),
    ("Signer", "Reader", APPROVER, 12, 11, "must not be before the first day"),
    ("Signer", "Reader", APPROVER, 10, 10 + 365, ""),
    ("Signer", "Reader", APPROVER, 10, 10 + 366, "at most a year"),
    ("Signer", "Signer", APPROVER, 10, 20, "somebody else"),
    ("Signer", "Closed", APPROVER, 10, 20, "the same organisation"),
    ("Signer", "Stranger", APPROVER, 10, 20, "the same organisation"),
    ("Reader", "Signer", HR_LEAD, 10, 20, ""),
    ("Reader", "Signer", APPROVER, 10, 20, "is not Approver"),
    ("Proposed", "Signer", APPROVER, 10, 20, "is not Approver"),
    ("Declined", "Signer", APPROVER, 10, 20, "is not Approver"),
    ("Signer", "Proposed", APPROVER, 10, 20, ""),
    ("Signer", "Administrator", APPROVER, 1, 11, ""),
    ("Signer", "Administrator", APPROVER, 1, 12, "deputises for nobody"),
    ("Administrator", "Reader", ADMINISTRATOR, 12, 22, "Nobody deputises for an administrator"),
]

BY_DEFAULT: list[tuple[str, Office, str]] = [
    ("Reader", APPROVER, ""),
    ("Reader", ADMINISTRATOR, "Nobody deputises for an administrator"),
    ("Closed", APPROVER, "the same organisation"),
    ("Stranger", APPROVER, "the same organisation"),
    ("Administrator", APPROVER, "deputises for nobody"),
    ("Lent", APPROVER, ""),
    ("Dismissed", APPROVER, ""),
]


def test_what_stands_against_an_appointment_or_a_deputy_is_looked_at_day_by_day(app: Flask, code: str) -> None:
    with app.app_context():
        ids = people_of_two(code)
        session = db.session()
        here = {name: session.get_one(Person, id_) for name, id_ in ids.items()}
        for name, office, first, last, expected in APPOINTED:
            until = None if last is None else on(last)
            against = against_appointing(session, here[name], office, on(first), until)
            assert_said(against, expected, (name, office, first, last))
        own = session.scalars(select(Appointment.id).where(Appointment.person_id == ids["Proposed"])).one()
        confirming = against_appointing(session, here["Proposed"], APPROVER, on(10), None, but=own)
        assert_said(confirming, "", "what is confirmed does not stand against itself")
        for principal, deputy, office, first, end, expected in DEPUTISING:
            against = against_deputising(session, here[principal], here[deputy], office, on(first), on(end))
            assert_said(against, expected, (principal, deputy, office, first, end))
        for deputy, office, expected in BY_DEFAULT:
            against = against_default(session, here["Signer"].organisation_id, office, here[deputy])
            assert_said(against, expected, (deputy, office))


def assert_said(against: Iterable[Reason], expected: str, case: object) -> None:
    said = [reason.text for reason in against]
    assert len(said) == bool(expected), (case, said)
    assert all(expected in sentence for sentence in said), (case, said)
