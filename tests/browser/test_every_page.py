"""Every page of an assessment, in every state: accessible, fitting a phone, its links and buttons leading somewhere."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.scenes import SCENES, Scene
from tests.support.axe import violations_narrow_and_wide
from tests.support.serving import LiveServer
from tests.support.staff import signed_in

EACH = pytest.mark.parametrize("name", SCENES)
ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
ANSWERS = ("input", "select", "textarea", "button")
VOID = ("area", "br", "hr", "img", "input", "link", "meta", "wbr")
WITH_REASONS = ("nothing written", "half written", "being screened")


def scene(server: LiveServer, name: str) -> Scene:
    app: Flask = server.app
    with app.app_context():
        return SCENES[name]()


def complaints_at(page: Page, address: str) -> list[str]:
    """What axe finds on a phone with everything opened and on a desktop, and what sticks out at 320 px."""
    answer = page.goto(address)
    found = [f"answers {answer.status}"] if answer and answer.status >= 500 else []
    found += violations_narrow_and_wide(page)
    if page.locator("h1").count() != 1 or not page.title().startswith(page.inner_text("h1")):
        found.append("its one h1 is not its title")
    return [f"{address}: {what}" for what in found]


@EACH
@ON_SQLITE
def test_page_is_accessible_and_fits_a_phone(live_server: LiveServer, as_person: SignedIn, name: str) -> None:
    shown = scene(live_server, name)
    with as_person(shown.person) as page:
        assert [what for address in shown.addresses for what in complaints_at(page, address)] == []


class Places(HTMLParser):
    """The places of a page that an address can name, and the links in it that name one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.found: dict[str, bool] = {}
        """Id -> whether it, or something in it, can have the focus."""
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        place, href = given.get("id") or "", given.get("href") or ""
        if tag == "a" and "#" in href and any(name == "main" for name, _ in self._open):
            self.links.add(href)
        self.found.setdefault(place, False)
        if tag in ANSWERS or (tag == "a" and href) or "tabindex" in given:
            self.found |= dict.fromkeys((place, *(one for _, one in self._open)), True)
        if tag not in VOID:
            self._open.append((tag, place))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass


@pytest.mark.parametrize("name", WITH_REASONS)
@ON_SQLITE
def test_each_reason_leads_to_where_it_is_mended(app: Flask, name: str) -> None:
    with app.app_context():
        shown = SCENES[name]()
    client = signed_in(app, shown.person)
    pages = {address: Places(client.get(address).text) for address in shown.addresses}
    links = {urljoin(address, link) for address, page in pages.items() for link in page.links}
    links = {link for link in links if not link.endswith("#next")}
    lost = []
    for address, ids in _by_page(links).items():
        there = pages.get(address) or Places(client.get(address).text)
        lost += [f"there is no {address}#{one}" for one in ids if one not in there.found]
        lost += [f"nothing in {address}#{one} can have the focus" for one in ids if not there.found.get(one)]
    assert links
    assert lost == []


def _by_page(links: set[str]) -> dict[str, list[str]]:
    """Each page once, with all the places on it that somebody is sent to."""
    found: dict[str, list[str]] = {}
    for link in sorted(links):
        address, _, place = link.partition("#")
        found.setdefault(address, []).append(place)
    return found
