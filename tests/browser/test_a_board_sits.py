"""A meeting from its call to its signed minutes, handed from office to office: by keyboard, on a phone, without script.

On SQLite every kind of page on the way is opened once more with script, and looked at by axe at both widths. On
PostgreSQL `make prove` walks it, without axe, for the pages are the same. The parts are those
of `tests/support/meetings.py`: a secretary, a chair, a member who abstains, one who has an interest, two authors.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from eia import clock
from tests.browser.conftest import sign_in
from tests.browser.keyboard import Keyboard
from tests.browser.test_every_page import complaints_at
from tests.support import browsing
from tests.support.assessments import start, walk
from tests.support.counts import times
from tests.support.deciding import SCOPE
from tests.support.files import PDF
from tests.support.meetings import make_body
from tests.support.serving import LiveServer
from tests.support.staff import make_staff
from tests.support.writing import write_row

TODAY = clock.today()
DESK, SIGNS, VAN = "Move of the front desk", "New signs in the car park", "A van for the dog section"
REASON = "It changes nothing for anybody"
if times(2, else_few=1) == 1:
    pytestmark = pytest.mark.only_on("sqlite", because="it costs fifty seconds of a processor; `make prove` walks both")


class Board:
    """One browser that is handed on; `looking` is another of the same person, with script, where axe looks."""

    def __init__(self, page: Page, looking: Page | None, server: LiveServer, people: Mapping[str, int]) -> None:
        self.page, self.looking, self.server, self.people = page, looking, server, people
        self.hands = Keyboard(page)
        self.complaints: list[str] = []
        self.seen: set[str] = set()

    def now(self, part: str) -> None:
        """Hand the browser to this person, who begins at home."""
        self.page.context.clear_cookies()
        sign_in(self.page, self.server, self.people[part])
        if self.looking:
            self.looking.context.clear_cookies()
            self.looking.context.add_cookies(self.page.context.cookies())  # type: ignore[arg-type]
        self.page.goto("/")
        self.look()

    def look(self) -> None:
        """Each kind of page once: it is drawn by one template, whoever reads it."""
        kind = re.sub(r"[A-Z]+-EIA-[0-9-]+|[0-9]+", "0", urlsplit(self.page.url).path)
        if self.looking and kind not in self.seen:
            self.seen.add(kind)
            self.complaints += complaints_at(self.looking, self.page.url)

    def follow(self, *links: str) -> None:
        for link in links:
            self.hands.follow(link)
            self.look()

    def press(self, button: str, *, says: str, **given: Any) -> None:
        """Fill in the form that is there, press the button, and read on the page that follows."""
        self.hands.fill_in(given)
        self.hands.press_button(button)
        said = self.page.inner_text("main")
        assert says in said, f"{self.page.url}: {said}"
        self.look()


@contextmanager
def board(browser: Browser, server: LiveServer, people: Mapping[str, int], *, looks: bool) -> Iterator[Board]:
    with ExitStack() as open_pages:
        page = open_pages.enter_context(browsing.watched_page(browser, server.address, width=375, javascript=False))
        looking = open_pages.enter_context(browsing.watched_page(browser, server.address)) if looks else None
        there = Board(page, looking, server, people)
        yield there
    assert there.complaints == []


def the_secretary_calls_it(there: Board) -> None:
    there.now("secretary")
    there.follow("Meetings", "The bodies that decide", "Board", "Call a meeting")
    when = {"day": TODAY, "begins": "2pm", "ends": "16:00", "place": "Headquarters, room 4", "every": "once"}
    there.press("Call it", says="was called", **when)
    put = {"kind": "decision", "restricted": "no"}
    for title, author, more in (
        (DESK, "Owner", {"recommendation": "Agree to the move.", "report": "It moves in April."}),
        (SIGNS, "Second owner", {"report": "The old ones have faded."}),
        (VAN, "Owner", {"report": "The lease ends tonight."}),
    ):
        there.follow("Put an item on the agenda")
        there.press("Save", says="is on the agenda", title=title, author=author, **put, **more)
    there.follow("Change the order")
    there.press(f"Up: {VAN}", says=VAN)
    assert there.page.locator("[data-order] > li > p").all_inner_texts()[2:] == [DESK, VAN, SIGNS]
    there.follow(f"{TODAY.day} {TODAY:%B %Y}", f"5. {SIGNS}", "Prepare the equality statement")
    because = {"kind": "not_needed", "reason": REASON, "because": "The signs say what the old ones said."}
    there.press("Hand it to the report author", says=SIGNS, **because)


def the_authors_sign_their_statements(there: Board, reference: str) -> None:
    there.now("owner")
    there.follow("Meetings", "Board", f"3. {DESK}", "Add or take out papers")
    plan = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    there.page.locator("[name=file]").set_input_files(plan)  # type: ignore[arg-type]
    there.press("Add this paper", says="Floor plan", title="Floor plan", late_reason="It was drawn today.")
    there.follow("Go back to the item", "Sign the equality statement")
    there.press("Sign", says="Signed. Everybody who reads the item sees it.", kind="attached", reference=reference)
    headings = there.page.locator("main h2").all_inner_texts()
    assert headings.index("Equality") < headings.index("Report"), "before the report, not in an appendix"
    there.now("second_owner")
    there.follow("Meetings", "Board", f"5. {SIGNS}", "Sign the equality statement")
    there.press("Sign", says="Signed. Everybody who reads the item sees it.", kind="not_needed")
    assert "The signs say what the old ones said." in there.page.inner_text("main"), "as it was prepared"


def the_secretary_sends_it_out(there: Board) -> None:
    there.now("secretary")
    there.follow("Meetings", "Board", "The pack")
    there.now("secretary")
    there.follow("Meetings", "Board", "Circulate the agenda")
    there.press("Circulate the agenda", says="Agenda circulated")


def the_members_read_it(there: Board, reference: str) -> None:
    there.now("member")
    there.follow("Board", f"3. {DESK}", "Open the papers and declare regard")
    there.press("I read “Floor plan” on paper", says="Noted.")
    there.press("Declare", says="Abstains", said="abstains")
    there.press("Open the assessment", says=reference)
    there.now("hr_lead")
    there.follow("Board", "Send your apologies")
    there.press("Send my apologies", says="sent apologies", note="On leave")
    there.now("approver")
    there.follow("Board", "Declare an interest")
    interest = {"item": f"5. {SIGNS}", "what": "My brother paints the signs.", "consequence": "leaves"}
    there.press("Put it on record", says="My brother paints the signs.", person="Approver", **interest)


def the_chair_prepares(there: Board) -> None:
    there.now("chair")
    there.follow("Board", f"3. {DESK}", "Open the papers and declare regard")
    there.press("Declare", says="Had due regard", said="regard", words="The step is harder than the walk.")
    there.now("chair")
    there.follow("Board", f"4. {VAN}", "Let it be decided although it is not ready")
    there.press("Let it be decided", says="the mark stays", reason="Without a van no dog goes out tomorrow.")


def the_secretary_writes_down_what_was_decided(there: Board) -> None:
    there.now("secretary")
    there.follow("Meetings", "Board", "Record that it was held")
    there.press("Record that it was held", says="Held")
    there.follow("Record the attendance")
    there.press("Save the attendance", says="The quorum is reached", rest_came=True, chaired_by="Chair")
    decide(there, f"3. {DESK}", outcome="with_conditions", what_1="A ramp before the desk opens", owner_1="Owner",
           due_1=TODAY + timedelta(days=60))  # fmt: skip
    decide(there, f"4. {VAN}", outcome="followed")
    decide(there, f"5. {SIGNS}", outcome="followed")
    there.follow("Go on with the agenda", "Minutes")
    for number in (1, 2):
        there.follow(f"Write the minute of item {number}")
        there.press("Save the minute", says="Nothing was said against it.", words="Nothing was said against it.")


def decide(there: Board, item: str, **said: Any) -> None:
    if "/items/" in there.page.url:
        there.follow("Go on with the agenda")
    there.follow(item, "Record the decision")
    asked = there.page.eval_on_selector_all("[type=radio][name^=scope_]", "all => all.map(each => each.name)")
    as_assessed = dict.fromkeys(asked, "as")
    regard, now = "They weighed two steps against a shorter walk.", f"{clock.london(clock.now()):%H:%M}"
    given = {"wording": "Agreed.", "regard": regard, "decided_at": now, **as_assessed, **said}
    there.press("Record the decision", says="The decision is recorded", **given)


def the_chair_signs(there: Board) -> None:
    there.now("chair")
    there.follow("Read and sign the minutes", "Read the minutes first")
    there.follow("Board", "Sign the minutes")
    there.press("Sign the minutes", says="Minutes signed")


def the_member_reads_what_came_of_it(there: Board) -> None:
    there.now("member")
    there.follow("Meetings", "Board", "Minutes")
    assert "A ramp before the desk opens: Owner" in there.page.inner_text("main")
    there.follow("Due-regard record")
    there.now("member")
    there.follow("Meetings", "The bodies that decide", "Board", "Log of its decisions")


def test_a_board_sits_from_the_call_to_the_signed_minutes(
    browser: Browser, live_server: LiveServer, engine_name: str
) -> None:
    with live_server.app.app_context():
        staff = make_staff()
        made = start((staff,))
        for kind, label, value in SCOPE:
            write_row(made.version_id, "scope", kind=kind, label=label, value=value)
        walk(made, "signed_off")
        make_body((staff,))
    with board(browser, live_server, staff.people, looks=engine_name == "sqlite") as there:
        the_secretary_calls_it(there)
        the_authors_sign_their_statements(there, made.reference)
        the_secretary_sends_it_out(there)
        the_members_read_it(there, made.reference)
        the_chair_prepares(there)
        the_secretary_writes_down_what_was_decided(there)
        the_chair_signs(there)
        the_member_reads_what_came_of_it(there)
