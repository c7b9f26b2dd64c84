"""What stands around assessments, by keyboard, on a phone, without script: the register, what decisions do together,
what happened that they are reopened for, what was foreseen, and whether one is needed.

Every kind of page on the way is opened once more with script, and looked at by axe at both widths.
"""

import pytest
from playwright.sync_api import Browser

from eia import clock
from eia.db import db
from tests.assessments.test_cumulative import Decided, decide_together
from tests.assessments.test_looking_back import SAID, sign
from tests.browser.test_a_board_sits import Board, board
from tests.support.assessments import open_version, take
from tests.support.serving import LiveServer
from tests.support.writing import write_section

pytestmark = pytest.mark.only_on("sqlite", because="the pages are the same on both")
NARROW, WHY = "Narrow it down", "It rests on the old law."


def the_register_is_narrowed_and_the_view_kept(there: Board) -> None:
    there.now("adviser")
    there.follow("Assessments")
    there.press("Show", says="Title or reference: York", text="York", state="signed_off", sort="title")
    assert there.page.locator("main tbody tr").count() == 1
    there.follow("Keep this view under a name")
    there.press("Keep the view", says="York, signed", name="York, signed")
    there.follow("Assessments", "York, signed", "RemoveTitle or reference")
    assert there.page.locator("main tbody tr").count() > 1, "a word taken away widens it"
    for form in ("CSV", "XLSX", "JSON"):
        address = there.page.locator("main a", has_text=form).first.get_attribute("href")
        answer = there.page.context.request.get(f"{there.server.address}{address}")
        assert answer.status == 200
        assert "attachment" in answer.headers["content-disposition"]
    there.follow("Assessments", "Look after your views")
    there.press("Remove “York, signed”", says="You keep no views yet")


def the_grid_leads_to_its_decisions(there: Board) -> None:
    there.follow("Assessments", "What decisions do together")
    there.press("Show", says="1 decision", area="York", direction="harms")
    there.follow("Assessments")
    there.follow("What decisions do together", "2 decisions", "Move the York desk")


def the_author_and_the_adviser_are_told_of_the_others(there: Board, decided: Decided) -> None:
    there.now("owner")
    there.page.goto(f"{decided.written.address}/impacts/disability")
    there.look()
    there.hands.open_drawer("Other live decisions about these people: 2 harm staff, 1 at the same place")
    there.follow("2 other live decisions harm staff")
    with there.server.app.app_context():
        take(decided.written, "send_to_adviser", decided.staff["owner"])
        db.session.remove()
    there.now("adviser")
    there.page.goto(f"{decided.written.address}/summary")
    there.look()
    there.follow("2 other live decisions harm the same people")
    assert "Move the York desk" in there.page.inner_text("main")


def several_are_reopened_in_one_go(there: Board) -> None:
    there.now("adviser")
    there.follow("Assessments", "Occasions to review", "Record what happened")
    said = {"kind": "law", "title": "Judgment on access", "happened_on": clock.today(), "words": "York"}
    there.press("Record", says="With these words in the title: York", changed="A ramp is not enough.", **said)
    assert "New lockers" not in there.page.inner_text("main"), "the rule leaves it out"
    there.press("Open a review of those ticked", says="Tick the assessments that need a review", reason=WHY)
    there.press(
        "Open a review of those ticked", says="1 assessment to be looked at again", ticked=["Move the York desk"]
    )
    there.follow("Occasions to review")
    assert there.page.locator("[data-label='Looked at again']").inner_text() == "1 assessment"
    there.follow("Record what happened")
    there.press("Record", says="Everything in force", changed="It grew.", **said | {"title": "New census", "words": ""})
    both = ["A later shift", "New lockers"]
    there.press("Open a review of those ticked", says="2 assessments to be looked at again", ticked=both, reason=WHY)
    assert "Which others may be affected" in there.page.inner_text("main")


def the_review_stands_beside_what_was_foreseen(there: Board, decided: Decided) -> None:
    there.now("adviser")
    there.follow("Assessments", "Foreseen and what happened")
    assert "No review was signed yet" in there.page.inner_text("main")
    with there.server.app.app_context():
        review = open_version(decided.york, decided.staff["owner"])
        write_section(review.version_id, "happened", SAID)
        sign(review)
        db.session.remove()
    there.now("adviser")
    there.follow("Assessments", "Foreseen and what happened")
    assert there.page.locator("[data-label='Worse than foreseen']").inner_text() == "1 of 1"
    there.follow("Move the York desk")
    assert "Six complaints in a year." in there.page.inner_text("main")


def somebody_asks_whether_one_is_needed(there: Board) -> None:
    there.now("owner")
    there.follow("Policies", "Do I need an assessment?")
    there.press("Answer", says="There is a problem", title="New rota")
    there.press("Answer", says="Needed in full: New rota", kind="service", reach="many", stage="open")
    there.follow("Do I need an assessment?", "What was answered before", "New rota")


def test_what_stands_around_assessments(browser: Browser, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        decided = decide_together()
        db.session.remove()
    with board(browser, live_server, decided.staff.people, looks=True) as there:
        the_register_is_narrowed_and_the_view_kept(there)
        the_grid_leads_to_its_decisions(there)
        the_author_and_the_adviser_are_told_of_the_others(there, decided)
        the_review_stands_beside_what_was_foreseen(there, decided)
        several_are_reopened_in_one_go(there)
        somebody_asks_whether_one_is_needed(there)
