"""What the pages of meetings ask of the database does not grow with what they show."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from eia import clock
from eia.db import db, transaction
from eia.meetings.commands.attending import declare_interest
from eia.meetings.commands.bodies import seat
from eia.meetings.commands.calling import When, call_meetings
from eia.meetings.commands.items import add_item
from eia.meetings.commands.minuting import save_minute
from eia.meetings.models import Body, Meeting
from eia.people.models import Person
from tests.meetings.pages import browser
from tests.support.deciding import make_ready, override, record_decision_on
from tests.support.files import PDF
from tests.support.meetings import Sat, add_paper_to
from tests.support.staff import acting, appoint_another, make_staff
from tests.support.statements import counted

FEW, MANY = 1, 12
MOST, MOST_OF_AN_ITEM, MOST_OF_A_RECORD = 28, 34, 41
"""The pages of one item show what is attached; its record holds each of the ten principles against it."""
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
    "/meetings/{meeting}/order",
    "/meetings/{meeting}/minutes",
    "/meetings/{meeting}/packs",
    "/meetings/{meeting}/trail",
    "/meetings/bodies/{body}/decisions",
    "/meetings/items/{item}",
    "/meetings/items/{item}/regard",
    "/meetings/items/{item}/decision",
    "/meetings/items/{item}/record",
    "/meetings/items/{bare}/record",
)


class Grown(NamedTuple):
    sat: Sat
    bare: int
    """An item that nothing is attached to."""


def grown(times: int) -> Grown:
    """A meeting with so many items, decisions, conditions, minutes, interests, members and papers, and meetings after
    it.
    """
    sat, _ = make_ready(make_staff())
    with transaction() as session:
        meeting = session.get_one(Meeting, sat.meeting_id)
        meeting.state, by = "circulated", acting(session, sat.lead["secretary"])
        author, member = (session.get_one(Person, sat.lead[part]) for part in ("owner", "member"))
        decided = [sat]
        for number in range(times):
            title, late = f"Item {number}", "It came up today"
            item = add_item(
                session, sat.meeting_id, kind="decision", title=title, author=author, late_reason=late, by=by
            )
            decided.append(replace(sat, item_id=item.id))
            declare_interest(
                session, sat.meeting_id, person=member, item_id=None, what="None", consequence="stays", by=by
            )
        when = When(day=clock.today() + timedelta(days=7), begins=meeting.begins)
        call_meetings(session, sat.body_id, when, every="weekly", times=times + 1, by=by)
    for number in range(times):
        add_paper_to(sat, PDF + b" " * number)
        sit(sat, appoint_another(sat.lead, f"member {number}"))
    hold(sat)
    others = [appoint_another(sat.lead, f"owner {number}") for number in range(times)]
    due = clock.today() + timedelta(days=9)
    kept = [{"what": f"Condition {number}", "owner_id": owner, "due": due} for number, owner in enumerate(others)]
    for one in decided:
        override(one)
        on_conditions = one in (sat, decided[-1])
        said: dict[str, Any] = {"outcome": "with_conditions", "conditions": kept} if on_conditions else {}
        record_decision_on(one, **said)
        write_minute(one)
    return Grown(sat, decided[-1].item_id)


def sit(sat: Sat, person_id: int) -> None:
    with transaction() as session:
        person, by = session.get_one(Person, person_id), acting(session, sat.lead["secretary"])
        body = session.get_one(Body, sat.body_id)
        seat(session, body, person, "member", from_day=clock.today(), until_day=None, by=by)


def hold(sat: Sat) -> None:
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).state = "held"


def write_minute(sat: Sat) -> None:
    with transaction() as session:
        by = acting(session, sat.lead["secretary"])
        save_minute(session, sat.meeting_id, sat.item_id, "It was discussed.", seen=0, by=by)


@pytest.fixture(scope="module")
def pair(app: Flask) -> tuple[Grown, Grown]:
    with app.app_context():
        made = grown(FEW), grown(MANY)
        db.session.remove()
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_meetings_asks_no_more_when_it_shows_more(app: Flask, pair: tuple[Grown, Grown], page: str) -> None:
    counts = []
    for sat, bare in pair:
        client = browser(app, sat.lead["secretary"])
        path = page.format(body=sat.body_id, meeting=sat.meeting_id, item=sat.item_id, bare=bare)
        client.get(path)
        with counted(app) as statements:
            client.get(path)
        counts.append(len(statements))
    of_record = page.endswith(("/record", "/decision"))
    most = MOST_OF_A_RECORD if of_record else MOST_OF_AN_ITEM if "/items/" in page else MOST
    assert counts[0] == counts[1] <= most, (page, counts)
