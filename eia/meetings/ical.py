"""Meetings as a calendar reads them (RFC 5545): the same bytes for the same meetings."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event

from eia import clock
from eia.meetings.models import Meeting

KIND = "text/calendar; charset=utf-8"
STATUS = {"drafted": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar_of(meetings: Iterable[tuple[Meeting, str]], service: str, *, bare: bool = False) -> bytes:
    """A calendar of these meetings, each with the address of its page; `service` is the host that names them.

    `bare`: without the link to join by, for a calendar that is fetched without signing in.
    """
    whole = Calendar()
    whole.add("prodid", "-//Equality impact assessments//Meetings//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for meeting, page in meetings:
        whole.add_component(_event(meeting, page, service, bare))
    made: bytes = whole.to_ical()
    return made


def _event(meeting: Meeting, page: str, service: str, bare: bool) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{service}")
    event.add("dtstamp", meeting.state_since.astimezone(UTC))
    event.add("sequence", meeting.revision)
    event.add("dtstart", _at(meeting.day, meeting.begins))
    if meeting.ends is not None:
        event.add("dtend", _at(meeting.day, meeting.ends))
    event.add("summary", meeting.body.name)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", "\n".join(part for part in ("" if bare else meeting.link, page) if part))
    event.add("url", page)
    event.add("status", STATUS.get(meeting.state, "CONFIRMED"))
    return event


def _at(day: date, at: time) -> datetime:
    """A time of day in London as an instant, so that no calendar needs to know our time zone."""
    return datetime.combine(day, at, tzinfo=clock.LONDON).astimezone(UTC)
