"""A server on the demonstration's database, and browsers in which somebody is signed in already."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select

from eia.db import transaction
from eia.meetings.demo import make_meetings
from eia.people import access, sessions
from eia.people.demo import make_demonstration
from eia.people.models import Person
from eia.people.queries import standings_of
from eia.policies.commands.policies import add_policy
from eia.policies.demo import make_policies
from eia.policies.models import Policy
from tests.support import browsing, databases, serving

SignedIn = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def demonstrations(folder: Path) -> Iterator[Callable[[str], serving.LiveServer]]:
    """The server of each database with nothing in it but what `eia demo` makes."""
    with ExitStack() as running:
        yield cache(lambda engine: running.enter_context(_demonstrated(engine, folder)))


@pytest.fixture(scope="session")
def demonstration(engine_name: str, demonstrations: Callable[[str], serving.LiveServer]) -> serving.LiveServer:
    return demonstrations(engine_name)


@contextmanager
def _demonstrated(engine_name: str, folder: Path) -> Iterator[serving.LiveServer]:
    database = databases.new_database(engine_name, folder)
    with databases.make_app(database).app_context(), transaction() as session:
        organisations = make_demonstration(session)
        make_policies(session, organisations)
        make_meetings(session, organisations)
    with serving.serving(database, folder, workers=1) as server:
        yield server


@pytest.fixture
def as_person(browser: Browser, live_server: serving.LiveServer) -> SignedIn:
    """Opens a browser in which this person (by id) is signed in; it may not complain."""

    @contextmanager
    def opened(person_id: int, *, width: int = 1280, javascript: bool = True) -> Iterator[Page]:
        with browsing.watched_page(browser, live_server.address, width=width, javascript=javascript) as page:
            sign_in(page, live_server, person_id)
            yield page

    return opened


def sign_in(page: Page, server: serving.LiveServer, person_id: int) -> None:
    """Give the browser the cookie of a session that was begun for this person."""
    with server.app.app_context(), transaction() as session:
        token = sessions.begin(session, person_id, browser="Chromium on Linux")
    client = server.app.test_client()
    with client.session_transaction() as cookie:
        cookie[access.TOKEN] = token
    name = server.app.config["SESSION_COOKIE_NAME"]
    value = client.get_cookie(name)
    assert value is not None
    page.context.add_cookies([{"name": name, "value": value.value, "url": server.address}])


def another_policy(server: serving.LiveServer, owner_name: str, title: str) -> str:
    """One more policy of this person of the demonstration; answers with its title, which no other has."""
    with server.app.app_context(), transaction() as session:
        owner = session.scalars(select(Person).where(Person.name == owner_name)).one()
        number = f"Another {session.scalar(select(func.count(Policy.id)))}"
        by = standings_of(session, owner)
        add_policy(session, number=number, title=f"{title} ({number})", owner=owner, shared_with=[], by=by)
    return f"{title} ({number})"
