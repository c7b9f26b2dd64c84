"""The loop of `eia jobs`: periodic work, one node at a time for each piece of it, any number of nodes.

The lease lasts as long as the work may take; a node that dies holds up its work until then, no longer.
"""

import os
import secrets
import signal
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

import structlog
from flask import Flask
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.notices.leaving import SIGNALS, Left
from eia.notices.models import JobLease
from eia.notices.posting import post_due

SHORTEST_WAIT = 1.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """Periodic work. `run` is called in an app context and answers how much it did (0: nothing to do)."""

    name: str
    every_seconds: float
    run: Callable[[], int]
    may_take_seconds: float = 1800


def posting(app: Flask, stop: Event | None = None) -> Job:
    """The job that posts what is queued."""
    return Job("post notices", 10, lambda: post_due(app, stop=stop).total())


def run(app: Flask, jobs: Sequence[Job], stop: Event) -> None:
    """Run each job when it is due, until `stop` is set; the job at work is finished or left first (`leaving.py`)."""
    log.info("jobs begin", node=node(), jobs=[job.name for job in jobs])
    while not stop.is_set():
        try:
            run_once(app, jobs, stop)
        except Left:
            log.info("job left in the middle, to be done again")
        stop.wait(max(SHORTEST_WAIT, min((job.every_seconds for job in jobs), default=60) / 2))
    log.info("jobs end", node=node())


def run_once(app: Flask, jobs: Sequence[Job], stop: Event | None = None) -> int:
    """Run every job that is due now, each once; how much was done. For cron and tests too."""
    done = 0
    for job in jobs:
        if stop and stop.is_set():
            break
        with app.app_context():
            done += _run_if_due(job)
    return done


def stop_on_signals(stop: Event) -> None:
    """SIGTERM and SIGINT end the loop after the job at work."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: stop.set())


def node() -> str:
    """Which process on which machine this is."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _run_if_due(job: Job) -> int:
    """One failing job is logged and does not stop the others."""
    with structlog.contextvars.bound_contextvars(run=secrets.token_hex(8), job=job.name):
        try:
            if not _taken(job):
                return 0
        except Exception:
            log.exception("job could not be started")
            return 0
        try:
            done = job.run()
            log.info("job done", count=done) if done else log.debug("job done", count=0)
            return done
        except Exception:
            log.exception("job failed")
            return 0
        finally:
            _release(job)


def _taken(job: Job) -> bool:
    """Whether this node has the lease now. The read first: what is not due costs no write."""
    due = db.session.scalar(select(JobLease.name).where(JobLease.name == job.name, ~_free(job)))
    db.session.rollback()
    if due is not None:
        return False
    now = clock.now()
    with transaction() as session:
        _make_row(session, job)
        mine = update(JobLease).where(JobLease.name == job.name, _free(job)).returning(JobLease.name)
        until = now + timedelta(seconds=job.may_take_seconds)
        return session.execute(mine.values(lease_until=until, last_run_at=now, node=node())).first() is not None


def _free(job: Job) -> ColumnElement[bool]:
    now = clock.now()
    return or_(JobLease.lease_until.is_(None), JobLease.lease_until <= now) & or_(
        JobLease.last_run_at.is_(None), JobLease.last_run_at <= now - timedelta(seconds=job.every_seconds)
    )


def _make_row(session: Session, job: Job) -> None:
    insert = (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(JobLease)
    session.execute(insert.values(name=job.name).on_conflict_do_nothing())


def _release(job: Job) -> None:
    try:
        db.session.rollback()
        with transaction() as session:
            mine = update(JobLease).where(JobLease.name == job.name, JobLease.node == node())
            session.execute(mine.values(lease_until=None))
    except Exception:
        log.exception("lease could not be given back")
