"""What the database refuses about people by itself: everything here is raw SQL, past every command."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from eia.db import prepare_engine
from tests.support import databases

ADMINISTRATOR, SECOND, APPROVER, PLAIN, OTHERS, RACER = 1, 2, 3, 4, 5, 6
DAYS: dict[str, Any] = {"from_day": "2026-01-01", "until_day": None}


@pytest.fixture(scope="session")
def engine(engine_name: str, folder: Path) -> Iterator[Engine]:
    engine = create_engine(databases.new_database(engine_name, folder).owner_url)
    prepare_engine(engine)
    with engine.begin() as connection:
        fill(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that never commits."""
    with engine.connect() as connection, connection.begin() as everything:
        yield connection
        everything.rollback()


def fill(connection: Connection) -> None:
    for number, code in ((1, "A"), (2, "B")):
        connection.execute(text(f"INSERT INTO organisation (id, code, name) VALUES ({number}, '{code}', '{code}')"))
    for number in (ADMINISTRATOR, SECOND, APPROVER, PLAIN, OTHERS, RACER):
        organisation = 2 if number == OTHERS else 1
        connection.execute(
            text(
                "INSERT INTO person (id, organisation_id, name, sort_name, email, created_at)"
                f" VALUES ({number}, {organisation}, 'n{number}', 'n{number}', 'n{number}', '2026-01-01 00:00:00')"
            )
        )
    appoint(connection, APPROVER, "approver")
    appoint(connection, ADMINISTRATOR, "administrator")
    appoint(connection, SECOND, "administrator")
    appoint(connection, OTHERS, "administrator", organisation_id=2)


def insert(connection: Connection, table: str, values: dict[str, Any]) -> int:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    row = connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id"), values)
    return int(row.scalar_one())


def appoint(connection: Connection, person_id: int, office: str, **given: Any) -> int:
    values = {"person_id": person_id, "organisation_id": 1, "office": office, "in_force": True} | DAYS | given
    return insert(connection, "appointment", values)


def deputise(connection: Connection, deputy_id: int, **given: Any) -> int:
    values = {
        "deputy_id": deputy_id,
        "principal_id": APPROVER,
        "organisation_id": 1,
        "office": "approver",
        "from_day": "2026-01-01",
        "until_day": "2026-12-31",
        "reason": "leave",
        "recorded_by": APPROVER,
        "in_force": True,
    }
    return insert(connection, "deputy", values | given)


def lay(connection: Connection, **given: Any) -> int:
    values = {"organisation_id": 1, "level": "full", "stages": "head_of_department>approver", "in_force": True}
    return insert(connection, "route", values | {"from_day": "2026-01-01"} | given)


def refused(connection: Connection, act: Callable[[Connection], object], says: str) -> None:
    with pytest.raises(DBAPIError, match=says), connection.begin_nested():
        act(connection)


AGREED = {"proposed_by": ADMINISTRATOR, "confirmed_by": SECOND}
TWO = "a second administrator must agree"


def test_two_administrators_appoint_whom_they_agree_on(connection: Connection) -> None:
    appoint(connection, PLAIN, "approver", **AGREED)


@pytest.mark.parametrize("office", ["approver", "equality_adviser", "administrator"])
@pytest.mark.parametrize(
    "given",
    [
        {"proposed_by": ADMINISTRATOR},
        {"proposed_by": ADMINISTRATOR, "confirmed_by": PLAIN},
        {"proposed_by": ADMINISTRATOR, "confirmed_by": APPROVER},
        {"proposed_by": ADMINISTRATOR, "confirmed_by": OTHERS},
        {"proposed_by": PLAIN, "confirmed_by": SECOND},
        {},
    ],
)
def test_no_such_appointment_without_a_second_administrator(
    connection: Connection, office: str, given: dict[str, int]
) -> None:
    refused(connection, lambda c: appoint(c, PLAIN, office, **given), TWO)


def test_no_one_administrator_agrees_with_themselves(connection: Connection) -> None:
    both = {"proposed_by": ADMINISTRATOR, "confirmed_by": ADMINISTRATOR}
    refused(connection, lambda c: appoint(c, PLAIN, "approver", **both), "(?i)two_administrators|" + TWO)


@pytest.mark.parametrize(
    "given",
    [
        {"proposed_by": ADMINISTRATOR},
        {"proposed_by": ADMINISTRATOR, "confirmed_by": APPROVER},
        {"proposed_by": ADMINISTRATOR, "confirmed_by": OTHERS},
        {},
    ],
)
def test_no_route_without_a_second_administrator(connection: Connection, given: dict[str, int]) -> None:
    refused(connection, lambda c: lay(c, **given), "a second administrator must agree to this route")


def test_a_route_is_decided_once_and_stays_as_it_was_proposed(connection: Connection) -> None:
    number = lay(connection, proposed_by=ADMINISTRATOR, in_force=False)
    update = f"UPDATE route SET {{}} WHERE id = {number}"
    for change in ("stages = 'approver'", "level = 'harm'", "organisation_id = 2", f"proposed_by = {SECOND}"):
        sql = text(update.format(change))
        refused(connection, lambda c, sql=sql: c.execute(sql), "a route stays as it was proposed")  # type: ignore[misc]
    agree = text(update.format(f"in_force = TRUE, confirmed_by = {SECOND}"))
    connection.execute(agree)
    refused(connection, lambda c: c.execute(agree), "a route stays as it was proposed")
    refused(connection, lambda c: c.execute(text(f"DELETE FROM route WHERE id = {number}")), "no row of route")


