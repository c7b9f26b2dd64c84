"""The register of actions: the page, the table to download, the dates for a calendar."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request, url_for
from icalendar import Calendar, Event

from eia import downloads
from eia.assessments.afterwards.action_register import (
    COUNTED,
    LISTS,
    Line,
    characteristics,
    every_line,
    organisations_with_actions,
    page_of,
)
from eia.assessments.afterwards.action_statements import Filter
from eia.assessments.models.living import STATUSES
from eia.assessments.views.blueprint import me
from eia.assessments.views.reopening import reopenings
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.db import db
from eia.frameworks.store import characteristics_in_use
from eia.pages import moment

blueprint = Blueprint("actions", __name__, url_prefix="/actions")
COLUMNS = (
    "Action", "How you will know it worked", "Assessment", "Version", "Title", "Led by", "Owner",
    "Owner’s organisation", "Due", "Where it stands", "Overdue", "Last note", "Noted", "Evidence", "Measured result",
    "Harm before", "Harm now", "Harm planned to remain",
)  # fmt: skip


@blueprint.get("")
def register() -> str:
    wanted = _wanted()
    found = page_of(db.session(), me(), wanted, after=request.args.get("after", ""))
    return render_template(
        "assessments/actions.html",
        found=found,
        reopenings=reopenings(db.session(), me(), found.lines),
        wanted=wanted,
        asked=_asked(wanted),
        turned="after" in request.args,
        total=f"{COUNTED:,}+" if found.total > COUNTED else f"{found.total:,}",
        lists=LISTS,
        organisations=organisations_with_actions(db.session(), me()),
        characteristics=characteristics_in_use(db.session()),
        states=ACTION_TABLE.states,
    )


@blueprint.get("/actions.csv")
def table() -> Response:
    by, wanted = me(), _wanted()
    return downloads.table(COLUMNS, lambda: map(_cells, every_line(db.session(), by, wanted)), "actions.csv")


@blueprint.get("/actions.ics")
def calendar() -> Response:
    address = current_app.extensions["eia_settings"].address
    by, wanted = me(), _wanted()
    return downloads.streamed(
        lambda: _dates(every_line(db.session(), by, wanted), address), "text/calendar; charset=utf-8", "actions.ics"
    )


def _wanted() -> Filter:
    asked = request.args
    listed, about, code = (asked.get(name, "") for name in ("list", "characteristic", "organisation"))
    return Filter(
        mine=asked.get("whose") == "mine",
        listed=listed if listed in LISTS else "open",
        organisation=code if code.isascii() and code.isalnum() else "",
        characteristic=about if about in characteristics() else "",
    )


def _asked(wanted: Filter) -> dict[str, str]:
    """The filter as it stands in an address."""
    asked = {
        "whose": "mine" if wanted.mine else "",
        "list": wanted.listed if wanted.listed != "open" else "",
        "organisation": wanted.organisation,
        "characteristic": wanted.characteristic,
    }
    return {name: value for name, value in asked.items() if value}


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.what, line.measure, line.reference, str(line.number or ""), line.title, line.lead, line.owner,
        line.organisation, line.due.isoformat(), STATUSES[line.status], "yes" if line.overdue else "no", line.note,
        moment(line.noted_at), line.proof, line.result, *line.harm,
    )  # fmt: skip


def _dates(lines: Iterable[Line], address: str) -> Iterator[bytes]:
    """Event by event, between the first and the last lines of an empty calendar."""
    whole = Calendar()
    whole.add("prodid", "-//Equality impact assessments//Actions//EN")
    whole.add("version", "2.0")
    end = b"END:VCALENDAR\r\n"
    yield whole.to_ical().removesuffix(end)
    for line in lines:
        yield _event(line, address).to_ical()
    yield end


def _event(line: Line, address: str) -> Event:
    """All day, on the day it is due in London: a date has no hour and is the same day everywhere."""
    event = Event()
    link = address.rstrip("/") + url_for(line.endpoint, **line.address)
    event.add("uid", f"{line.endpoint.partition('.')[2]}-{line.id}@{urlsplit(address).hostname or 'localhost'}")
    event.add("dtstamp", line.noted_at or datetime(line.due.year, 1, 1, tzinfo=UTC))
    event.add("dtstart", line.due)
    event.add("dtend", line.due + timedelta(days=1))
    event.add("summary", f"Due: {line.what}")
    says = f"{line.title} ({line.reference}). Owner: {line.owner}. {STATUSES[line.status]}."
    event.add("description", says)
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event
