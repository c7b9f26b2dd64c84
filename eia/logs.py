"""How the log is written: one JSON object a line for machines, readable lines on a terminal.

Every request has a number, which stands in each of its lines, in the answer's X-Request-Id and on the page that says
sorry. A line names the door that was asked for, never the address: some addresses are secrets. A traceback is written
without the values of variables: they hold what people wrote.
"""

import logging
import re
import secrets
import sys
import time
from types import TracebackType

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request
from structlog.typing import Processor

from config import Settings

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = frozenset({"static", "upkeep.health", "upkeep.ready", "upkeep.metrics"})
"""Doors that somebody knocks at every few seconds."""

log = structlog.get_logger()


class App(Flask):
    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None] | BaseException | None
    ) -> None:
        """Flask's own line names the address."""
        log.error("request failed", door=_door(), exc_info=exc_info)


def configure() -> None:
    """Called once by each door: `wsgi.py` and the `eia` command."""
    to_people = sys.stderr.isatty()
    stamped: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([] if to_people else [structlog.processors.format_exc_info]),
    ]
    written: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if to_people
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*stamped, written],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _take_in_others(stamped, written)


def _take_in_others(stamped: list[Processor], written: Processor) -> None:
    """What libraries say by Python's own logging is written the same way."""
    only_ours = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=stamped, processors=[only_ours, written])
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def init_app(app: Flask) -> None:
    """Call it first: the number must be there before anybody may say something."""
    app.before_request(_begin)
    app.after_request(_end)


def number() -> str:
    """The number of this request; "" outside of one."""
    return str(g.get("request_number", "")) if has_request_context() else ""


def _begin() -> None:
    """A proxy that is believed may have numbered it already."""
    settings: Settings = current_app.extensions["eia_settings"]
    given = request.headers.get(HEADER, "") if settings.trusted_proxies else ""
    g.request_number = given if GIVEN.fullmatch(given) else secrets.token_hex(6)
    g.request_began = time.perf_counter()
    structlog.contextvars.bind_contextvars(request=g.request_number)


def _end(response: Response) -> Response:
    if not number():  # refused before it could begin
        return response
    response.headers[HEADER] = number()
    if request.endpoint not in QUIET:
        took = round((time.perf_counter() - g.request_began) * 1000, 1)
        log.info("request", method=request.method, door=_door(), status=response.status_code, ms=took)
    structlog.contextvars.unbind_contextvars("request")
    return response


def _door() -> str:
    return request.url_rule.rule if request.url_rule else "none"
