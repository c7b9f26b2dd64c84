"""Meetings for somebody's calendar: one, all of theirs, or an address from which a calendar fetches them by itself."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, current_app, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as Answer

from config import Settings
from eia.db import db, transaction
from eia.downloads import streamed
from eia.errors import NotFound
from eia.meetings.commands.calendars import end_calendar_link, make_calendar_link
from eia.meetings.ical import KIND, calendar_of
from eia.meetings.models import CalendarLink, Meeting
from eia.meetings.register import in_my_calendar
from eia.meetings.views.blueprint import NUMBER, blueprint, known, me
from eia.people.access import public
from eia.people.queries import standings_of
from eia.people.sessions import digest_of
from eia.people.viewer import standings_now


@blueprint.get(f"/<{NUMBER}:meeting_id>/meeting.ics")
def one_for_calendar(meeting_id: int) -> Response:
    meeting = known(meeting_id).case.meeting
    return _calendar([meeting], f"meeting-{meeting.day}.ics")


@blueprint.get("/mine.ics")
def mine_for_calendar() -> Response:
    return _calendar(in_my_calendar(db.session(), me()), "my-meetings.ics")


@blueprint.get("/calendar")
def calendar() -> str:
    """Whether this person's calendar has an address here."""
    return _page("")


@blueprint.post("/calendar")
def make_calendar() -> str:
    """The address is shown by this answer and never again: only a digest of its secret is kept."""
    with transaction() as session:
        token = make_calendar_link(session, by=standings_now(session))
    settings: Settings = current_app.extensions["eia_settings"]
    return _page(settings.address + url_for("meetings.calendar_feed", token=token))


@blueprint.post("/calendar/end")
def end_calendar() -> Answer:
    with transaction() as session:
        end_calendar_link(session, by=standings_now(session))
    flash("The address opens nothing any more.", "done")
    return redirect(url_for("meetings.calendar"), 303)


@blueprint.get("/calendar/<token>.ics")
@public
def calendar_feed(token: str) -> Response:
    """For the calendar itself, which cannot sign in: when and where, and nothing of what is on an agenda.

    Unknown, ended, and of somebody who has left look alike.
    """
    query = select(CalendarLink).where(CalendarLink.token_digest == digest_of(token), CalendarLink.revoked_at.is_(None))
    link = db.session.scalars(query.options(joinedload(CalendarLink.person))).first()
    if link is None or link.person.closed_at is not None:
        raise NotFound("There is nothing at this address.")
    answer = _calendar(in_my_calendar(db.session(), standings_of(db.session(), link.person)), "meetings.ics", bare=True)
    answer.headers.update({"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"})
    return answer


def _page(address: str) -> str:
    open_now = select(CalendarLink).where(CalendarLink.person_id == me().person_id, CalendarLink.revoked_at.is_(None))
    return render_template("meetings/calendar.html", address=address, link=db.session.scalars(open_now).first())


def _calendar(meetings: Sequence[Meeting], name: str, *, bare: bool = False) -> Response:
    """Made before it is sent, so that nothing is read of the database afterwards."""
    settings: Settings = current_app.extensions["eia_settings"]
    address = settings.address
    pages = [(meeting, address + url_for("meetings.meeting", meeting_id=meeting.id)) for meeting in meetings]
    made = calendar_of(pages, urlsplit(address).hostname or "localhost", bare=bare)
    return streamed(lambda: [made], KIND, name)
