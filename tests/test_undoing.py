"""What tests/support/undoing.py promises to every test: nothing stays, what raises goes alone, what is lent is new."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.db import db, transaction
from eia.people.commands.people import add_organisation
from eia.people.models import Organisation
from tests.support.databases import make_app, new_database
from tests.support.staff import Staff
from tests.support.undoing import lent, undone


@pytest.fixture(scope="module")
def own_app(engine_name: str, folder: Path) -> Flask:
    return make_app(new_database(engine_name, folder))


def add(code: str) -> str:
    with transaction() as session:
        return add_organisation(session, code=code, name=f"Organisation {code}").code


def add_and_fail(code: str) -> None:
    with transaction() as session:
        add_organisation(session, code=code, name=f"Organisation {code}")
        session.flush()
        raise LookupError


def rename(code: str, name: str) -> None:
    with transaction() as session:
        session.scalars(select(Organisation).where(Organisation.code == code)).one().name = name


def names(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Organisation.name).order_by(Organisation.id)))


def test_what_was_committed_in_it_is_seen_in_it_and_not_after_it(own_app: Flask) -> None:
    before = names(own_app)
    with undone(own_app):
        with own_app.app_context():
            add("UNDA")
        assert names(own_app) == [*before, "Organisation UNDA"]
    assert names(own_app) == before


def test_what_raises_takes_back_its_own_and_nothing_that_was_committed_before(own_app: Flask) -> None:
    before = names(own_app)
    with undone(own_app), own_app.app_context():
        add("UNDB")
        with pytest.raises(LookupError):
            add_and_fail("UNDC")
        assert names(own_app) == [*before, "Organisation UNDB"]


def test_what_is_lent_again_is_as_it_was_made(own_app: Flask) -> None:
    made: list[str] = []

    def make() -> str:
        made.append(f"LEND{len(made)}")
        return add(made[-1])

    for _ in range(2):
        with undone(own_app), own_app.app_context():
            first, second = lent(make, "twice"), lent(make, "twice")
            assert (first, second) == ("LEND0", "LEND1")
            assert {"Organisation LEND0", "Organisation LEND1"} <= {*names(own_app)}
            rename(first, "Another name")
    with undone(own_app), own_app.app_context():
        add("MINE")
        assert lent(make, "twice") == "LEND0"
        assert lent(make, "after something was written") == "LEND2"
    assert "Organisation MINE" not in names(own_app)
    assert "Organisation LEND2" not in names(own_app)


def made_anew() -> Staff:
    raise AssertionError("it lies in stock")


def test_what_lies_in_stock_is_lent_after_something_was_written_too(database: Session, code: str) -> None:
    add(code)
    one, two = lent(made_anew, "staff", ""), lent(made_anew, "staff", "")
    assert one.code != two.code
    assert database.get_one(Organisation, one.organisation_id).code == one.code


def test_two_who_write_at_once_are_not_for_one_connection(own_app: Flask) -> None:
    with (
        undone(own_app),
        own_app.app_context(),
        transaction(),
        own_app.app_context(),
        pytest.raises(AssertionError, match="commits"),
        transaction(),
    ):
        pass
