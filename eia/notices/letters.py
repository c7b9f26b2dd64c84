"""From a notice to the words of a mail. It runs in `eia jobs`, never inside a write transaction.

A template is templates/notices/<event>.txt, plain text on top of skeleton.txt. It knows every key of the notice's
values and

    person_name, subject, service   who is written to, the subject line, the name of the service
    link                            where to go, made from the value `link` (or `path`): a path, a whole address,
                                    or {"endpoint": ..., "values": {...}}
    address_of(page)                the same of one of several pages
    who, title, reference, number,  empty where not given: who acted, what it is about, the trail's sentence,
    sentence, note, state           what they wrote, the state it is in now

The skeleton itself uses `note` (or `reason`), `happened` (what happened, in sentences), `todo` (what you can do) and
`why` (why you get this), where given. Dates arrive as ISO text: use the filters `day` and `moment`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from werkzeug.routing import BuildError

from eia import clock
from eia.notices.models import Notice

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "notices"
GENERIC = "generic.txt"
SERVICE = "Equality impact assessments"
MASK = "[link]"
USUAL = dict.fromkeys(("title", "reference", "number", "sentence", "note", "state"), "") | {"who": "Somebody"}

log = structlog.get_logger()


def missing_templates(events: Iterable[str]) -> list[str]:
    """The events that would fall back to the generic template, in alphabetical order."""
    return sorted(event for event in set(events) if not (TEMPLATES / _file(event)).is_file())


def words_of(app: Flask, notice: Notice, person_name: str, address: str, made: Mapping[str, Any]) -> str:
    """The body of the mail. `made` are values that exist at posting only; `address` is the service's own."""
    values = {**notice.values, **made}
    known = {
        **USUAL,
        **values,
        "person_name": person_name,
        "subject": notice.subject,
        "service": SERVICE,
        "link": link_to(app, address, values.get("link") or values.get("path")),
        "address_of": lambda page: link_to(app, address, page),
    }
    return tidy(rendered(notice.event, known))


def masked(made: Mapping[str, Any]) -> dict[str, str]:
    """The same names with nothing in them that opens a door: what the kept text says in their place."""
    return dict.fromkeys(made, MASK)


def link_to(app: Flask, address: str, page: object) -> str:
    """The full address of the page a notice tells of; the service's front door when it names none."""
    path = _path_of(app, page) if isinstance(page, Mapping) else str(page or "/")
    return address.rstrip("/") + path if path.startswith("/") else path


def _path_of(app: Flask, page: Mapping[str, Any]) -> str:
    endpoint = str(page.get("endpoint", ""))
    try:
        return app.url_map.bind("localhost").build(endpoint, dict(page.get("values") or {}))
    except BuildError:
        log.warning("notice names a page that does not exist", endpoint=endpoint)
        return "/"


def tidy(text: str) -> str:
    """LF, no control characters, no trailing blanks, never two empty lines together."""
    text = re.sub(r"[^\S\n]+$", "", _without_controls(text), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _without_controls(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\u2028", "\n")
    return re.sub(r"[\x00-\x08\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)


def rendered(event: str, known: Mapping[str, Any], folder: Path = TEMPLATES) -> str:
    """A template that is missing or lacks a value is a defect, but people are told all the same."""
    if (folder / _file(event)).is_file():
        try:
            return _environment(folder).get_template(_file(event)).render(known)
        except TemplateError as error:
            log.error("notice template failed", notice_event=event, error=str(error))
    return _environment(folder).get_template(GENERIC).render(known)


def _file(event: str) -> str:
    """The template's file name; an event is a name, never a path."""
    return (event if re.fullmatch(r"[a-z0-9_]+", event) else "unknown") + ".txt"


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # noqa: S701 - plain text: escaping would print &amp; in a mail
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = day
    environment.filters["moment"] = moment
    return environment


def day(value: date | str) -> str:
    """3 December 2026. An instant becomes its day in London; what is not a date stays as it is."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else _as_date(value)
    except ValueError:
        return str(value)
    return f"{found.day} {found:%B %Y}"


def moment(value: datetime | str) -> str:
    """3 December 2026 at 14:02, in London."""
    try:
        instant = clock.london(datetime.fromisoformat(value) if isinstance(value, str) else value)
    except ValueError:
        return str(value)
    return f"{instant.day} {instant:%B %Y at %H:%M}"


def _as_date(value: date | str) -> date:
    if isinstance(value, str):
        return clock.london(datetime.fromisoformat(value)).date()
    return clock.london(value).date() if isinstance(value, datetime) else value
