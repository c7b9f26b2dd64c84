"""What Prometheus is told: how many requests by door and answer, how long they took, and what waits in the database.

The workers count in files they share (gunicorn.conf.py makes the folder). No person, address or text is in it.
"""

import os
import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Version
from eia.notices.models import JobLease, Notice, Posting

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds."""
SHARED = "PROMETHEUS_MULTIPROC_DIR"
REQUESTS = Counter("eia_requests", "Requests answered.", ["door", "method", "status"], registry=None)
SECONDS = Histogram("eia_request_seconds", "How long an answer took.", ["door"], buckets=BUCKETS, registry=None)


def init_app(app: Flask) -> None:
    """Nothing is counted where nobody may ask for it."""
    if app.extensions["eia_settings"].metrics_token:
        app.after_request(_count)


def _count(response: Response) -> Response:
    door = request.url_rule.rule if request.url_rule else "none"
    REQUESTS.labels(door, request.method, str(response.status_code)).inc()
    if "request_began" in g:
        SECONDS.labels(door).observe(time.perf_counter() - g.request_began)
    return response


def measured(session: Session) -> tuple[bytes, str]:
    """The text for Prometheus, and its content type."""
    registry = CollectorRegistry()
    registry.register(Waiting(session))
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:  # one process, as in tests
        registry.register(REQUESTS)
        registry.register(SECONDS)
    return generate_latest(registry), CONTENT_TYPE_LATEST


class Waiting(Collector):
    """What the database says now."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def collect(self) -> Iterator[Metric]:
        yield self._notices()
        yield self._oldest()
        yield self._jobs()
        yield self._versions()

    def _notices(self) -> Metric:
        found = GaugeMetricFamily(
            "eia_notices", "Messages that have not gone out, by how far they are.", labels=["state"]
        )
        unsent = (Posting.QUEUED, Posting.CLAIMED, Posting.FAILED, Posting.PERHAPS_SENT)
        query = select(Notice.state, func.count()).where(Notice.state.in_(unsent)).group_by(Notice.state)
        counted = dict(self.session.execute(query).all())
        for state in unsent:
            found.add_metric([state], counted.get(state, 0))
        return found

    def _oldest(self) -> Metric:
        since = self.session.scalar(select(func.min(Notice.queued_at)).where(Notice.state == Posting.QUEUED))
        age = (clock.now() - since).total_seconds() if since else 0
        return GaugeMetricFamily("eia_notices_oldest_seconds", "How long the oldest message waits.", value=age)

    def _jobs(self) -> Metric:
        found = GaugeMetricFamily("eia_job_age_seconds", "How long ago each periodic work last began.", labels=["job"])
        for name, began in self.session.execute(select(JobLease.name, JobLease.last_run_at)):
            if began:
                found.add_metric([name], (clock.now() - began).total_seconds())
        return found

    def _versions(self) -> Metric:
        found = GaugeMetricFamily("eia_versions", "Versions of assessments, by state.", labels=["state"])
        for state, count in self.session.execute(select(Version.state, func.count()).group_by(Version.state)):
            found.add_metric([state], count)
        return found