def test_a_proposal_does_not_come_into_force_by_itself(connection: Connection) -> None:
    number = appoint(connection, PLAIN, "approver", proposed_by=ADMINISTRATOR, in_force=False)
    for change in ("in_force = TRUE", f"in_force = TRUE, confirmed_by = {PLAIN}"):
        sql = text(f"UPDATE appointment SET {change} WHERE id = {number}")
        refused(connection, lambda c, sql=sql: c.execute(sql), TWO)  # type: ignore[misc]
    connection.execute(text(f"UPDATE appointment SET in_force = TRUE, confirmed_by = {SECOND} WHERE id = {number}"))


def test_an_appointment_is_not_turned_into_another(connection: Connection) -> None:
    number = appoint(connection, PLAIN, "policy_owner", proposed_by=ADMINISTRATOR)
    for change in ("office = 'approver'", f"person_id = {SECOND}", "proposed_by = NULL", "organisation_id = 2"):
        sql = text(f"UPDATE appointment SET {change} WHERE id = {number}")
        refused(connection, lambda c, sql=sql: c.execute(sql), "keeps its person")  # type: ignore[misc]


def test_an_appointment_still_ends_when_who_agreed_is_no_administrator_any_more(connection: Connection) -> None:
    number = appoint(connection, PLAIN, "approver", **AGREED)
    connection.execute(text(f"UPDATE appointment SET in_force = FALSE WHERE person_id = {SECOND}"))
    connection.execute(text(f"UPDATE appointment SET until_day = '2026-06-30' WHERE id = {number}"))


SIGNS = "holds no office that signs"


def test_no_administrator_signs_and_no_signer_administers(connection: Connection) -> None:
    refused(connection, lambda c: appoint(c, APPROVER, "administrator", **AGREED), SIGNS)
    third = {"proposed_by": ADMINISTRATOR, "confirmed_by": SECOND}
    appoint(connection, PLAIN, "administrator", **third)
    refused(connection, lambda c: appoint(c, PLAIN, "equality_adviser", **third), SIGNS)


def test_one_after_the_other_is_allowed_and_moving_a_day_over_it_is_not(connection: Connection) -> None:
    number = appoint(connection, PLAIN, "approver", until_day="2026-06-30", **AGREED)
    appoint(connection, PLAIN, "administrator", from_day="2026-07-01", **AGREED)
    sql = text(f"UPDATE appointment SET until_day = '2026-07-01' WHERE id = {number}")
    refused(connection, lambda c: c.execute(sql), SIGNS)


def test_the_principal_may_record_a_deputy_and_a_stranger_may_not(connection: Connection) -> None:
    deputise(connection, PLAIN)
    says = "must agree to this deputy"
    refused(connection, lambda c: deputise(c, PLAIN, recorded_by=ADMINISTRATOR), says)
    refused(connection, lambda c: deputise(c, PLAIN, recorded_by=ADMINISTRATOR, confirmed_by=PLAIN), says)
    refused(connection, lambda c: deputise(c, PLAIN, recorded_by=ADMINISTRATOR, confirmed_by=OTHERS), says)
    refused(connection, lambda c: deputise(c, PLAIN, recorded_by=None), says)
    deputise(connection, PLAIN, recorded_by=ADMINISTRATOR, confirmed_by=SECOND)
    deputise(connection, PLAIN, recorded_by=ADMINISTRATOR, confirmed_by=APPROVER)


def test_an_administrator_deputises_for_nobody_and_a_deputy_does_not_administer(connection: Connection) -> None:
    refused(connection, lambda c: deputise(c, SECOND), "an administrator deputises for nobody")
    deputise(connection, PLAIN)
    refused(connection, lambda c: appoint(c, PLAIN, "administrator", **AGREED), "deputises for nobody")


@pytest.mark.parametrize("table", ["person", "appointment", "deputy"])
def test_nobody_is_deleted(connection: Connection, table: str) -> None:
    deputise(connection, PLAIN)
    refused(connection, lambda c: c.execute(text(f"DELETE FROM {table}")), f"no row of {table} is ever deleted")


@pytest.mark.only_on("sqlite", because="only SQLite has INSERT OR REPLACE")
def test_nobody_is_replaced(connection: Connection) -> None:
    sql = text("INSERT OR REPLACE INTO person SELECT * FROM person WHERE id = 1")
    refused(connection, lambda c: c.execute(sql), "no row of person is ever deleted")


@pytest.mark.only_on("postgresql", because="SQLite has one writer at a time")
def test_two_commits_at_once_do_not_make_an_administrator_who_signs(engine: Engine) -> None:
    with engine.connect() as first, ThreadPoolExecutor(1) as thread:
        first.begin()
        appoint(first, RACER, "approver", **AGREED)
        second = thread.submit(second_commit, engine)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        first.commit()
        second.result(timeout=60)


def second_commit(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=SIGNS), engine.begin() as connection:
        appoint(connection, RACER, "administrator", **AGREED)
