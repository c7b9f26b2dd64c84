"""kill -9 of a worker in the middle of decisions: no state without its entry, no entry without its state."""

import itertools
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eia.db import db
from eia.verify import everything
from tests.support.assessments import Made, start, take
from tests.support.counts import times
from tests.support.databases import FILES, new_database
from tests.support.posting import Answer, Hand, at_the_same_instant
from tests.support.serving import LiveServer, serving, wait_until_it_answers
from tests.support.staff import Staff, make_staff
from tests.support.writing import read

KILLS = times(50, else_few=3)
HITS = KILLS // 10
"""So many kills at least must have met a worker at work; on a fast machine that takes more than KILLS."""
PATIENCE = 6 * KILLS
MEASURED = 9
"""Decisions that are timed first: a worker dies at a random instant of the time that one takes on this machine."""


@pytest.fixture(scope="module")
def server(engine_name: str, folder: Path) -> Iterator[LiveServer]:
    """A server of its own: the others would be disturbed."""
    with serving(new_database(engine_name, folder), folder) as server:
        yield server


@pytest.fixture(scope="module")
def staff(server: LiveServer) -> Staff:
    with server.app.app_context():
        return make_staff()


def new_version(server: LiveServer, staff: Staff) -> Made:
    """An assessment whose author goes back and forth: a decision that can be taken without end."""
    with server.app.app_context():
        made = start((staff,))
        db.session.rollback()
        return made


def next_button(server: LiveServer, hand: Hand, made: Made) -> Callable[[], Answer]:
    with server.app.app_context():
        state = read(made.version_id).state
        db.session.rollback()
    action = "go_to_screening" if state == "draft" else "go_to_draft"
    return hand.fill(f"{made.address}/steps/{action}")


def seconds_of_a_decision(server: LiveServer, hand: Hand, made: Made) -> float:
    def one() -> float:
        button, began = next_button(server, hand, made), time.perf_counter()
        assert [answer.status for answer in at_the_same_instant(button)] == [303]
        return time.perf_counter() - began

    return statistics.median(one() for _ in range(MEASURED))


def onward(server: LiveServer, hand: Hand, made: Made, latest: float) -> list[tuple[int, str]]:
    """Press the next step while a worker dies at a random instant."""
    button = next_button(server, hand, made)
    worker = server.a_worker()  # chosen before: the search takes longer than a decision
    killer = threading.Timer(random.uniform(0, latest), worker.kill)  # noqa: S311
    killer.start()
    answers = at_the_same_instant(button)
    killer.join()
    return [(answer.status, answer.text[:300]) for answer in answers]


def findings(server: LiveServer) -> list[str]:
    with server.app.app_context():
        found = [str(finding) for finding in everything(db.session(), FILES, lambda *_: None)]
        db.session.rollback()
        return found


def test_killing_a_worker_leaves_no_state_without_entry_and_no_entry_without_state(
    server: LiveServer, staff: Staff
) -> None:
    made, hand = new_version(server, staff), Hand(server, staff["owner"])
    outcomes = {0: 0, 303: 0}
    latest = seconds_of_a_decision(server, hand, made)
    for kills in range(PATIENCE):
        if kills >= KILLS and outcomes[0] >= HITS:
            break
        before = server.living()
        for status, _text in onward(server, hand, made, latest):
            outcomes[status] = outcomes.get(status, 0) + 1
        wait_for_a_new_worker(server, before)
    assert set(outcomes) == {0, 303}, outcomes
    assert outcomes[0] >= HITS, f"too few hit a worker at work: {outcomes}, {latest * 1000:.0f} ms"
    assert findings(server) == []
    with server.app.app_context():
        take(made, "withdraw_draft", staff["owner"])
    assert findings(server) == []


def wait_for_a_new_worker(server: LiveServer, before: set[int]) -> None:
    """Until the killed one has gone and another has taken its place."""
    for _ in itertools.repeat(None, 600):
        now = server.living()
        if len(now) >= server.size and now != before:
            wait_until_it_answers(server)
            return
        time.sleep(0.05)
    raise AssertionError("gunicorn started no other worker")
