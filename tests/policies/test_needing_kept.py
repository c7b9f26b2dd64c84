"""What was answered to “Do I need one?” stays as it was answered: the database holds it, whoever asks."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tests.policies.test_needing import answered
from tests.support.staff import make_staff, signed_in
from tests.support.tampering import Tampered

ATTEMPTS = {
    "change": "UPDATE need_answer SET level = 'screening', because = 'Easier' WHERE id = {id}",
    "take away": "DELETE FROM need_answer WHERE id = {id}",
}
REPLACE = """INSERT OR REPLACE INTO need_answer SELECT id, organisation_id, policy_id, 'Another title', catalogue, kind,
reach, stage, taken_on, decider, proposed, level, because, made_by, made_at FROM need_answer WHERE id = {id}"""
TRUNCATE = "TRUNCATE need_answer"


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    made = Tampered(engine_name, folder)
    with made.app.app_context():
        staff = make_staff()
    answered(signed_in(made.app, staff["owner"]))
    return made


def refused(tampered: Tampered, statement: str) -> None:
    """To the owner of the tables, whom no missing right holds back: so it is the trigger that refuses."""
    with tampered.as_owner() as connection:
        number = connection.exec_driver_sql("SELECT id FROM need_answer").scalar_one()
        with pytest.raises(DBAPIError, match="eia: "):
            connection.exec_driver_sql(statement.format(id=number))


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_answer_is_neither_changed_nor_taken_away(tampered: Tampered, attempt: str) -> None:
    refused(tampered, ATTEMPTS[attempt])


@pytest.mark.only_on("sqlite", because="only SQLite replaces a row with another of the same key")
def test_an_answer_is_not_replaced(tampered: Tampered) -> None:
    refused(tampered, REPLACE)


@pytest.mark.only_on("postgresql", because="SQLite has no TRUNCATE")
def test_answers_are_not_truncated(tampered: Tampered) -> None:
    refused(tampered, TRUNCATE)
