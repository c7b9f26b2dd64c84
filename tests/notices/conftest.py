"""A real mail server, an outbox of our own, and people to write to."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import structlog
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import Text, cast, delete, literal, select, update

from config import Settings
from eia import clock
from eia.db import db, transaction
from eia.notices.models import DigestPart, JobLease, Notice
from eia.notices.outbox import queue_notice
from eia.notices.posting import MAKERS, SETTINGS
from eia.people.models import Organisation, Person
from tests.support import databases


class Mailbox:
    """The mail server's own side: what it received, whom it refuses, and how it misbehaves when told to."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.written: list[str] = []
        self.refuses: dict[str, str] = {}
        self.says_to_data = ""
        self.breaks_off_after_data = False
        self.has_a_letter = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: Any, session: Any, envelope: Any, address: str, options: Sequence[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.says_to_data:
            return self.says_to_data
        letter = message_from_string(envelope.content.decode(), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.written.append(envelope.content.decode())
        self.has_a_letter.set()
        while not self.may_answer.is_set():
            await asyncio.sleep(0.02)
        if self.breaks_off_after_data:
            server.transport.abort()
        return "250 Kept"

    def only(self) -> EmailMessage:
        (letter,) = self.letters
        return letter


class AnyPort(Controller):
    """Takes the port the system gives it: a port found free beforehand may be taken a moment later."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = AnyPort(box, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)
    controller.start()
    box.port = controller.port
    yield box
    box.may_answer.set()
    controller.stop()


@pytest.fixture(scope="session")
def app(engine_name: str, folder: Path) -> Flask:
    """On a database of this folder's own: posting takes whatever is due, whoever queued it."""
    return databases.make_app(databases.new_database(engine_name, folder))


@pytest.fixture(autouse=True)
def undone() -> None:
    """Nothing here: letters are posted by threads and processes of their own, and `leave_nothing_behind` sweeps up."""


@pytest.fixture(autouse=True)
def leave_nothing_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """The queue is one for everybody: it is emptied after each test, addresses are freed and settings put back."""
    app: Flask | None = request.getfixturevalue("app") if "app" in request.fixturenames else None
    before = dict(app.extensions) if app else {}
    yield
    if app:
        app.extensions |= {SETTINGS: before[SETTINGS], MAKERS: before.get(MAKERS, {})}
        with app.app_context(), transaction() as session:
            session.execute(delete(DigestPart))
            session.execute(delete(Notice))
            session.execute(delete(JobLease))
            session.execute(update(Person).values(email=literal("former-") + cast(Person.id, Text)))


@pytest.fixture
def mail_app(app: Flask, mailbox: Mailbox) -> Flask:
    """An app whose mail goes to `mailbox`."""
    set_mail(
        app,
        mail_server="127.0.0.1",
        mail_port=mailbox.port,
        mail_tls="none",
        mail_from="Equality impact assessments <eia@force.example>",
        address="https://eia.force.example",
    )
    return app


def later(delay: timedelta) -> time_machine.travel:
    return time_machine.travel(clock.now() + delay + timedelta(seconds=1), tick=True)


def set_mail(app: Flask, **values: Any) -> None:
    settings: Settings = app.extensions[SETTINGS]
    app.extensions[SETTINGS] = replace(settings, **values)


@dataclass
class Outbox:
    """The outbox of an app, for tests: queue something, look at what is in it."""

    app: Flask
    organisation_id: int

    def person(self, name: str = "Ada Lovelace", email: str = "ada@force.example") -> int:
        with self.app.app_context(), transaction() as session:
            person = Person(
                organisation_id=self.organisation_id,
                name=name,
                sort_name=name.lower(),
                email=email,
                created_at=clock.now(),
            )
            session.add(person)
            session.flush()
            return person.id

    def queue(self, *people: int, **changes: Any) -> list[int]:
        given: dict[str, Any] = {
            "event": "test_event",
            "subject": "CAMBS-EIA-2026-0001: returned to you",
            "values": {"happened": "Grace Hopper returned the assessment.", "path": "/assessments/CAMBS-EIA-2026-0001"},
            "about": "assessment:CAMBS-EIA-2026-0001",
        }
        with self.app.app_context(), transaction() as session:
            notices = queue_notice(session, to=people, **given | changes)
            session.flush()
            return [notice.id for notice in notices]

    def all(self) -> list[Notice]:
        """Every notice, detached, oldest first."""
        with self.app.app_context():
            found = list(db.session.scalars(select(Notice).order_by(Notice.id)))
            db.session.expunge_all()
            return found

    @property
    def only(self) -> Notice:
        (notice,) = self.all()
        return notice

    def change(self, notice_id: int, change: Callable[[Notice], None]) -> None:
        with self.app.app_context(), transaction() as session:
            change(session.get_one(Notice, notice_id))


@pytest.fixture
def outbox(app: Flask, code: str) -> Outbox:
    with app.app_context(), transaction() as session:
        organisation = Organisation(code=code, name=f"{code} Police")
        session.add(organisation)
        session.flush()
        return Outbox(app, organisation.id)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What was logged during the test."""
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as entries:
        yield entries
