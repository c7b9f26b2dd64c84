"""`eia doctor`: what is not well is one line with its cure, and what is well says so."""

import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from config import Settings
from eia import clock
from eia.db import db, transaction
from eia.notices.models import JobLease
from eia.notices.outbox import queue_notice
from eia.people.models import Appointment, Person
from eia.people.offices import Office
from eia.upkeep.doctor import Line, examine
from eia.upkeep.work import periodic_work
from tests.support.staff import Staff, make_staff

WELL = Settings(secret_key="0123456789abcdef0123456789abcdef", address="https://eia.example.org", trusted_proxies=1)


@pytest.fixture
def settings(app: Flask, database: Session, tmp_path: Path) -> Settings:
    """Those of somebody who set everything but the mail."""
    given: Settings = app.extensions["eia_settings"]
    return replace(WELL, database_url=given.database_url, files=str(tmp_path))


@pytest.fixture
def staff(database: Session) -> Staff:
    return make_staff()


def said(app: Flask, settings: Settings, about: str) -> list[Line]:
    found = list(examine(db.session(), settings, periodic_work(app, settings)))
    db.session.rollback()
    return [line for line in found if line.about == about]


def one(app: Flask, settings: Settings, about: str) -> Line:
    (line,) = said(app, settings, about)
    return line


def done_now(app: Flask, settings: Settings) -> None:
    with transaction() as session:
        for job in periodic_work(app, settings):
            session.merge(JobLease(name=job.name, last_run_at=clock.now(), node="here"))


def test_what_was_looked_after_is_well(app: Flask, settings: Settings, staff: Staff) -> None:
    done_now(app, settings)
    found = list(examine(db.session(), settings, periodic_work(app, settings)))
    ours = [line for line in found if line.about != "offices"]
    assert [str(line) for line in ours if not line.is_well] == [
        "MEND  mail: no server is set, so everything stays queued. Set EIA_MAIL_SERVER and EIA_MAIL_FROM."
    ]
    assert len(found) >= 11


def test_a_key_that_can_be_guessed_is_not_well(app: Flask, settings: Settings) -> None:
    assert "token_hex" in one(app, replace(settings, secret_key="a" * 64), "key").cure


@pytest.mark.parametrize(("address", "cure"), [("", "Set it"), ("https://eia.example.org", "usually 1")])
def test_an_address_nobody_can_come_by_is_not_well(app: Flask, settings: Settings, address: str, cure: str) -> None:
    assert cure in one(app, replace(settings, address=address, trusted_proxies=0), "address").cure


def test_a_trail_from_the_future_is_a_clock_to_mend(app: Flask, settings: Settings, staff: Staff) -> None:
    assert one(app, settings, "clock").is_well
    with time_machine.travel(clock.now() - timedelta(hours=2), tick=True):
        assert "lies ahead" in one(app, settings, "clock").says


def test_a_folder_that_cannot_be_written_is_not_well(app: Flask, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    line = one(app, replace(settings, files=str(tmp_path / "in the way" / "files")), "files")
    assert "cannot be written" in line.says
    assert line.cure


def test_a_mail_server_that_does_not_answer_is_not_well(app: Flask, settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    silent = replace(settings, mail_server="127.0.0.1", mail_port=port, mail_tls="none", mail_from="eia@example.org")
    assert "EIA_MAIL_PORT" in one(app, silent, "mail").cure


def test_mail_that_waits_for_hours_is_not_well(app: Flask, settings: Settings, staff: Staff) -> None:
    with transaction() as session:
        queue_notice(session, event="returned", to=[staff["owner"]], subject="A message", values={})
    assert one(app, settings, "outbox").is_well
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=True):
        assert "the oldest since" in one(app, settings, "outbox").says


def test_work_that_nobody_does_is_named(app: Flask, settings: Settings) -> None:
    assert "nothing runs them" in one(app, settings, "jobs").says
    done_now(app, settings)
    assert one(app, settings, "jobs").is_well
    with transaction() as session:
        late = update(JobLease).where(JobLease.name == "post notices")
        session.execute(late.values(last_run_at=clock.now() - timedelta(hours=2)))
    assert one(app, settings, "jobs").says == "overdue: post notices."


def test_an_office_without_a_holder_is_named_with_its_organisation(
    app: Flask, settings: Settings, staff: Staff, database: Session
) -> None:
    name = database.get_one(Person, staff["owner"]).organisation.name

    def lacking() -> list[str]:
        return [line.says for line in said(app, settings, "offices") if line.says.startswith(f"{name} ")]

    before = lacking()
    with transaction() as session:
        advisers = update(Appointment).where(
            Appointment.organisation_id == staff.organisation_id, Appointment.office == Office.ADVISER
        )
        session.execute(advisers.values(in_force=False, ended_at=clock.now()))
    assert f"{name} has no equality adviser." in lacking()
    assert f"{name} has no equality adviser." not in before


@pytest.mark.only_on("sqlite", because="on PostgreSQL only the owner may drop one")
def test_a_trigger_that_is_gone_is_named(app: Flask, settings: Settings) -> None:
    assert one(app, settings, "triggers").is_well
    with transaction() as session:
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
    assert "eia db upgrade" in one(app, settings, "triggers").cure
