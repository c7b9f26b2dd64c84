"""The pages of people as a browser meets them: by keyboard, with script and without, on a running server."""

import re

import pytest
from playwright.sync_api import Page, expect

from eia.people.offices import Office
from tests.people.factories import PASSWORD, make_people
from tests.support.axe import violations_narrow_and_wide
from tests.support.browsing import go
from tests.support.serving import LiveServer

STAFF = {
    "Keyboard administrator": (Office.ADMINISTRATOR,),
    "Second administrator": (Office.ADMINISTRATOR,),
    "Signer": (Office.APPROVER,),
    "Writer": (Office.POLICY_OWNER,),
}
SAME_PAGES = pytest.mark.only_on("sqlite", because="what the browser gets does not depend on the database")
People = dict[str, tuple[int, str]]


@pytest.fixture
def staff(live_server: LiveServer, code: str) -> People:
    return make_people(live_server.app, code, STAFF)


def sign_in(page: Page, email: str, path: str = "/your-account") -> None:
    page.goto(path)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"//[^/]+{path}$"))


@SAME_PAGES
def test_a_person_signs_in_with_the_keyboard_alone(page: Page, staff: People) -> None:
    page.goto("/your-account")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    for typed in (staff["Writer"][1], PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


@SAME_PAGES
def test_every_page_passes_axe_and_fits_the_screen(page: Page, staff: People) -> None:
    looked_at(page, "/sign-in")
    looked_at(page, "/set-password/no-such-link")
    sign_in(page, staff["Keyboard administrator"][1])
    number = staff["Signer"][0]
    for path in (
        "/your-account",
        "/your-account/password",
        "/your-account/deputies/new",
        "/your-account/leave/new",
        "/people",
        "/people/new",
        "/people/units",
        "/people/trail",
        f"/people/{number}",
        f"/people/{number}/change",
        f"/people/{number}/appointments/new",
        f"/people/{number}/deputies/new",
        f"/people/{number}/leave/new",
        f"/people/{number}/close",
    ):
        looked_at(page, path)


def looked_at(page: Page, path: str) -> None:
    page.goto(path)
    assert page.title().startswith(page.get_by_role("heading", level=1).inner_text()), path
    assert violations_narrow_and_wide(page) == [], path
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, path


@SAME_PAGES
def test_every_error_link_moves_to_its_question(page: Page, staff: People) -> None:
    sign_in(page, staff["Keyboard administrator"][1])
    page.goto(f"/people/{staff['Signer'][0]}/appointments/new")
    go(page.get_by_role("button", name="Appoint"))
    refused_at_once(page, 2)
    page.get_by_label("Administrator").check()
    for part, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
        page.get_by_role("group", name="First day").get_by_label(part).fill(value)
    go(page.get_by_role("button", name="Appoint"))
    refused_at_once(page, 2)


def refused_at_once(page: Page, count: int) -> None:
    links = page.locator(".govuk-error-summary a")
    expect(links).to_have_count(count)
    for link in links.all():
        link.click()
        assert page.evaluate("document.activeElement.tagName") == "INPUT"


@SAME_PAGES
def test_what_was_written_survives_a_session_that_ran_out(page: Page, staff: People) -> None:
    written_and_sent_again(page, staff)


@SAME_PAGES
def test_what_was_written_survives_without_script_too(plain_page: Page, staff: People) -> None:
    written_and_sent_again(plain_page, staff)


def written_and_sent_again(page: Page, staff: People) -> None:
    sign_in(page, staff["Keyboard administrator"][1], "/people/units")
    page.get_by_label("Name of the unit").fill("Traffic & “roads”")
    other = page.context.new_page()
    other.goto("/people/units")
    go(other.get_by_role("button", name="Sign out"))
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    go(page.get_by_role("button", name="Add the unit"))
    expect(page.get_by_text("What you wrote is still here.")).to_be_visible()
    page.get_by_label("Email address").fill(staff["Keyboard administrator"][1])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What you wrote before you were signed out")
    expect(page.get_by_role("definition")).to_have_text("Traffic & “roads”")
    go(page.get_by_role("button", name="Send it now"))
    expect(page.get_by_role("link", name="Traffic & “roads”")).to_be_visible()


@SAME_PAGES
def test_two_administrators_appoint_one_approver(page: Page, plain_page: Page, staff: People) -> None:
    number = staff["Writer"][0]
    sign_in(page, staff["Keyboard administrator"][1], f"/people/{number}/appointments/new")
    page.get_by_label("Equality adviser").check()
    for part, value in (("Day", "31"), ("Month", "december"), ("Year", "2199")):
        page.get_by_role("group", name="First day").get_by_label(part).fill(value)
    go(page.get_by_role("button", name="Appoint"))
    expect(page.get_by_text("You proposed this: another administrator must agree.")).to_be_visible()
    sign_in(plain_page, staff["Second administrator"][1], "/people")
    go(plain_page.get_by_role("button", name="Agree to appoint Writer Equality adviser"))
    expect(plain_page.get_by_text("Begins later")).to_be_visible()
