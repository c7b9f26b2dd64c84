"""A request that reads: what it may not do, and what it leaves behind on its connection."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from eia.assessments.readers import found_elsewhere
from eia.db import db, transaction
from eia.people.models import Organisation
from tests.support.staff import acting, make_staff


@pytest.mark.only_on("postgresql", because="SQLite keeps its statements in the process")
def test_statements_stay_prepared_from_one_request_to_the_next(app: Flask, client: FlaskClient) -> None:
    for _ in range(3):
        assert client.get("/sign-in").status_code == 200
    with app.app_context():
        assert db.session.scalar(text("SELECT sum(generic_plans) FROM pg_prepared_statements")) >= 1


def test_a_statement_that_changes_something_is_refused_outside_a_transaction(database: Session) -> None:
    with pytest.raises(RuntimeError, match=r"outside transaction\(\)"):
        database.execute(update(Organisation).values(name="Another"))


@pytest.mark.commits(because="it looks at the transaction itself")
@pytest.mark.only_on("postgresql", because="SQLite reads in a transaction, which holds nobody up")
def test_who_only_reads_has_no_transaction_and_who_writes_has_one(app: Flask) -> None:
    def state(session: Session) -> str:
        session.execute(text("SELECT 1"))
        driver: Any = session.connection().connection.driver_connection
        return str(driver.info.transaction_status.name)

    with app.app_context():
        assert state(db.session()) == "IDLE"
        with transaction() as session:
            assert state(session) == "INTRANS"
        assert state(db.session()) == "IDLE", "also on the connection that wrote"
        rows = db.session.connection().execute(text("SELECT 1").execution_options(yield_per=1))
        assert [row[0] for row in rows] == [1], "a cursor of the server has a transaction of its own"


@pytest.mark.only_on("sqlite", because="it is about what SQLite makes of a boolean; PostgreSQL has them")
def test_what_somebody_has_to_do_with_is_found_along_indexes(database: Session) -> None:
    """Read through, each page takes longer with each version there is: 0.2 s for a register of a hundred thousand."""
    by = acting(database, make_staff()["adviser"])
    found = found_elsewhere(by).compile(database.connection(), compile_kwargs={"literal_binds": True})
    plan = database.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {found}")
    steps = [row[3] for row in plan]
    assert [step for step in steps if step.startswith("SEARCH version")]
    assert not [step for step in steps if step.startswith("SCAN")], steps
