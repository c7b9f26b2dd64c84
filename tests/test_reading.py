"""A request that reads: what it may not do, and what it leaves behind on its connection."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from eia.db import db
from eia.people.models import Organisation


@pytest.mark.only_on("postgresql", because="SQLite keeps its statements in the process")
def test_statements_stay_prepared_from_one_request_to_the_next(app: Flask, client: FlaskClient) -> None:
    for _ in range(3):
        assert client.get("/sign-in").status_code == 200
    with app.app_context():
        assert db.session.scalar(text("SELECT sum(generic_plans) FROM pg_prepared_statements")) >= 1


def test_a_statement_that_changes_something_is_refused_outside_a_transaction(database: Session) -> None:
    with pytest.raises(RuntimeError, match=r"outside transaction\(\)"):
        database.execute(update(Organisation).values(name="Another"))
