"""What the pages of meetings ask of the database does not grow with what they show."""

from datetime import timedelta

import pytest
from flask import Flask

from eia import clock
from eia.db import db, transaction
from eia.meetings.commands.attending import declare_interest
from eia.meetings.commands.calling import When, call_meetings
from eia.meetings.commands.items import add_item
from eia.meetings.models import Meeting
from eia.people.models import Person
from tests.meetings.pages import browser
from tests.support.meetings import Sat, make_meeting
from tests.support.staff import acting, make_staff
from tests.support.statements import counted

FEW, MANY = 1, 12
PAGES = (
    "/meetings",
    "/meetings/bodies",
    "/meetings/bodies/{body}",
    "/meetings/bodies/{body}/standing",
    "/meetings/{meeting}",
    "/meetings/{meeting}/attendance",
    "/meetings/{meeting}/interests",
    "/meetings/{meeting}/told",
    "/meetings/{meeting}/meeting.ics",
    "/meetings/mine.ics",
)


def grown(times: int) -> Sat:
    """A meeting with so many items, interests and meetings after it."""
    sat = make_meeting(make_staff(), at="held")
    with transaction() as session:
        meeting = session.get_one(Meeting, sat.meeting_id)
        meeting.state, by = "circulated", acting(session, sat.lead["secretary"])
        author, member = (session.get_one(Person, sat.lead[part]) for part in ("owner", "member"))
        for number in range(times):
            title, late = f"Item {number}", "It came up today"
            add_item(session, sat.meeting_id, kind="decision", title=title, author=author, late_reason=late, by=by)
            declare_interest(
                session, sat.meeting_id, person=member, item_id=None, what="None", consequence="stays", by=by
            )
        when = When(day=clock.today() + timedelta(days=7), begins=meeting.begins)
        call_meetings(session, sat.body_id, when, every="weekly", times=times + 1, by=by)
    return sat


@pytest.fixture(scope="module")
def pair(app: Flask) -> tuple[Sat, Sat]:
    with app.app_context():
        made = grown(FEW), grown(MANY)
        db.session.remove()
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_meetings_asks_no_more_when_it_shows_more(app: Flask, pair: tuple[Sat, Sat], page: str) -> None:
    counts = []
    for sat in pair:
        client = browser(app, sat.lead["secretary"])
        path = page.format(body=sat.body_id, meeting=sat.meeting_id)
        client.get(path)
        with counted(app) as statements:
            client.get(path)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 22, (page, counts)
