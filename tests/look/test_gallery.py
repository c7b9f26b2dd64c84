"""Every field in every state and every part of a page, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.look.conftest import OpenGallery
from tests.look.gallery import FILLED
from tests.support.axe import violations
from tests.support.browsing import go

WIDTHS = [1280, 375, 320]
REFUSALS = ["/refuse/refused", "/refuse/stale", "/refuse/not_allowed", "/refuse/broken", "/nowhere"]
SEND = "text=Save and go to next"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_filled_page_is_accessible_and_fits(open_gallery: OpenGallery, width: int) -> None:
    with open_gallery("/?filled=1", width=width) as page:
        assert violations(page) == []
        assert fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_of_errors_is_accessible_and_fits(open_gallery: OpenGallery, width: int) -> None:
    with open_gallery("/", width=width) as page:
        go(page.locator(SEND))
        assert page.title().startswith("Error: ")
        assert violations(page) == []
        assert fits(page)


@pytest.mark.parametrize("path", REFUSALS)
def test_refusal_is_accessible_and_fits(open_gallery: OpenGallery, path: str) -> None:
    with open_gallery(path, width=320) as page:
        assert violations(page) == []
        assert fits(page)
        assert page.title().removesuffix(" – Equality impact assessments") == page.inner_text("h1")


def test_each_error_link_moves_to_an_input(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        go(page.locator(SEND))
        links = page.locator(".govuk-error-summary a")
        assert links.count() == 12
        for number in range(links.count()):
            links.nth(number).click()
            at = page.evaluate("[document.activeElement.tagName, '#' + document.activeElement.id]")
            assert at[0] in ("INPUT", "TEXTAREA", "SELECT")
            assert at[1] == links.nth(number).get_attribute("href")


def test_link_to_a_half_date_moves_to_the_part_to_mend(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        page.fill("#planned-day", "3")
        go(page.locator(SEND))
        page.click("text=Planned date of decision must include a month and a year >> nth=0")
        assert page.evaluate("document.activeElement.id") == "planned-month"


@pytest.mark.parametrize("javascript", [True, False])
def test_text_comes_back_as_it_was_typed(open_gallery: OpenGallery, javascript: bool) -> None:
    with open_gallery("/?filled=1", javascript=javascript) as page:
        go(page.locator(SEND))  # the password is missing, so the form comes back
        assert page.input_value("#changes") == FILLED["changes"]
        assert page.input_value("#why_officer") == FILLED["why_officer"]
        go(page.locator(SEND))
        assert page.input_value("#why_officer") == FILLED["why_officer"]


def test_form_works_without_script(open_gallery: OpenGallery) -> None:
    with open_gallery("/", javascript=False) as page:
        page.check("#decided-2")
        go(page.locator(SEND))
        assert page.is_visible("text=Enter the name of the officer >> nth=0")


@pytest.mark.parametrize("javascript", [True, False])
def test_sub_question_appears_with_its_answer(open_gallery: OpenGallery, javascript: bool) -> None:
    with open_gallery("/", javascript=javascript) as page:
        assert not page.is_visible("#officer")
        page.check("#decided-2")
        assert page.is_visible("#officer")
        page.check("#decided")
        assert not page.is_visible("#officer")


def test_first_tab_leads_past_the_navigation(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content"


def test_all_of_a_form_can_be_reached_by_keyboard(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        reached: set[Any] = set()
        for _ in range(90):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.name || document.activeElement.id"))
        assert reached >= {"title", "changes", "planned-year", "decided", "areas", "owner", "regard", "paper"}


def test_drawers_are_open_on_paper(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == 0


def test_no_crown_and_no_font_of_govuk(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        assert "GDS Transport" not in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "rown copyright" not in page.content()
        sheet = page.request.get(str(page.get_attribute("link[rel=stylesheet]", "href"))).text()
        assert "GDS Transport" not in sheet
        assert "@font-face" not in sheet


def test_text_without_a_class_is_not_in_times(open_gallery: OpenGallery) -> None:
    with open_gallery("/") as page:
        page.evaluate("document.querySelector('main').append(document.createElement('p'))")
        family = page.evaluate("getComputedStyle(document.querySelector('main > p:last-child')).fontFamily")
        assert "sans-serif" in family


def test_contrast_is_asked_for_again_where_a_place_looks_otherwise(open_gallery: OpenGallery) -> None:
    """It is asked for once where all looks the same (tests/support/axe.py)."""
    with open_gallery("/") as page:
        assert violations(page) == []
        page.evaluate("document.querySelector('main h1').style.color = 'rgb(200, 200, 200)'")
        for _ in range(2):
            assert [found.partition(":")[0] for found in violations(page)] == ["color-contrast"]
        page.evaluate("document.querySelector('main h1').style.color = ''")
        assert violations(page) == []
        page.evaluate("document.querySelector('main').style.backgroundColor = 'rgb(90, 90, 90)'")
        assert [found.partition(":")[0] for found in violations(page)] == ["color-contrast"], "what lies behind it"
