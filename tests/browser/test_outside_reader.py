"""The page for readers outside, in a real browser: accessible, on a phone, by keyboard, with and without script."""

from playwright.sync_api import Browser

from eia.assessments.commands.outside import make_link
from eia.db import transaction
from tests.browser.keyboard import Keyboard
from tests.browser.test_every_page import ON_SQLITE, complaints_at
from tests.support import browsing
from tests.support.assessments import Made, make_assessment
from tests.support.serving import LiveServer
from tests.support.staff import acting


def linked(server: LiveServer) -> tuple[Made, str]:
    with server.app.app_context():
        made = make_assessment(at="mitigation")
        with transaction() as session:
            by = acting(session, made.lead["owner"])
            _, token = make_link(session, made.version_id, by=by, group_name="Staff network", days=28, parts=())
    return made, f"{server.address}/outside/{token}"


@ON_SQLITE
def test_a_reader_outside_comments_by_keyboard_without_script_and_every_page_is_accessible(
    browser: Browser, live_server: LiveServer
) -> None:
    _, address = linked(live_server)
    with browsing.watched_page(browser, live_server.address, bypass_csp=True) as page:
        assert complaints_at(page, f"{address}?sent=1") == []
        assert complaints_at(page, f"{live_server.address}/outside/nothing") == []
        page.goto(address)
        assert page.context.cookies() == []
        way_out = page.get_by_role("button", name="Leave this page quickly")
        assert way_out.first.get_attribute("href") == "https://www.bbc.co.uk/weather"
    with browsing.watched_page(browser, live_server.address, javascript=False, width=375) as page:
        page.goto(address)
        keyboard = Keyboard(page)
        keyboard.fill_in({"comment": "Mind the lift.", "name": "Kim"})
        keyboard.press_button("Send your comment")
        assert "Thank you. Your comment has been sent." in page.inner_text("main")
        keyboard.press_button("Send your comment")
        assert "Enter your comment" in page.inner_text(".govuk-error-summary")
        assert "Thank you" not in page.inner_text("main")
