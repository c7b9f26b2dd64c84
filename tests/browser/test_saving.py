"""Writing side by side in a real browser: kept in the background, offered back, and two texts for one answer."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.keyboard import Keyboard
from tests.support.assessments import Made, start
from tests.support.axe import violations
from tests.support.browsing import go, shot
from tests.support.serving import LiveServer
from tests.support.staff import make_staff
from tests.support.writing import read

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
KEPT = "[data-kept]"


@pytest.fixture
def made(live_server: LiveServer) -> Made:
    with live_server.app.app_context():
        return start((make_staff(),))


def proposal(made: Made) -> str:
    return f"{made.address}/sections/proposal"


@ON_SQLITE
def test_what_was_typed_survives_a_closed_browser(made: Made, as_person: SignedIn) -> None:
    with as_person(made.lead["owner"]) as page:
        page.clock.install()
        page.goto(proposal(made))
        page.fill("#changes", "Half a thought")
        page.clock.fast_forward(20_000)
        expect(page.locator(KEPT)).to_contain_text("Saved at")
    with as_person(made.lead["owner"]) as page:
        page.goto(proposal(made))
        shot(page, "offered")
        assert violations(page) == []
        assert page.input_value("#changes") == ""
        Keyboard(page).follow("Go on with it")
        assert page.input_value("#changes") == "Half a thought"
        shot(page, "went-on")
        go(page.get_by_role("button", name="Save", exact=True))
        page.goto(proposal(made))
        assert page.input_value("#changes") == "Half a thought"
        assert page.locator("text=was not saved").count() == 0


@ON_SQLITE
def test_it_says_so_quietly_when_the_service_is_away_and_when_one_is_signed_out(
    made: Made, as_person: SignedIn
) -> None:
    with as_person(made.lead["owner"]) as page:
        page.clock.install()
        page.goto(proposal(made))
        page.context.set_offline(True)
        page.fill("#changes", "Typed on the train")
        page.clock.fast_forward(20_000)
        expect(page.locator(KEPT)).to_contain_text("does not answer")
        page.locator("#changes").press("End")
        page.keyboard.type(", still typing")
        page.context.set_offline(False)
        page.clock.fast_forward(60_000)
        expect(page.locator(KEPT)).to_contain_text("Saved at")
        sign_out_elsewhere(page.context, page)
        page.keyboard.type(" and on")
        page.clock.fast_forward(60_000)
        expect(page.locator(KEPT)).to_contain_text("You are signed out")
        go(page.get_by_role("button", name="Save", exact=True))
        expect(page.locator("main")).to_contain_text("What you wrote is still here")
        assert page.locator("input[name=carried]").input_value()


def sign_out_elsewhere(context: BrowserContext, page: Page) -> None:
    other = context.new_page()
    other.goto("/")
    go(other.get_by_role("button", name="Sign out"))
    other.close()
    page.bring_to_front()


@pytest.mark.parametrize("javascript", [True, False])
@ON_SQLITE
def test_two_texts_are_decided_by_keyboard_with_and_without_script(
    live_server: LiveServer, made: Made, as_person: SignedIn, javascript: bool
) -> None:
    owner = made.lead["owner"]
    with as_person(owner, javascript=javascript) as mine, as_person(owner) as theirs:
        for page in (mine, theirs):
            page.goto(proposal(made))
        theirs.fill("#changes", "The desk moves to the library in May.")
        go(theirs.get_by_role("button", name="Save", exact=True))
        mine.fill("#changes", "The desk stays where it is <b>for now</b>.\n\nIn June it may move.")
        mine.fill("#why", "It is cold.")
        go(mine.get_by_role("button", name="Save", exact=True))
        for width in (1280, 375, 320):
            mine.set_viewport_size({"width": width, "height": 900})
            shot(mine, f"collision-{width}")
            if javascript:
                assert violations(mine) == []
                assert mine.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keyboard = Keyboard(mine)
        keyboard.press_button("Save what I chose")
        expect(mine.locator(".govuk-error-summary")).to_contain_text("Choose what to keep")
        shot(mine, "undecided")
        mine.locator(".govuk-error-summary a").first.click()
        assert mine.evaluate("document.activeElement.name") == "keep-changes"
        for _ in range(2):
            mine.keyboard.press("ArrowDown")
        mine.keyboard.press("Space")
        keyboard.press_button("Save what I chose")
        expect(mine.locator(".govuk-notification-banner").first).to_be_visible()
    with live_server.app.app_context():
        case = read(made.version_id)
        for text in ("library in May", "<b>for now</b>", "In June"):
            assert text in case.answer("proposal", "changes")
        assert case.answer("proposal", "why") == "It is cold."
