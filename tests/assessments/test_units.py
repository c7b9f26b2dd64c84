"""The register is narrowed by the unit that answers for what is assessed: the one that is named, else its owner's."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.register.keeping import put_subject_in_order, verify_register
from eia.db import db, transaction
from eia.people.commands.people import change_person
from eia.people.models import Person, Unit
from eia.policies.models import Policy
from tests.assessments.crowds import found
from tests.support.assessments import Made, start
from tests.support.staff import Staff, acting, new_staff

NAMES = ("Front desks", "Custody", "Estates")


@pytest.fixture
def staff(database: Session) -> Staff:
    return new_staff()


@pytest.fixture
def units(staff: Staff) -> list[int]:
    with transaction() as session:
        made = [Unit(organisation_id=staff.organisation_id, name=name) for name in NAMES]
        session.add_all(made)
        session.flush()
        return [unit.id for unit in made]


def belongs(staff: Staff, unit_id: int) -> None:
    """The owner moves to that unit."""
    with transaction() as session:
        owner, unit = session.get_one(Person, staff["owner"]), session.get_one(Unit, unit_id)
        change_person(session, owner, name=owner.name, unit=unit, by=acting(session, staff["administrator"]))


def name_unit(made: Made, unit_id: int | None) -> None:
    with transaction() as session:
        session.get_one(Policy, made.policy_id).unit_id = unit_id
        put_subject_in_order(session, made.policy_id)


def test_a_unit_is_the_one_that_is_named_else_its_owners(app: Flask, staff: Staff, units: list[int]) -> None:
    first, second = start((staff,), title="Desks"), start((staff,), title="Cells")
    by = acting(db.session(), staff["adviser"])
    belongs(staff, units[0])
    assert [found(by, unit=unit) for unit in units] == [[second.version_id, first.version_id], [], []]

    name_unit(second, units[1])
    assert [found(by, unit=unit) for unit in units] == [[first.version_id], [second.version_id], []]

    belongs(staff, units[2])
    assert [found(by, unit=unit) for unit in units] == [[], [second.version_id], [first.version_id]]

    name_unit(second, None)
    assert [found(by, unit=unit) for unit in units] == [[], [], [second.version_id, first.version_id]]
    assert found(by, unit=units[2], text="cel") == [second.version_id]
    ours = {f"register:{one.version_id}" for one in (first, second)}
    assert ours.isdisjoint(finding.entry for finding in verify_register(db.session()))
