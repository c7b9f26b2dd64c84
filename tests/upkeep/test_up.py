"""Is it up, may it be asked, and can a request be found again? Nothing of it names a person."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from eia.db import db, transaction
from eia.notices.outbox import queue_notice
from eia.upkeep.measuring import measured
from tests.support.databases import Database, make_app
from tests.support.staff import make_staff

TOKEN = "a token for whoever measures"


def test_health_asks_nobody(client: FlaskClient, empty_database: Database) -> None:
    without_tables = make_app(empty_database).test_client()
    assert [each.get("/health").status_code for each in (client, without_tables)] == [200, 200]


def test_ready_says_what_is_missing(app: Flask, empty_database: Database, tmp_path: Path) -> None:
    assert app.test_client().get("/ready").text == "ready\n"
    without_tables = make_app(empty_database).test_client().get("/ready")
    assert (without_tables.status_code, "is needed" in without_tables.text) == (503, True)
    app.extensions["eia_settings"], kept = (
        replace(app.extensions["eia_settings"], files=str(tmp_path / "no" / "where")),
        app.extensions["eia_settings"],
    )
    try:
        answer = app.test_client().get("/ready")
    finally:
        app.extensions["eia_settings"] = kept
    assert (answer.status_code, "files cannot be written" in answer.text) == (503, True)


@pytest.mark.only_on("sqlite", because="who may ask is Python")
def test_metrics_are_told_only_to_who_has_the_token(app: Flask) -> None:
    database = Database("sqlite", app.config["SQLALCHEMY_DATABASE_URI"], "")
    client = make_app(database, metrics_token=TOKEN).test_client()
    assert app.test_client().get("/metrics").status_code == 404
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert 'eia_requests_total{door="/metrics",method="GET",status="404"} 2.0' in answer.text


def test_metrics_say_what_waits_and_name_nobody(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
        with transaction() as session:
            queue_notice(session, event="returned", to=[staff["owner"]], subject="Secret words", values={"a": "b"})
        told = measured(db.session())[0].decode()
    assert 'eia_notices{state="queued"}' in told
    assert "eia_notices_oldest_seconds" in told
    assert "Secret words" not in told


@pytest.mark.only_on("sqlite", because="a number has nothing to do with the database")
@pytest.mark.parametrize("given", ["", "short", "from-the-proxy-0001", "<script>alert(1)</script>"])
def test_a_request_has_one_number_in_log_and_answer(client: FlaskClient, given: str) -> None:
    with capture_logs(processors=[merge_contextvars]) as entries:
        answer = client.get("/sign-in?next=/somewhere", headers={"X-Request-Id": given})
    (entry,) = (each for each in entries if each["event"] == "request")
    assert entry["request"] == answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{12}", entry["request"]), "no proxy is believed unless the settings say so"
    assert (entry["door"], entry["method"], entry["status"]) == ("/sign-in", "GET", 200)
    assert "somewhere" not in str(entry)


@pytest.mark.only_on("sqlite", because="a number has nothing to do with the database")
def test_the_number_of_a_proxy_that_is_believed_is_kept(app: Flask) -> None:
    database = Database("sqlite", app.config["SQLALCHEMY_DATABASE_URI"], "")
    client = make_app(database, trusted_proxies=1).test_client()
    kept = {given: client.get("/health", headers={"X-Request-Id": given}).headers["X-Request-Id"] for given in NUMBERS}
    assert {given: kept[given] == given for given in NUMBERS} == NUMBERS


NUMBERS = {"from-the-proxy-0001": True, "short": False, "with spaces in it": False, "x" * 65: False}
