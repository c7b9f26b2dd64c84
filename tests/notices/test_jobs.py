"""Periodic work: when it runs, on how many nodes, and what a failure or a stop does to it."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event, Thread, Timer

import pytest
from flask import Flask

from eia import clock
from eia.db import db, transaction
from eia.notices.jobs import Job, posting, run, run_once, stop_on_signals
from eia.notices.leaving import SIGNALS, Left, left_when_stopped
from eia.notices.models import JobLease, Posting
from eia.notices.queries import last_run
from tests.notices.conftest import Mailbox, Outbox, later

PATIENCE = 120  # seconds; only a broken test waits so long


def counting(name: str, ran: list[str], every_seconds: float = 60) -> Job:
    def count() -> int:
        ran.append(name)
        return 1

    return Job(name, every_seconds, count)


def failing() -> int:
    raise ZeroDivisionError


def test_a_job_runs_again_only_after_its_time(app: Flask) -> None:
    ran: list[str] = []
    job = counting("remind", ran)

    assert [run_once(app, [job]), run_once(app, [job])] == [1, 0]
    with later(timedelta(seconds=60)):
        assert run_once(app, [job]) == 1

    assert ran == ["remind", "remind"]


def test_when_a_job_last_ran_is_known(app: Flask) -> None:
    run_once(app, [counting("remind", [])])

    with app.app_context():
        found = last_run(db.session(), "remind")
    assert found is not None
    assert clock.now() - found < timedelta(seconds=PATIENCE)


def test_a_failing_job_does_not_stop_the_others_and_runs_again(app: Flask) -> None:
    ran: list[str] = []
    jobs = [Job("fail", 60, failing), counting("remind", ran)]

    assert run_once(app, jobs) == 1
    with later(timedelta(seconds=60)):
        assert run_once(app, jobs) == 1

    assert ran == ["remind", "remind"]


def test_a_failing_job_is_logged_with_the_number_of_its_run(app: Flask, logged: list[dict[str, object]]) -> None:
    run_once(app, [Job("fail", 60, failing)])

    (entry,) = [entry for entry in logged if entry["event"] == "job failed"]
    assert (entry["job"], entry["log_level"]) == ("fail", "error")
    assert len(str(entry["run"])) == 16


def test_two_nodes_do_not_run_the_same_job_at_once(app: Flask) -> None:
    runs, is_at_work, may_end = [], Event(), Event()

    def work() -> int:
        runs.append(1)
        is_at_work.set()
        assert may_end.wait(PATIENCE)
        return 1

    job = Job("build", 0, work)
    first = Thread(target=run_once, args=(app, [job]))
    first.start()
    assert is_at_work.wait(PATIENCE)

    assert run_once(app, [job]) == 0
    may_end.set()
    first.join(PATIENCE)
    assert len(runs) == 1


def test_work_of_a_node_that_died_is_taken_over_when_its_lease_ends(app: Flask) -> None:
    now = clock.now()
    with app.app_context(), transaction() as session:
        session.add(JobLease(name="build", lease_until=now + timedelta(hours=1), last_run_at=now, node="gone:1"))
    ran: list[str] = []
    job = counting("build", ran, every_seconds=1)

    with later(timedelta(minutes=59)):
        run_once(app, [job])
        assert ran == []
    with later(timedelta(hours=1)):
        run_once(app, [job])
        assert ran == ["build"]


def test_the_loop_ends_when_it_is_told_to_and_finishes_the_job_at_work(app: Flask) -> None:
    stop, ran = Event(), []

    def work() -> int:
        stop.set()
        ran.append("first")
        return 1

    loop = Thread(target=run, args=(app, [Job("first", 60, work), counting("second", ran)], stop))
    loop.start()
    loop.join(PATIENCE)

    assert not loop.is_alive()
    assert ran == ["first"]


def test_the_loop_posts_what_is_queued(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person())
    stop = Event()
    loop = Thread(target=run, args=(mail_app, [posting(mail_app, stop)], stop))
    loop.start()

    assert mailbox.has_a_letter.wait(PATIENCE)
    stop.set()
    loop.join(PATIENCE)
    assert outbox.only.state == Posting.POSTED


def test_a_stop_keeps_the_rest_of_the_queue_for_the_next_time(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    outbox.queue(outbox.person())
    stop = Event()
    stop.set()
    post: Callable[[], int] = posting(mail_app, stop).run

    assert post() == 0
    assert (outbox.only.state, mailbox.letters) == (Posting.QUEUED, [])


@pytest.fixture
def stopped_by_signals() -> Iterator[Event]:
    """As `eia jobs` listens to them; put back afterwards."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    stop = Event()
    stop_on_signals(stop)
    yield stop
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_leaves_work_that_keeps_nothing_yet_and_ends_the_loop(app: Flask, stopped_by_signals: Event) -> None:
    ran: list[str] = []

    def long() -> int:
        with left_when_stopped():
            Timer(0.1, os.kill, [os.getpid(), signal.SIGTERM]).start()
            Event().wait(PATIENCE)
        ran.append("kept")
        return 1

    run(app, [Job("long", 60, long), counting("next", ran)], stopped_by_signals)

    assert ran == []
    with app.app_context():
        lease = db.session.get_one(JobLease, "long")
        assert lease.lease_until is None, "another node takes it up"


def test_a_signal_outside_waits_for_the_work_and_nothing_is_left_without_jobs(stopped_by_signals: Event) -> None:
    with left_when_stopped():
        pass
    signal.raise_signal(signal.SIGTERM)
    assert stopped_by_signals.is_set()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    with left_when_stopped():
        signal.raise_signal(signal.SIGTERM)
    assert issubclass(Left, BaseException)
    assert not issubclass(Left, Exception)
