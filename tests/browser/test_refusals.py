"""What a form refuses: each line of the summary moves the focus to an input, and what was typed is still there."""

from collections.abc import Iterable, Mapping
from html import unescape
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn
from tests.browser.scenes import SCENES, Scene
from tests.support.browsing import go
from tests.support.serving import LiveServer
from tests.support.staff import signed_in

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
SENT: Mapping[str, Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "half written": {
        "sections/proposal": ("Save and go to next", {"planned_day-day": "31", "scope-1-label": "x"}),
        "sections/evidence": ("Save and go to next", {"evidence-1-says": "x", "evidence-1-dated-day": "1"}),
        "sections/consultation": ("Save and go to next", {"consultation-1-said": "x"}),
        "sections/options": ("Save and go to next", {"option-1-because": "x"}),
        "sections/review": ("Save and go to sending it", {"review_day-year": "26"}),
        "sections/impacts": ("Go to their page", {}),
        "rows/option/new": ("Save", {}),
    },
    "claimed": {
        "steps/give_opinion": ("Give your opinion", {}),
        "steps/ask_opinion": ("Ask somebody", {}),
        "steps/return_to_author": ("Return it", {}),
    },
    "to be signed": {"summary": ("Sign", {}), "steps/refuse": ("Refuse", {})},
    "signed": {"decision": ("Record the decision", {"decider": ""}), "steps/open_version": ("Open a new version", {})},
}  # fmt: skip
"""Scene -> page -> the button, and what is typed before it is pressed."""


def scene(app: Flask, name: str) -> Scene:
    with app.app_context():
        return SCENES[name]()


@pytest.mark.parametrize("name", SENT)
@ON_SQLITE
def test_each_error_link_moves_to_an_input(live_server: LiveServer, as_person: SignedIn, name: str) -> None:
    shown = scene(live_server.app, name)
    with as_person(shown.person) as page:
        for below, (button, typed) in SENT[name].items():
            page.goto(f"{shown.made.address}/{below}")
            _send(page, button, typed)
            links = page.locator(".govuk-error-summary a")
            assert links.count() > 0, below
            for number in range(links.count()):
                links.nth(number).click()
                at = page.evaluate("document.activeElement.tagName")
                assert at in ("INPUT", "TEXTAREA", "SELECT"), f"{below}: {links.nth(number).inner_text()}"


def _send(page: Page, button: str, typed: Mapping[str, str]) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for name, text in typed.items():
        page.fill(f"[name='{name}']", text)
    go(page.locator("main button", has_text=button).first)


RUBBISH = {
    "NUL": "before\0after",
    "emoji": "a thumb 👍🏽 up",
    "right to left": "مرحبا بالعالم \u202eabc",
    "from Word": "one line\x0bthe next\x0b• third",
    "200 kB": "long " * 40_000,
    "markup": "</textarea><script>alert(1)</script>{{ 7 * 7 }}",
}
KEPT = {
    "NUL": "before after",
    "emoji": "a thumb 👍🏽 up",
    "right to left": "مرحبا بالعالم",
    "from Word": "one line\nthe next\n• third",
    "200 kB": "long long long",
    "markup": "</textarea><script>alert(1)</script>{{ 7 * 7 }}",
}
STRANGE = "all that is strange"
"""What may be kept, at once, each on lines of its own: asked for as well as one by one. A NUL alone is refused."""
for _words in (RUBBISH, KEPT):
    _words[STRANGE] = "\n".join(_words[kind] for kind in ("emoji", "right to left", "from Word", "markup"))
WRITTEN_IN = ("half written", "sent back", "being screened", "claimed", "to be signed", "signed")


class Forms(HTMLParser):
    """The forms of a page that are posted: where to, and a whole answer to everything they ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: set[str] = set()
        self._inside = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method", "")
            if self._inside == "post":
                self.found.append((given.get("action", ""), {}))
        if self._inside != "post" or not given.get("name"):
            self._option(tag, given)
            return
        name = given["name"]
        if tag == "textarea" or (tag == "input" and given.get("type", "text") == "text"):
            self.texts.add(name)
            self.found[-1][1][name] = given.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "input":
            self.found[-1][1].setdefault(name, given.get("value", ""))

    def _option(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._inside == "post" and self._select and given.get("value"):
            self.found[-1][1].setdefault(self._select, given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = ""
        if tag == "select":
            self._select = ""


@pytest.mark.parametrize("name", WRITTEN_IN)
@ON_SQLITE
def test_rubbish_is_kept_or_refused_in_words(app: Flask, name: str) -> None:
    assert rubbish_lost(app, name, [STRANGE, "200 kB"]) == []


@pytest.mark.parametrize("name", WRITTEN_IN)
@pytest.mark.only_on("postgresql", because="it refuses a NUL that SQLite would take; SQLite is given the rest")
def test_a_nul_is_not_lost_and_kept_out_of_the_database(app: Flask, name: str) -> None:
    assert rubbish_lost(app, name, ["NUL"]) == []


def rubbish_lost(app: Flask, name: str, kinds: Iterable[str]) -> list[str]:
    """What goes wrong when these are posted in every form of this scene."""
    shown = scene(app, name)
    client = signed_in(app, shown.person)
    addresses = [address for address in shown.addresses if address.startswith(shown.made.address)]
    found = []
    for rubbish in kinds:
        posted: set[str] = set()
        for address in addresses:
            found += _post_everywhere(client, address, rubbish, posted)
    return found


def _post_everywhere(client: FlaskClient, address: str, rubbish: str, posted: set[str]) -> list[str]:
    """What goes wrong when every text of every form of this page is this. A form of many pages is posted once."""
    wrong = []
    forms = Forms(client.get(address).text)
    for action, answers in forms.found:
        texts = {key for key in answers if key in forms.texts and not key.endswith(("-day", "-month", "-year"))}
        if not texts or action in posted:
            continue
        posted |= {action} - {""}
        sent = {key: RUBBISH[rubbish] if key in texts else value for key, value in answers.items()}
        answer = client.post(action or address, data=sent)
        where, status = f"{rubbish} at {action or address}", answer.status_code
        if status == 303 and "/sections/" in address:
            answer = client.get(address)
        if status >= 500 or answer.status_code >= 500:
            wrong.append(f"{where} answers {status}")
        elif answer.status_code != 303 and (lost := _lost(rubbish, unescape(answer.text))):
            wrong.append(f"{where} lost what was typed ({status}): {lost}")
    return wrong


def _lost(rubbish: str, page: str) -> list[str]:
    """The lines of it that do not stand on the page; between lines of a text that is read there are tags."""
    return [line[:80] for line in KEPT[rubbish].splitlines() if line not in page]
