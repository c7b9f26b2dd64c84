"""The pages of an agenda item in a real browser: accessible, on a phone, by keyboard and without script."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import complaints_at
from tests.support.assessments import Made, make_assessment
from tests.support.browsing import go
from tests.support.meetings import Sat, add_paper_to, make_meeting
from tests.support.serving import LiveServer

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")


def made_on(server: LiveServer, at: str = "drafted") -> tuple[Made, Sat]:
    app: Flask = server.app
    with app.app_context():
        made = make_assessment(at="signed_off")
        sat = make_meeting(made.lead, at=at)
        add_paper_to(sat)
        return made, sat


@ON_SQLITE
def test_the_other_pages_of_an_item_are_accessible(live_server: LiveServer, as_person: SignedIn) -> None:
    made, sat = made_on(live_server)
    item, body = f"/meetings/items/{sat.item_id}", f"/meetings/bodies/{sat.body_id}"
    pages = [f"{item}/change", f"{item}/remove", f"{item}/quick-screen", f"{body}/between/new", f"{body}/between"]
    with as_person(made.lead["secretary"]) as page:
        assert [what for address in pages for what in complaints_at(page, address)] == []


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
        go(page.get_by_role("button", name="Save this order").first)
        page.goto(address)
        assert _order(page)[0] == "Move of the front desk"


def _order(page: Page) -> list[str]:
    return page.locator("[data-order] > li > p").all_inner_texts()
