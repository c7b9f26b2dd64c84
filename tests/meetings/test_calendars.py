"""A calendar fetches the meetings of one person by an address nobody can guess, until that person ends it."""

import re

from flask import Flask

from eia.audit.queries import entries
from eia.db import db, transaction
from eia.meetings.models import CalendarLink, Meeting
from eia.people.models import Person
from eia.people.streams import stream_of
from tests.meetings.pages import browser
from tests.support.meetings import make_meeting
from tests.support.staff import make_staff

PAGE = "/meetings/calendar"


def test_a_calendar_fetches_the_meetings_of_one_person_without_signing_in_until_they_end_it(app: Flask) -> None:
    with app.app_context():
        sat = make_meeting(make_staff(), at="circulated")
        other = make_meeting(make_staff(), at="circulated")
        with transaction() as session:
            meeting = session.get_one(Meeting, sat.meeting_id)
            meeting.link = "https://video.example/secret-room"
            name, another = meeting.body.name, session.get_one(Meeting, other.meeting_id).body.name
    member = browser(app, sat.lead["member"])
    assert "Make an address" in member.get(PAGE)

    def address() -> str:
        found = re.search(r"(/meetings/calendar/[\w-]{40,}\.ics)", member.client.post(PAGE).text)
        assert found is not None
        return found[1]

    first, outside = address(), app.test_client()
    assert first not in member.get(PAGE), "it is shown once"
    found = outside.get(first)
    assert found.mimetype == "text/calendar"
    assert f"SUMMARY:{name}" in found.text
    for never in (another, "secret-room", "Move of the front desk"):
        assert never not in found.text
    second = address()
    assert [outside.get(one).status_code for one in (first, second)] == [404, 200]
    assert outside.get(PAGE).status_code == 303
    assert member.client.post(f"{PAGE}/end").status_code == 303
    assert [outside.get(one).status_code for one in (first, second, f"{PAGE}/x.ics")] == [404] * 3
    third = address()
    with app.app_context():
        with transaction() as session:
            person = session.get_one(Person, sat.lead["member"])
            stream, person.closed_at = stream_of(person.organisation), person.created_at
        secret = third.rpartition("/")[2].removesuffix(".ics")
        assert secret not in [one.token_digest for one in db.session.query(CalendarLink)]
        told = [one.event for one in entries(db.session(), stream, newest=4)]
        assert told == ["calendar_link_made", "calendar_link_ended", "calendar_link_made", "calendar_link_made"]
        db.session.rollback()
    assert outside.get(third).status_code == 404, "they have left"
