"""Items of an agenda: who puts them on and changes them, their order, their papers, and what others see of them."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.errors import NotAllowed, NotOffered, Refused, Stale
from eia.meetings.case import load_meeting
from eia.meetings.commands.items import ItemText, add_between, add_item, change_item, order_seen, remove_item
from eia.meetings.commands.ordering import order_items
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, Body, Meeting
from eia.people.models import Person
from tests.meetings.pages import Browser, words
from tests.support.files import PDF
from tests.support.meetings import Sat, make_meeting, take_at
from tests.support.staff import Staff, acting, make_staff, signed_in


def text(session: Session, staff: Staff, **other: Any) -> ItemText:
    author = session.get_one(Person, staff["owner"])
    typed = {"kind": "decision", "title": "Move of the front desk", "report": "The front desk moves."}
    return ItemText(**{"author": author, "recommendation": "Agree to the move.", **typed, **other})


def add(sat: Sat, title: str, part: str = "secretary", **other: Any) -> int:
    with transaction() as session:
        author, by = session.get_one(Person, sat.lead["owner"]), acting(session, sat.lead[part])
        return add_item(session, sat.meeting_id, kind="decision", title=title, author=author, by=by, **other).id


def change(sat: Sat, part: str, seen: int = 1, why: str = "", **other: Any) -> bool:
    with transaction() as session:
        by = acting(session, sat.lead[part])
        return change_item(session, sat.item_id, text(session, sat.lead, **other), seen=seen, why=why, by=by)


def order(sat: Sat) -> list[tuple[int, str]]:
    case = load_meeting(db.session(), sat.meeting_id)
    found = [(item.position, item.title) for item in case.items]
    db.session.rollback()
    return found


def seen_by(sat: Sat) -> tuple[str, list[int]]:
    case = load_meeting(db.session(), sat.meeting_id)
    found = order_seen(case), [item.id for item in case.items]
    db.session.rollback()
    return found


def test_author_and_secretary_change_an_item_and_others_do_not(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    assert change(sat, "owner", report="It moves in June.")
    assert change(sat, "secretary", seen=2, kind="information", report="It moves in June.")
    with pytest.raises(NotAllowed, match="report author"):
        change(sat, "member", seen=3)
    with pytest.raises(Stale):
        change(sat, "owner", seen=2)
    item = load_item(database, sat.item_id)
    assert (item.revision, item.kind, item.report) == (3, "information", "It moves in June.")
    database.rollback()


def test_once_the_agenda_is_out_a_change_and_a_new_item_need_a_reason(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff, at="circulated")
    with pytest.raises(Refused, match="Say why this is changed now"):
        change(sat, "secretary", report="It moves in July.")
    assert change(sat, "secretary", report="It moves in July.", why="The lease was signed yesterday.")
    with pytest.raises(Refused, match="Say why this comes after"):
        add(sat, "A late item")
    late = load_item(database, add(sat, "A late item", late_reason="The offer came today."))
    assert (late.supplement, late.position) == (1, 4)
    database.rollback()
    take_at(sat, "hold", staff["secretary"])
    with pytest.raises(NotOffered, match="stay as those who decided had them"):
        change(sat, "secretary", seen=2, why="Too late")


def test_of_two_who_reorder_at_once_the_second_sees_the_first(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    seen, items = seen_by(sat)
    numbers = {items[0]: 3, items[1]: 1, items[2]: 2}
    with transaction() as session:
        order_items(session, sat.meeting_id, numbers, seen=seen, by=acting(session, staff["secretary"]))
    assert [number for number, _ in order(sat)] == [1, 2, 3]
    assert order(sat)[2][1] == "Apologies"
    with pytest.raises(Stale, match=r"Already changed by Secretary.*Agenda put in order"), transaction() as session:
        order_items(session, sat.meeting_id, numbers, seen=seen, by=acting(session, staff["chair"]))
    now, twice = seen_by(sat)[0], dict.fromkeys(items, 1)
    with pytest.raises(Refused, match="Two items have the number 1"), transaction() as session:
        order_items(session, sat.meeting_id, twice, seen=now, by=acting(session, staff["chair"]))


def test_numbers_stay_once_the_agenda_is_out_and_what_is_taken_off_leaves_a_gap(
    database: Session, staff: Staff
) -> None:
    sat = make_meeting(staff)
    second = add(sat, "A second item")
    third = add(sat, "A third item")
    with transaction() as session:
        remove_item(session, second, reason="Not ready", seen=1, by=acting(session, staff["secretary"]))
    assert order(sat)[-1] == (4, "A third item"), "before it is out the others move up"
    fourth = add(sat, "A fourth item")
    take_at(sat, "circulate", staff["secretary"])
    seen, items = seen_by(sat)
    numbers = {item: number for number, item in enumerate(reversed(items), 1)}
    with pytest.raises(NotOffered, match="its numbers stay"), transaction() as session:
        order_items(session, sat.meeting_id, numbers, seen=seen, by=acting(session, staff["secretary"]))
    with transaction() as session:
        remove_item(session, third, reason="Withdrawn", seen=1, by=acting(session, staff["secretary"]))
    assert order(sat)[-1] == (5, "A fourth item")
    database.rollback()
    assert database.get_one(AgendaItem, fourth).removed_at is None
    database.rollback()


def test_the_item_on_equality_is_never_taken_off(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    equality = database.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == sat.meeting_id, AgendaItem.is_equality)
    ).one()
    item_id, seen = equality.id, equality.revision
    database.rollback()
    with pytest.raises(NotOffered, match="every agenda"), transaction() as session:
        remove_item(session, item_id, reason="No", seen=seen, by=acting(session, staff["secretary"]))


def test_an_item_between_meetings_is_read_by_those_who_run_decide_and_check_it_and_has_its_own_trail(
    app: Flask, staff: Staff
) -> None:
    with app.app_context():
        sat = make_meeting(staff)
        with transaction() as session:
            body, by = session.get_one(Body, sat.body_id), acting(session, staff["chair"])
            item = add_between(session, body, text(session, staff), between="chair", by=by)
            item_id, stream = item.id, item.stream
    assert stream == f"item:{item_id}"
    answers = {part: _status(app, staff[part], item_id) for part in ("secretary", "adviser", "owner", "hr_lead")}
    assert answers == {"secretary": 200, "adviser": 200, "owner": 200, "hr_lead": 404}
    page = signed_in(app, staff["secretary"]).get(f"/meetings/bodies/{sat.body_id}/between").text
    assert "Chair’s action" in page


def _status(app: Flask, person_id: int, item_id: int) -> int:
    return signed_in(app, person_id).get(f"/meetings/items/{item_id}").status_code


def test_a_restricted_item_is_never_missing_and_never_told_and_legal_advice_is_for_those_who_decide(
    app: Flask, staff: Staff
) -> None:
    with app.app_context():
        sat = make_meeting(staff)
        change(sat, "secretary", restricted_reason="Names a person.", legal_advice="Counsel says: risky.")
        take_at(sat, "circulate", staff["secretary"])
        stranger = make_staff()
    for part, title, advice in (("hr_lead", False, False), ("adviser", True, False), ("approver", True, True)):
        browser = signed_in(app, staff[part])
        item, agenda = _main(browser, f"/meetings/items/{sat.item_id}"), _main(browser, f"/meetings/{sat.meeting_id}")
        for page in (item, agenda):
            assert ("Move of the front desk" in page) is title, part
            assert "Restricted" in page
        assert ("Counsel says" in item) is advice, part
        assert "Names a person." in item
    author = _main(signed_in(app, staff["owner"]), f"/meetings/items/{sat.item_id}")
    assert "The front desk moves." in author
    assert "Counsel says" not in author
    assert _status(app, stranger["auditor"], sat.item_id) == 404


def _main(browser: FlaskClient, address: str) -> str:
    return browser.get(address).text.partition("<main")[2]


def test_papers_are_added_saved_and_taken_out_and_each_refusal_is_a_sentence(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff)
    author, address = signed_in(app, staff["owner"]), f"/meetings/items/{sat.item_id}/papers"

    def send(content: bytes, name: str, **other: str) -> str:
        typed = {"file": (io.BytesIO(content), name), "title": "Floor plan", **other}
        return author.post(address, data=typed, follow_redirects=True).text

    assert "Papers were due on" in send(PDF, "plan.pdf")
    late = "The plan came today."
    assert "The paper was added." in send(PDF, "plan.pdf", late_reason=late)
    assert "is here already" in send(PDF, "plan.pdf", late_reason=late)
    assert "is empty" in send(b"", "empty.pdf", late_reason=late)
    assert "is named as PDF, but" in send(b"<html>hello", "lies.pdf", late_reason=late)
    too_large = send(PDF + b" " * 60_000_000, "large.pdf", late_reason=late)
    assert "is larger than" in too_large
    assert f'value="{late}"' in too_large, "nothing that was typed is lost"
    page = author.get(f"/meetings/items/{sat.item_id}").text
    link = re.search(rf'href="({address}/\d+)"', page)
    assert link is not None
    file = author.get(link[1])
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.data == PDF
    assert signed_in(app, staff["member"]).get(link[1]).status_code == 404, "the agenda is not out"
    assert "Taken out" in author.post(f"{link[1]}/remove", follow_redirects=True).text
    assert author.get(link[1]).status_code == 404


def test_items_are_put_on_ordered_and_changed_on_pages_without_script(app: Flask, staff: Staff) -> None:
    with app.app_context():
        sat = make_meeting(staff)
        item_ids = seen_by(sat)[1]
    browser = signed_in(app, staff["secretary"])
    typed = {"title": "Closing a road", "kind": "action", "author": str(staff["owner"]), "restricted": "no"}
    page = Browser(browser).done(f"/meetings/{sat.meeting_id}/items/new", **typed)
    assert "“Closing a road” is on the agenda." in page
    page = Browser(browser).done(f"/meetings/bodies/{sat.body_id}/between/new", between="chair", **typed)
    assert "Begun. The report author signs" in page
    address = f"/meetings/{sat.meeting_id}/order"
    page = browser.get(address).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    numbers = {f"number_{one}": "1" for one in re.findall(r'name="number_(\d+)"', page)}
    assert "Two items have the number 1" in browser.post(address, data={"seen": seen[1], **numbers}).text
    given = {name: str(number) for number, name in enumerate(reversed(numbers), 1)}
    up = {"seen": seen[1], "move": f"up-{item_ids[0]}", **given}
    assert "Two items have the number 1" in browser.post(address, data={**up, **numbers}).text
    moved = browser.post(address, data=up, follow_redirects=True).text
    last, before, *others = numbers
    assert re.findall(r'name="(number_\d+)"', moved) == [*reversed(others), last, before], "as numbered, and one up"
    wanted = {name: str(9 - number) for number, name in enumerate(numbers)}
    page = browser.post(address, data={"seen": seen[1], **wanted}).text
    assert "Your order is not saved yet." in page
    assert "Agenda put in order. It stands like this now:" in words(page)
    assert re.findall(r'name="(number_\d+)"', page) == list(reversed(numbers)), "the order that was wanted"
    anew = re.search(r'name="seen" value="(\w+)"', page)
    assert anew is not None
    assert browser.post(address, data={"seen": anew[1], **wanted}).status_code == 303
    typed |= {"seen": "9", "title": "Move of the desk", "report": "Typed for an hour."}
    page = browser.post(f"/meetings/items/{sat.item_id}/change", data=typed).text
    assert "Typed for an hour." in page
    assert "What is on record now" in page
    assert "The front desk moves." in page


def test_a_meeting_that_was_moved_keeps_its_items_open(database: Session, staff: Staff) -> None:
    sat = make_meeting(staff)
    with transaction() as session:
        session.get_one(Meeting, sat.meeting_id).papers_due = clock.today() + timedelta(days=3)
    assert change(sat, "owner", report="Another text.")
