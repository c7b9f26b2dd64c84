"""What a service begins with, by keyboard, on a phone, without script: policies, past assessments and old forms come in
from files, a new assessment takes the place of a past one, and a policy that nobody follows is retired.

Every kind of page on the way is opened once more with script, and looked at by axe at both widths.
"""

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from eia.assessments.models import Assessment, Version
from eia.db import db
from eia.policies.commands.taking_in import take_asked
from tests.browser.test_a_board_sits import Board, board
from tests.spreadsheets.ugly import separated
from tests.support.assessments import Made, make_assessment, walk
from tests.support.old_forms import full_form
from tests.support.serving import LiveServer
from tests.support.staff import Staff

pytestmark = pytest.mark.only_on("sqlite", because="the pages are the same on both")
POLICIES = [["Number", "Title", "Review by"], ["D1", "Dogs at work", "3 Dec 2030"], ["D2", "Lockers", ""]]
PAST = [
    ["Ref", "Name", "Policy", "Date", "Approved by", "Result", "Disability"],
    ["EQ 7", "Old dogs", "D1", "3 May 2021", "Head of HR", "Adjust", "Harms"],
]
HERE = "Imported, not signed here"


def give(there: Board, name: str, content: bytes) -> None:
    """To the only field for a file of the page."""
    there.page.locator("[name=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})


def says(there: Board, *words: str) -> None:
    said = there.page.inner_text("main")
    assert [one for one in words if one not in said] == [], said


def policies_come_in(there: Board) -> None:
    there.now("owner")
    there.follow("Policies", "Take in a file of policies")
    give(there, "policies.csv", separated([POLICIES[0], ["D1", "", "31 Feb 2030"]]).encode())
    there.press("Read the file", says="What is wrong, line by line")
    says(there, "Line 2")
    give(there, "policies.csv", separated(POLICIES).encode())
    there.press("Read the file", says="Nothing is taken in yet")
    says(there, "2 policies to add", "Dogs at work")
    there.press("Take these policies in", says="It waits its turn")
    with there.server.app.app_context():
        assert take_asked() == 1
        db.session.remove()
    there.follow("Look again")
    says(there, "The policies were taken in", "2 policies added, 0 changed, 0 as before.")
    there.follow("Go to the policies", "Dogs at work")
    says(there, "Nobody has begun to assess this policy", "3 December 2030")


def past_assessments_come_in(there: Board) -> None:
    there.now("adviser")
    there.follow("Assessments", "Past assessments", "Import a list of past assessments")
    give(there, "past.csv", separated(PAST).encode())
    there.press("Read the list", says="Nothing is taken in yet")
    says(there, "1 past assessment to add", "Disability: harms")
    there.press("Import these past assessments", says="1 past assessment imported")
    assert there.page.locator("[data-label='How it counts']").inner_text() == HERE
    there.follow("Old dogs")
    says(there, HERE, "Nobody signed it in this service", "Head of HR", "D1 Dogs at work")


def a_new_one_takes_the_place_of_a_past_one(there: Board, staff: Staff) -> None:
    there.now("owner")
    there.follow("Policies", "Dogs at work")
    says(there, HERE)
    there.follow("Start the assessment")
    begin = {"framework": "equality_act_2010.v1", "begin": "past", "past": "Old dogs (EQ 7)"}
    there.press("Start", says="Dogs at work", **begin)
    (reference,) = re.findall(r"/assessments/([^/]+)/", there.page.url)
    there.follow("Policies", "Dogs at work", "EQ 7")
    says(there, HERE, f"{reference} was begun from it, and replaces it once it is signed.")
    with there.server.app.app_context():
        query = select(Version.id, Assessment.subject_id).join(Version.assessment)
        version_id, policy_id = db.session.execute(query.where(Assessment.reference == reference)).one()
        walk(Made(version_id, reference, 1, staff, (), policy_id), "signed_off")
        db.session.remove()
    there.follow("Policies", "Dogs at work")
    says(there, f"Replaced by {reference}")
    assert HERE not in there.page.inner_text("main")
    there.follow("EQ 7")
    says(there, f"{reference} replaces it.")
    there.follow("Past assessments")
    assert there.page.locator("[data-label='How it counts']").inner_text() == f"Replaced by {reference}"


def a_policy_is_retired(there: Board) -> None:
    there.now("owner")
    there.follow("Policies", "Lockers", "Retire it")
    there.press("Retire it", says="There is a problem")
    there.press("Retire it", says="It is retired: nobody follows it", reason="The lockers are gone.")
    says(there, "Take it up again", "Retired")


def an_old_form_becomes_a_draft(there: Board, draft: Made) -> None:
    there.now("owner")
    there.page.goto(draft.address)
    there.follow("Bring an old form in")
    give(there, "Desk EIA 2019.docx", full_form())
    there.press("Read this form", says="This goes where")
    there.press("Bring it in", says="Place each line or set it aside with a reason")
    says(there, "To place", "Put up a poster.")
    there.page.goto(f"{draft.address}/sections/evidence")
    there.look()
    assert "Desk EIA 2019.docx" in there.page.inner_text("main"), "the form itself is kept as evidence"


def test_what_was_before_comes_in(browser: Browser, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        draft = make_assessment(at="draft")
        staff = draft.lead
        db.session.remove()
    with board(browser, live_server, staff.people, looks=True) as there:
        policies_come_in(there)
        past_assessments_come_in(there)
        a_new_one_takes_the_place_of_a_past_one(there, staff)
        a_policy_is_retired(there)
        an_old_form_becomes_a_draft(there, draft)
