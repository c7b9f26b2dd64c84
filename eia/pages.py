"""What every template may use: the filters for text and dates, the macros' folder, the static files' names.

`init_app` is called once by the factory. Nothing here knows a page.
"""

import calendar
import json
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, url_for
from jinja2 import BaseLoader, ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from eia import clock, forms
from eia.errors import Reason

YEAR_IN_SECONDS = 31_536_000
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class StaticFilesMissing(RuntimeError):
    """The style sheets were never built on this machine."""

    def __init__(self) -> None:
        super().__init__("The style sheets and scripts are not built yet. Type: make static")


def day(moment: date | datetime | None) -> str:
    """3 December 2026; an instant is told as the day it was in London."""
    if moment is None:
        return ""
    when = clock.london(moment) if isinstance(moment, datetime) else moment
    return f"{when.day} {calendar.month_name[when.month]} {when.year}"


def iso_day(text: str | None) -> str:
    """An ISO day as it is kept in answers, as people read it."""
    return day(date.fromisoformat(text)) if text else ""


def time_of_day(moment: datetime) -> str:
    return f"{clock.london(moment):%H:%M}"


def moment(instant: datetime | None) -> str:
    """3 December 2026 at 14:02, in London."""
    return "" if instant is None else f"{day(instant)} at {time_of_day(instant)}"


def _some(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def _days_apart(days: int) -> str:
    named = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in named:
        return named[days]
    size = abs(days)
    if size < 31:
        told = _some(size, "day")
    elif size < 365:
        told = _some(size // 30, "month")
    else:
        told = _some(size // 365, "year")
    return f"{told} ago" if days > 0 else f"in {told}"


def ago(when: date | datetime | None) -> str:
    """20 minutes ago, yesterday, in 3 days. Days are counted in London."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        passed = clock.now() - when
        if timedelta(0) <= passed < MINUTE:
            return "just now"
        if timedelta(0) <= passed < HOUR:
            return f"{_some(passed // MINUTE, 'minute')} ago"
        if clock.london(when).date() == clock.today() and passed > timedelta(0):
            return f"{_some(passed // HOUR, 'hour')} ago"
        when = clock.london(when).date()
    return _days_apart((clock.today() - when).days)


def paragraphs(text: str | None, classes: str = "govuk-body") -> Markup:
    """What a person wrote, escaped, in paragraphs that take their direction from their own words."""
    blocks = re.split(r"\n\s*\n", (text or "").strip())
    return Markup("\n").join(
        Markup('<p class="{}" dir="auto">{}</p>').format(
            classes, Markup("<br>").join(escape(line) for line in block.split("\n"))
        )
        for block in blocks
        if block.strip()
    )


def counted(number: int, one: str, many: str = "") -> str:
    """“1 person”, “12 people”: a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(items: Iterable[Any], last: str = "and") -> str:
    """“a, b and c”."""
    words = [str(item) for item in items]
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def address_of(reason: Reason) -> str:
    """Where a reason is mended, or nothing when it names no page."""
    if not reason.endpoint:
        return ""
    values: dict[str, Any] = dict(reason.values)
    try:
        return url_for(reason.endpoint, _anchor=reason.anchor or None, **values)
    except BuildError:
        return ""


def built_names(folder: Path) -> dict[str, str]:
    """From a static file's name to the name that carries its digest."""
    manifest = folder / "manifest.json"
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.is_file() else {}
    return names


def static_url(name: str) -> str:
    """The address of a built file, to be kept by browsers for a year."""
    names: dict[str, str] = current_app.extensions["eia-static"]
    if name not in names:
        if not current_app.testing:
            raise StaticFilesMissing
        return url_for("static", filename=name)
    return url_for("static", filename=names[name])


def _say_what_is_missing(error: StaticFilesMissing) -> Response:
    return Response(f"{error}\n", status=503, mimetype="text/plain")


def _loader(app: Flask) -> BaseLoader:
    own = app.create_global_jinja_loader()
    return ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})])


def compile_templates(app: Flask) -> None:
    """All of them, before a server makes its workers: they share them, and nobody's first page waits for it."""
    for name in app.jinja_env.list_templates(filter_func=lambda name: not name.startswith("govuk_frontend_jinja")):
        if name.endswith(".html"):
            app.jinja_env.get_template(name)


def init_app(app: Flask) -> None:
    app.jinja_env.loader = _loader(app)
    app.jinja_env.filters.update(
        day=day, iso_day=iso_day, time_of_day=time_of_day, moment=moment, ago=ago,
        paragraphs=paragraphs, counted=counted, joined=joined,
    )  # fmt: skip
    app.jinja_env.globals.update(
        field_html=forms.field_html,
        button_html=forms.button_html,
        form_problems=lambda form: list(forms.problems(form)),
        hidden_fields=forms.hidden_fields,
        address_of=address_of,
        static_url=static_url,
    )
    app.extensions["eia-static"] = built_names(Path(app.static_folder or ""))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_IN_SECONDS
    app.register_error_handler(StaticFilesMissing, _say_what_is_missing)
