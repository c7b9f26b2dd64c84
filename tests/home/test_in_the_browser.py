"""The first page, policies and the public pages in a real browser, on a wide screen and on a phone."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.assessments import make_assessment
from tests.support.axe import violations, violations_narrow_and_wide
from tests.support.browsing import go, watched_page
from tests.support.serving import LiveServer
from tests.support.staff import Staff, make_staff, signed_in
from tests.support.writing import write_proposal

SAME_PAGES = pytest.mark.only_on("sqlite", because="what the browser gets does not depend on the database")


@pytest.fixture(scope="session")
def staff(live_server: LiveServer) -> Staff:
    """Somebody with every list of the first page filled."""
    with live_server.app.app_context():
        staff = make_staff()
        for at in ("draft", "adviser_review", "signed_off"):
            made = make_assessment(at=at, staff=(staff,))
            if at == "draft":
                write_proposal(made.version_id, planned_day="2020-01-01")
        return staff


@pytest.fixture
def owner(browser: Browser, live_server: LiveServer, staff: Staff) -> Iterator[Page]:
    with watched_page(browser, live_server.address) as page:
        let_in(page, live_server, staff["owner"])
        yield page


def let_in(page: Page, server: LiveServer, person_id: int) -> None:
    """Give the browser the cookie of somebody who is signed in."""
    cookie = signed_in(server.app, person_id).get_cookie("session")
    assert cookie is not None
    host = urlsplit(server.address).hostname or ""
    page.context.add_cookies([{"name": "session", "value": cookie.value, "domain": host, "path": "/"}])


def is_sound(page: Page) -> bool:
    """Accessible as far as axe can tell, no wider than the screen, one h1 that is the title."""
    assert violations(page) == []
    return fits(page)


def fits(page: Page) -> bool:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1").count() == 1
    title = page.title().removeprefix("Error: ").removesuffix(" – Equality impact assessments")
    assert title == page.inner_text("h1")
    return True


POLICIES = [f"/policies{page}" for page in ("", "/new", "/files/new", "/needed", "/needed/all", "/coverage")]


@SAME_PAGES
def test_pages_are_accessible_and_fit(owner: Page) -> None:
    for path in ("/", "/help", *POLICIES, "/accessibility"):
        owner.goto(path)
        assert violations_narrow_and_wide(owner) == [], path
        assert fits(owner), path


@SAME_PAGES
@pytest.mark.parametrize("width", [1280, 320])
def test_a_policy_is_added_changed_and_its_assessment_started(owner: Page, width: int) -> None:
    owner.set_viewport_size({"width": width, "height": 900})
    owner.goto("/policies")
    go(owner.locator("text=Add a policy"))
    go(owner.locator("text=Add this policy"))
    assert is_sound(owner)
    owner.click("text=Enter the number >> nth=0")
    assert owner.evaluate("document.activeElement.id") == "number"
    owner.keyboard.type(f"BCH17/{owner.evaluate('innerWidth')}")
    owner.fill("#title", "A title that is rather long, as the titles of policies of several forces tend to be")
    owner.select_option("#owner", index=1)
    go(owner.locator("text=Add this policy"))
    assert "was added" in owner.inner_text("main")
    assert is_sound(owner)
    go(owner.locator("text=Change this policy"))
    assert is_sound(owner)
    owner.fill("#title", "Uniform")
    go(owner.locator("text=Save"))
    assert owner.inner_text("h1") == "Uniform"
    go(owner.locator("text=Start the assessment"))
    assert owner.inner_text("h1") == "Start an assessment of Uniform"


@SAME_PAGES
def test_every_line_of_the_first_page_leads_somewhere(owner: Page) -> None:
    owner.goto("/")
    addresses = [str(link.get_attribute("href")) for link in owner.locator("main .govuk-link").all()]

    assert len(addresses) >= 5
    for address in addresses:
        answer = owner.goto(address)
        assert answer is not None
        assert answer.status == 200, address


@SAME_PAGES
def test_the_statement_is_read_without_signing_in_and_without_script(plain_page: Page) -> None:
    plain_page.goto("/accessibility")

    assert plain_page.inner_text("h1") == "Accessibility statement"
