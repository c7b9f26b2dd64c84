"""The estate move (D1) and the dress code (D2), from the first page to the recorded decision.

With a keyboard only and script on SQLite, with a pointer only and no script on PostgreSQL: the pages are the same on
both. The published facts are typed by keyboard without script too. Read `journey.py` for the way and `typed/` for what
is typed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import another_policy
from tests.browser.journey import Journey
from tests.browser.keyboard import Keyboard
from tests.browser.pointer import Pointer
from tests.browser.typed import D1, D1_PUBLISHED, D2, D2_PUBLISHED, Facts
from tests.browser.typed.facts import PAIRS, SHARED
from tests.support import browsing
from tests.support.serving import LiveServer

MOST_PAGES = 30
MOST_PAGES_SCREENED_OUT = 6
BOTH = pytest.mark.parametrize("facts", [D1, D2], ids=["D1", "D2"])
ON_SQLITE = pytest.mark.only_on("sqlite", because="with script; without it on the other")
ON_POSTGRESQL = pytest.mark.only_on("postgresql", because="without script; with it on the other")


@contextmanager
def journey(
    browser: Browser, server: LiveServer, facts: Facts, *, javascript: bool, hands: type[Keyboard] = Keyboard
) -> Iterator[Journey]:
    with browsing.watched_page(browser, server.address, javascript=javascript) as page:
        yield Journey(page, facts, hands=hands)


@BOTH
@ON_SQLITE
def test_whole_life_with_script(browser: Browser, demonstration: LiveServer, facts: Facts) -> None:
    with journey(browser, demonstration, facts, javascript=True) as there:
        live(there)


@BOTH
@ON_POSTGRESQL
def test_whole_life_without_script(browser: Browser, demonstration: LiveServer, facts: Facts) -> None:
    with journey(browser, demonstration, facts, javascript=False, hands=Pointer) as there:
        live(there)


@ON_SQLITE
def test_published_facts_of_the_estate_move_are_refused(browser: Browser, demonstration: LiveServer) -> None:
    with journey(browser, demonstration, anew(demonstration, D1_PUBLISHED), javascript=True) as there:
        assert said_against(there) == list(D1_PUBLISHED.lacks)


@ON_POSTGRESQL
def test_published_facts_of_the_dress_code_are_refused(browser: Browser, demonstration: LiveServer) -> None:
    with journey(browser, demonstration, anew(demonstration, D2_PUBLISHED), javascript=False) as there:
        assert said_against(there) == list(D2_PUBLISHED.lacks)


@ON_SQLITE
def test_plain_screening_out_takes_six_pages(browser: Browser, demonstration: LiveServer) -> None:
    everywhere_no = replace(anew(demonstration, D1), screening=dict.fromkeys(PAIRS, SHARED))
    with journey(browser, demonstration, everywhere_no, javascript=True) as there:
        there.start()
        there.propose()
        there.screen()
        there.press("Ask to screen out")
        there.sign_in(D1.adviser)
        there.follow("Check the screening and sign")
        there.sign("Sign: screened out")
        assert there.page.inner_text(".eia-caption").endswith("Screened out")
        assert len(there.pages) <= MOST_PAGES_SCREENED_OUT, "\n".join(there.pages)


def anew(server: LiveServer, facts: Facts) -> Facts:
    """The same about one more policy of the same owner."""
    return replace(facts, title=another_policy(server, facts.author, facts.title))


def live(there: Journey) -> None:
    """From the first page to the recorded decision, by author, adviser and approver, in at most thirty pages."""
    there.write()
    there.press("Send to the adviser")
    there.check()
    there.sign_off()
    assert there.page.inner_text(".eia-caption").endswith("Signed off")
    there.decide()
    assert "Adopted by" in there.page.inner_text("main")
    assert len(there.pages) <= MOST_PAGES, "\n".join(there.pages)


def said_against(there: Journey) -> list[str]:
    """What the page that would send it says must be done first; there is no button to send it."""
    there.write()
    assert there.page.get_by_role("button", name="Send to the adviser").count() == 0
    return there.page.locator("main li").all_inner_texts()
