"""Deciding in a real browser: accessible, on a phone, by keyboard and without script."""

import pytest
from flask import Flask

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import complaints_at
from tests.support.assessments import Made
from tests.support.deciding import make_ready, record_decision_on
from tests.support.meetings import Sat, make_meeting, pin
from tests.support.serving import LiveServer
from tests.support.staff import make_staff

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")


@pytest.fixture(scope="module")
def ready(live_server: LiveServer) -> tuple[Sat, Made, Sat]:
    """An item to be decided, its assessment, and one that is decided."""
    app: Flask = live_server.app
    with app.app_context():
        sat, made = make_ready(make_staff())
        other = make_meeting(sat.lead, at="held", body_id=sat.body_id)
        pin(other, made)
        record_decision_on(other)
        return sat, made, other


@ON_SQLITE
def test_the_other_pages_of_a_decision_are_accessible_and_fit_a_phone(
    live_server: LiveServer, as_person: SignedIn, ready: tuple[Sat, Made, Sat]
) -> None:
    sat, _, other = ready
    item = f"/meetings/items/{sat.item_id}"
    decided = f"/meetings/items/{other.item_id}/decision?corrects=1"
    with as_person(sat.lead["secretary"]) as page:
        assert [what for address in (f"{item}/put-off", decided) for what in complaints_at(page, address)] == []


@ON_SQLITE
def test_a_secretary_records_what_drifted_by_keyboard_without_script_on_a_phone(
    live_server: LiveServer, as_person: SignedIn, ready: tuple[Sat, Made, Sat]
) -> None:
    sat = ready[0]
    with as_person(sat.lead["secretary"], javascript=False, width=375) as page:
        page.goto(f"/meetings/items/{sat.item_id}/decision")
        for label in ("As recommended", "Otherwise", "As assessed: Parkside"):
            page.get_by_label(label, exact=True).first.focus()
            page.keyboard.press("Space")
        for label, words in (
            ("The decision, word for word", "Agreed."), ("Opening day, as decided", "1 May 2027"),
            ("At what time?", "00:00"), ("Their statement of regard", "We weighed the harm to older visitors."),
        ):  # fmt: skip
            page.get_by_label(label, exact=True).focus()
            page.keyboard.type(words)
        page.get_by_role("button", name="Record the decision").focus()
        page.keyboard.press("Enter")
        page.get_by_text("Not saved yet").wait_for()
        page.get_by_label("Why does it go on although this was not assessed?").focus()
        page.keyboard.type("A month makes no difference to anybody named in it.")
        page.get_by_role("button", name="Record the decision").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/record")
        assert "The decision is recorded." in page.inner_text("main")
        assert "A month makes no difference" in page.inner_text("main")
