"""Somebody remembers three words: they type them, read one sentence, and stand where it was written."""

import pytest
from playwright.sync_api import expect

from eia.assessments.search.keeping import index_due
from tests.browser.conftest import SignedIn
from tests.support.assessments import start, walk
from tests.support.axe import violations_narrow_and_wide
from tests.support.browsing import go
from tests.support.serving import LiveServer
from tests.support.staff import make_staff
from tests.support.writing import write_row


@pytest.mark.only_on("sqlite", because="the pages are the same on both")
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_three_words_lead_to_the_place(live_server: LiveServer, as_person: SignedIn, javascript: bool) -> None:
    with live_server.app.app_context():
        staff = make_staff()
        made = start((staff,), title="Rota of the control room")
        walk(made, "mitigation")
        write_row(made.version_id, "evidence", title="Survey of 2025", says="Carers gave up nights. <b>Shifts</b> end.")
        index_due()
    with as_person(staff["adviser"], javascript=javascript) as page:
        page.goto("/assessments")
        box = page.get_by_role("searchbox", name="Search what assessments say")
        box.focus()
        page.keyboard.type("night shift carer")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        found = page.locator(".eia-hits__item")
        expect(found).to_have_count(1)
        assert found.locator("mark").all_inner_texts() == ["Carers", "nights", "Shifts"]
        if javascript:
            assert violations_narrow_and_wide(page) == []
        go(found.get_by_role("link", name="Rota of the control room", exact=True))
        expect(page.locator(f"#{page.url.partition('#')[2]}")).to_contain_text("Carers gave up nights. <b>Shifts</b>")
        page.goto("/assessments/search?q=zebra+crossing&part=comments")
        expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
        if javascript:
            assert violations_narrow_and_wide(page) == []
        go(page.get_by_role("link", name="Look everywhere"))
        expect(page.get_by_label("Only in")).to_have_value("")
