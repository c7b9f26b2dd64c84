"""The pages of an agenda item in a real browser: accessible, on a phone, by keyboard and without script."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page

from eia.db import transaction
from eia.meetings.commands.items import add_item
from eia.people.models import Person
from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import complaints_at
from tests.support.assessments import Made, make_assessment
from tests.support.meetings import Sat, add_paper_to, make_meeting, pin
from tests.support.serving import LiveServer
from tests.support.staff import acting

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")


def made_on(server: LiveServer, at: str = "drafted") -> tuple[Made, Sat]:
    app: Flask = server.app
    with app.app_context():
        made = make_assessment(at="signed_off")
        sat = make_meeting(made.lead, at=at)
        add_paper_to(sat)
        return made, sat


@ON_SQLITE
def test_the_pages_of_an_item_are_accessible_and_fit_a_phone(live_server: LiveServer, as_person: SignedIn) -> None:
    made, sat = made_on(live_server)
    app: Flask = live_server.app
    with app.app_context():
        pin(sat, made)
        other = make_meeting(made.lead, at="circulated")
    item, meeting = f"/meetings/items/{sat.item_id}", f"/meetings/{sat.meeting_id}"
    unready = f"/meetings/items/{other.item_id}"
    pages = {
        "secretary": [
            meeting, item, f"{item}/change", f"{item}/papers", f"{item}/remove", f"{meeting}/items/new",
            f"{meeting}/order", f"/meetings/bodies/{sat.body_id}/between/new",
            f"/meetings/bodies/{sat.body_id}/between", unready, f"{unready}/quick-screen",
            f"/meetings/{other.meeting_id}",
        ],
        "chair": [f"{unready}/override"],
        "owner": [f"{item}/statement"],
    }  # fmt: skip
    for part, addresses in pages.items():
        with as_person(made.lead[part]) as page:
            assert [what for address in addresses for what in complaints_at(page, address)] == []


@ON_SQLITE
def test_an_author_signs_the_statement_by_keyboard_without_script(live_server: LiveServer, as_person: SignedIn) -> None:
    made, sat = made_on(live_server)
    with as_person(made.lead["owner"], javascript=False, width=375) as page:
        page.goto(f"/meetings/items/{sat.item_id}")
        page.get_by_role("link", name="Sign the equality statement").focus()
        page.keyboard.press("Enter")
        page.get_by_label("An assessment is attached").focus()
        page.keyboard.press("Space")
        page.get_by_label("Or type its reference").focus()
        page.keyboard.type(made.reference)
        page.get_by_role("button", name="Sign", exact=True).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "Signed. Everybody who reads the item sees it." in page.inner_text("main")
        assert page.locator("h2", has_text="Equality").bounding_box()["y"] < page.locator("#report").bounding_box()["y"]  # type: ignore[index]


@ON_SQLITE
def test_a_secretary_moves_an_item_up_without_script(live_server: LiveServer, as_person: SignedIn) -> None:
    made, sat = made_on(live_server)
    app: Flask = live_server.app
    with app.app_context(), transaction() as session:
        by, author = acting(session, made.lead["secretary"]), session.get_one(Person, made.lead["owner"])
        add_item(session, sat.meeting_id, kind="action", title="Closing a road", author=author, by=by)
    address = f"/meetings/{sat.meeting_id}/order"
    with as_person(made.lead["secretary"], javascript=False) as page:
        page.goto(address)
        page.get_by_role("button", name=re.compile("Up.*Closing a road")).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert _order(page)[2:] == ["Closing a road", "Move of the front desk"]


@ON_SQLITE
def test_a_secretary_drags_an_item_and_the_numbers_follow(live_server: LiveServer, as_person: SignedIn) -> None:
    made, sat = made_on(live_server)
    address = f"/meetings/{sat.meeting_id}/order"
    with as_person(made.lead["secretary"]) as page:
        page.goto(address)
        held, first = (page.locator("[data-order] > li > p").nth(number) for number in (2, 0))
        held.hover()
        page.mouse.down()
        first.hover(position={"x": 10, "y": 2})
        first.hover(position={"x": 12, "y": 3})
        page.mouse.up()
        assert _order(page)[0] == "Move of the front desk"
        assert [box.input_value() for box in page.locator("[data-order] input").all()] == ["1", "2", "3"]
        with page.expect_navigation():
            page.get_by_role("button", name="Save this order").first.click()
        page.goto(address)
        assert _order(page)[0] == "Move of the front desk"


def _order(page: Page) -> list[str]:
    return page.locator("[data-order] > li > p").all_inner_texts()
