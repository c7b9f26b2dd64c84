"""The fixtures. A test that asks for `app`, `client`, `database` or `live_server` runs on SQLite and on PostgreSQL.

What a test writes is undone at its end, but for what is marked `commits`; nothing else is emptied between tests, so
each works in organisations of its own all the same (`code` gives a code nobody else has).
"""

import gc
import itertools
import os
import string
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from eia.db import db
from tests.support import browsing, compiled, databases, dealing, postgres, reporting, serving, sharing, stock, undoing

VERSIONS: dict[str, str] = {}
_codes = itertools.count()


COLLECTED_AFTER = (20_000, 20, 50)
"""Objects: what a test makes mostly lives as long as itself, and Python's 700 has the collector walk over it again."""


def without_requests(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A line for each request would hide what a test that fails has to say."""
    if event["event"] == "request":
        raise structlog.DropEvent
    return event


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*COLLECTED_AFTER)
    structlog.configure(processors=[without_requests, *structlog.get_config()["processors"]])
    if not hasattr(config, "workerinput"):
        postgres.begin_run()
        compiled.begin_run()
        config.pluginmanager.register(reporting.WhatRanWhere())


def pytest_unconfigure() -> None:
    gc.collect()
    gc.freeze()  # pytest and Python look for garbage a dozen times more: half a second each after all these tests
    postgres.end_run()
    compiled.end_run()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    repeats = dealing.repeats(items, case_of)
    config.hook.pytest_deselected(items=repeats)
    items[:] = dealing.dealt([item for item in items if item not in set(repeats)], dealing.workers())


def case_of(item: pytest.Item) -> str:
    """Of what this is one of several cases, where only the first of them is to run; else nothing."""
    mark = item.get_closest_marker("first_on")
    params = getattr(item, "callspec", None) and item.callspec.params  # type: ignore[attr-defined]
    is_one = mark and mark.kwargs["because"] and params and params.get("engine_name") == mark.args[0]
    return item.nodeid.partition("[")[0] if is_one else ""


def pytest_collection_finish() -> None:
    """All that was imported stays, and nobody's collector need look at it."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("only_on")
        engines = [mark.args[0]] if mark and mark.kwargs["because"] else list(databases.ENGINES)
        metafunc.parametrize("engine_name", engines, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> reporting.Reports:
    report = yield
    reporting.attach(item, report, VERSIONS)
    return report


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name == "postgresql":
        VERSIONS["postgresql"] = postgres.version()
    return name


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's own folder; its name is its own too, and names its databases."""
    return tmp_path_factory.mktemp(os.environ.get("PYTEST_XDIST_WORKER", "alone"), numbered=False)


@pytest.fixture(scope="session")
def everybodys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same for all workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def apps(folder: Path, everybodys_folder: Path) -> Callable[[str], Flask]:
    """The app of each database, kept for a worker that is handed now a test on one and now on the other."""

    def stocked(engine: str) -> Flask:
        database, made = sharing.made_once("stock", engine, folder, everybodys_folder, stock.fill_up)
        app = databases.make_app(databases.copy_of(database, folder))
        undoing.lie_in_stock(app, made)
        return app

    return cache(stocked)


@pytest.fixture(scope="session")
def app(engine_name: str, apps: Callable[[str], Flask]) -> Flask:
    return apps(engine_name)


@pytest.fixture(autouse=True)
def undone(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test writes into the database of `app` is undone at its end (see tests/support/undoing.py)."""
    if "app" not in request.fixturenames or request.node.get_closest_marker("commits"):
        yield
        return
    with undoing.undone(request.getfixturevalue("app")):
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def database(app: Flask) -> Iterator[Session]:
    """An app context, and the session in it."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def empty_database(engine_name: str, folder: Path) -> databases.Database:
    return databases.empty_database(engine_name, folder)


@pytest.fixture
def code() -> str:
    """A code for an organisation that no other test uses."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    number, letters = next(_codes), ""
    for _ in range(4):
        number, rest = divmod(number, 26)
        letters = string.ascii_uppercase[rest] + letters
    return f"T{string.ascii_uppercase[int(worker)]}{letters}"


@pytest.fixture(scope="session")
def live_servers(folder: Path) -> Iterator[Callable[[str], serving.LiveServer]]:
    """The server of each database, kept as the apps are."""
    with ExitStack() as running:
        yield cache(
            lambda engine: running.enter_context(serving.serving(databases.new_database(engine, folder), folder))
        )


@pytest.fixture(scope="session")
def live_server(engine_name: str, live_servers: Callable[[str], serving.LiveServer]) -> serving.LiveServer:
    return live_servers(engine_name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as chromium:
        VERSIONS["chromium"] = chromium.version
        yield chromium


@pytest.fixture
def page(browser: Browser, live_server: serving.LiveServer) -> Iterator[Page]:
    with browsing.watched_page(browser, live_server.address) as page:
        yield page


@pytest.fixture
def plain_page(browser: Browser, live_server: serving.LiveServer) -> Iterator[Page]:
    """The same with script switched off."""
    with browsing.watched_page(browser, live_server.address, javascript=False) as page:
        yield page
