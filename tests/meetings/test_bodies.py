"""A body as its secretary keeps it: added, changed, people named and ended; each change is one entry in its trail."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.meetings.models import Body
from eia.meetings.queries import bodies_for
from eia.people.names import sort_name_of
from tests.meetings.pages import Browser, browser, on, words
from tests.support.meetings import make_body, make_meeting
from tests.support.staff import Staff, acting, make_staff
from tests.support.tampering import findings

DAY = timedelta(days=1)
FACTS: dict[str, object] = {"name": "Ethics, Equality and Inclusion Board", "decides": "together", "quorum": "3",
                            "deadline_days": "5", "deadline_counts": "clear_days"}  # fmt: skip


@pytest.fixture(scope="module")
def secretary(app: Flask, staff: Staff) -> Browser:
    return browser(app, staff["secretary"])


def kept(app: Flask, body_id: int = 0, name: str = "") -> Body:
    """The body as it is on record, with everything around it."""
    with app.app_context():
        session = db.session()
        found = session.get_one(Body, body_id) if body_id else session.query(Body).filter_by(name=name).one()
        _ = found.members, found.standing_items, found.reasons
        return found


def made(app: Flask, *staff: Staff) -> int:
    with app.app_context():
        return make_body(staff)


def trail(app: Flask, body_id: int) -> list[str]:
    with app.app_context():
        return [entry.event for entry in reversed(entries(db.session(), f"body:{body_id}"))]


def test_a_secretary_sets_up_a_body_from_nothing(
    app: Flask, staff: Staff, neighbour: Staff, secretary: Browser
) -> None:
    page = secretary.done("/meetings/bodies/new", **FACTS, organisations=[neighbour.organisation_id])
    body = kept(app, name=str(FACTS["name"]))
    address = f"/meetings/bodies/{body.id}"
    assert "It has no chair" in page
    assert "Neither the day papers come in nor the day of the meeting counts" in page
    assert "Equality impact of actions and decisions" in page

    today = clock.today()
    for part, role in (("chair", "chair"), ("member", "member")):
        secretary.done(f"{address}/members/new", person=staff[part], role=role, **on("from_day", today))
    page = secretary.get(address)
    assert "It has no chair" not in page
    assert "only 2 of those who sit in it decide" in page

    secretary.done(f"{address}/standing", title="Minutes of the last meeting", kind="information")
    items = {item.title: item.id for item in kept(app, body.id).standing_items}
    secretary.done(f"{address}/standing", then=f"up-{items['Minutes of the last meeting']}")
    shown = words(secretary.get(f"{address}/standing"))
    assert shown.index("Apologies") < shown.index("Minutes of the last") < shown.index("Equality impact of")
    refused = secretary.fill(f"{address}/standing", then=f"off-{items['Equality impact of actions and decisions']}")
    assert refused.status_code == 409
    secretary.done(f"{address}/standing", then=f"off-{items['Apologies']}")

    secretary.done(f"{address}/reasons", words="The decision changes nothing for anybody")
    reason = kept(app, body.id).reasons[0].id
    assert "changes nothing" in secretary.get(address)
    secretary.done(f"{address}/reasons", end=reason)
    assert "changes nothing" not in secretary.get(address).partition("Trail</h2>")[0]

    assert trail(app, body.id) == [
        "body_added", "member_seated", "member_seated", "standing_item_added", "standing_items_ordered",
        "standing_item_removed", "reason_accepted", "reason_ended",
    ]  # fmt: skip
    assert browser(app, neighbour["adviser"]).get(address), "it decides for them too"
    browser(app, staff["owner"]).get(f"{address}/change", 403)


def test_what_cannot_be_is_said_and_what_was_typed_stays(app: Flask, staff: Staff, secretary: Browser) -> None:
    body = f"/meetings/bodies/{made(app, staff)}"
    today = clock.today()
    alone = secretary.refused("/meetings/bodies/new", **(FACTS | {"name": "Alone", "decides": "alone"}))
    assert "Select who decides alone" in alone
    late = secretary.refused("/meetings/bodies/new", **(FACTS | {"name": "Late", "deadline_days": "-3"}))
    assert "must be 0 or more" in late
    name = words(secretary.get(body)).split(" Decides for")[0].strip()
    assert "already has a body called" in secretary.refused("/meetings/bodies/new", **(FACTS | {"name": name.upper()}))

    seat = f"{body}/members/new"
    said = secretary.refused(seat, person=staff["owner"], role="chair", **on("from_day", today))
    assert "is its chair in those days" in said
    said = secretary.refused(seat, person=staff["member"], role="member", **on("from_day", today))
    assert "sits in it already" in said
    early = on("from_day", today) | on("until_day", today - DAY)
    assert "The last day comes before the first" in secretary.refused(
        seat, person=staff["owner"], role="member", **early
    )
    impossible = {"from_day-day": "31", "from_day-month": "2", "from_day-year": "2027"}
    page = secretary.refused(seat, person=staff["owner"], role="member", **impossible)
    assert "must be a real date" in page, page


def test_a_membership_ends_and_stays_on_record(app: Flask, staff: Staff, secretary: Browser) -> None:
    body_id = made(app, staff)
    member = next(one for one in kept(app, body_id).members if one.person_id == staff["member"])
    end = f"/meetings/bodies/{body_id}/members/{member.id}/end"
    tomorrow = clock.today() + DAY
    assert "It began on" in secretary.refused(end, **on("last_day", clock.today() - DAY))
    page = words(secretary.done(end, **on("last_day", tomorrow)))
    assert "until" in page
    assert trail(app, body_id)[-1] == "seat_ended"


def test_two_secretaries_change_a_body_at_once_and_neither_loses_a_word(
    app: Flask, staff: Staff, secretary: Browser
) -> None:
    body_id = made(app, staff)
    change = f"/meetings/bodies/{body_id}/change"
    body = kept(app, body_id)
    mine, theirs = secretary, browser(app, staff["chair"])
    facts = FACTS | {"name": body.name}
    read_before = mine.get(change)
    theirs.done(change, **(facts | {"terms": "What the chair wrote"}))

    said = mine.refused(change, read_before, **(facts | {"terms": "What the secretary wrote"}))
    assert "Already changed by" in said
    assert "What the chair wrote" in said
    assert "What the secretary wrote" in said

    stale = mine.client.post(change, data={**facts, "terms": "x", "seen": 1}).text
    again = mine.fill(change, stale, **(facts | {"terms": "What the secretary wrote"}))
    assert again.status_code == 303
    assert kept(app, body_id).terms == "What the secretary wrote"


def test_a_body_is_closed_with_a_reason_and_its_meetings_to_come_are_cancelled(app: Flask) -> None:
    with app.app_context():
        sat = make_meeting(make_staff(), at="circulated")
        held = make_meeting(*sat.staff, at="held")
        lead, name = sat.lead, db.session.get_one(Body, sat.body_id).name
        db.session.rollback()
    page, secretary = f"/meetings/bodies/{sat.body_id}/close", browser(app, lead["secretary"])
    browser(app, lead["member"]).get(page, 403)
    shown = secretary.get(page)
    assert "1 meeting to come will be cancelled" in words(shown)
    with app.app_context():
        make_meeting(*sat.staff, body_id=sat.body_id)
    assert "changed since you opened the page" in secretary.refused(page, shown, reason="It was merged.")
    secretary.done(page, reason="It was merged.")
    body = words(secretary.get(f"/meetings/bodies/{sat.body_id}"))
    assert "What it decided stays on record." in body
    assert "Closed: It was merged." in body
    assert "Cancelled" in words(secretary.get(f"/meetings/{sat.meeting_id}"))
    assert name not in secretary.get("/meetings/bodies")
    assert name in secretary.get("/meetings/bodies?show=closed")
    secretary.get(page, 409)
    blocked = f"/meetings/bodies/{held.body_id}/close"
    assert "Sign them, then close the body" in secretary.refused(blocked, reason="It was merged.")
    with app.app_context():
        assert [one for one in findings(db.session().connection()) if f"body:{sat.body_id}#" in one] == []
        db.session.rollback()


def test_a_list_of_bodies_goes_on_after_its_last_one(database: Session) -> None:
    staff = make_staff()
    made = {make_body((staff,)) for _ in range(3)}
    by = acting(database, staff["secretary"])
    first = bodies_for(database, by, limit=2)
    rest = bodies_for(database, by, after=first[-1].id, limit=2)
    listed = (*first, *rest)
    assert {one.id for one in listed} == made
    assert [one.sort_name for one in listed] == sorted(one.sort_name for one in listed)


def test_of_more_bodies_than_a_list_can_offer_one_is_looked_for_by_its_name(app: Flask, database: Session) -> None:
    sat = make_meeting(make_staff())
    secretary = browser(app, sat.lead["secretary"])
    few = secretary.get("/meetings")
    assert '<select class="govuk-select" id="body"' not in few, "there is one alone"
    another = secretary.get(f"/meetings?body={sat.body_id}")
    assert "Only meetings of" not in another
    with transaction() as session:
        first = session.get_one(Body, sat.body_id)
        first.name = name = "Zürich & Ely Board"
        first.sort_name = sort_name_of(name)
        for number in range(51):
            other = f"Panel {number}"
            more = Body(
                organisation_id=first.organisation_id, name=other, sort_name=sort_name_of(other), decides="together",
                deadline_days=5, deadline_counts="clear_days", created_at=clock.now(),
                organisations=[*first.organisations],
            )  # fmt: skip
            session.add(more)
    for page in ("/meetings", "/meetings/bodies"):
        assert "Name of the body, or part of it" in secretary.get(page)
        assert "Zürich &amp; Ely Board" in secretary.get(f"{page}?q=ely+ZUR")
        assert "No body is called that" in secretary.get(f"{page}?q=z%25")
    assert "Panel 7" not in secretary.get("/meetings/bodies?q=ely")
    one = secretary.get(f"/meetings?show=past&body={sat.body_id}")
    assert 'Only meetings of <strong dir="auto">Zürich &amp; Ely Board</strong>' in one
    assert "There is no such body" in secretary.get("/meetings?body=2147483647")
