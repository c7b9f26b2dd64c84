"""Every page of an assessment, in every state: accessible, fitting a phone, its links and buttons leading somewhere."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.scenes import SCENES, Scene
from tests.support.axe import violations_wide_and_narrow
from tests.support.serving import LiveServer

EACH = pytest.mark.parametrize("name", SCENES)
ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
IS_THERE = """id => {
  const target = document.getElementById(id)
  if (!target) return "there is no #" + id
  const answers = "input, select, textarea, button, a[href], [tabindex]"
  return target.matches(answers) || target.querySelector(answers) ? "" : "nothing in #" + id + " can have the focus"
}"""
WITH_REASONS = ("nothing written", "half written", "being screened")


def scene(server: LiveServer, name: str) -> Scene:
    app: Flask = server.app
    with app.app_context():
        return SCENES[name]()


def complaints_at(page: Page, address: str) -> list[str]:
    """What axe finds on a desktop and on a phone with everything opened, and whether anything sticks out at 320 px."""
    answer = page.goto(address)
    found = [f"answers {answer.status}"] if answer and answer.status >= 500 else []
    found += violations_wide_and_narrow(page)
    page.set_viewport_size({"width": 320, "height": 640})  # also what 1280 px look like at 400 %
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways at 320 px")
    if page.locator("h1").count() != 1 or not page.title().startswith(page.inner_text("h1")):
        found.append("its one h1 is not its title")
    return [f"{address}: {what}" for what in found]


@EACH
@ON_SQLITE
def test_page_is_accessible_and_fits_a_phone(live_server: LiveServer, as_person: SignedIn, name: str) -> None:
    shown = scene(live_server, name)
    with as_person(shown.person) as page:
        assert [what for address in shown.addresses for what in complaints_at(page, address)] == []


@pytest.mark.parametrize("name", WITH_REASONS)
@ON_SQLITE
def test_each_reason_leads_to_where_it_is_mended(live_server: LiveServer, as_person: SignedIn, name: str) -> None:
    shown = scene(live_server, name)
    with as_person(shown.person) as page:
        links: set[str] = set()
        for address in shown.addresses:
            page.goto(address)
            hrefs = page.eval_on_selector_all("main a[href*='#']", "links => links.map(each => each.href)")
            links |= {href for href in hrefs if not href.endswith("#next")}
        lost = []
        for address, ids in _by_page(links).items():
            page.goto(address)
            wrong = {one: page.evaluate(IS_THERE, one) for one in ids}
            lost += [f"{address}#{one}: {what}" for one, what in wrong.items() if what]
    assert links
    assert lost == []


def _by_page(links: set[str]) -> dict[str, list[str]]:
    """Each page once, with all the places on it that somebody is sent to."""
    found: dict[str, list[str]] = {}
    for link in sorted(links):
        address, _, place = link.partition("#")
        found.setdefault(address, []).append(place)
    return found
