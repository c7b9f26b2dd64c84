"""What a person notices along the way: a session that ran out, what was carried over, what comes next."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from eia import clock
from eia.db import transaction
from eia.people.models import SessionSeen, SignInSession
from tests.browser.conftest import SignedIn, another_policy
from tests.browser.scenes import SCENES, Scene
from tests.support.browsing import go, watched_page
from tests.support.serving import LiveServer
from tests.support.writing import read

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
AUTHOR = "Policy owner"
WROTE = "Two sentences that took an hour to write.\n\nمرحبا"


def scene(server: LiveServer, name: str) -> Scene:
    with server.app.app_context():
        return SCENES[name]()


@pytest.mark.parametrize("javascript", [True, False])
@ON_SQLITE
def test_text_of_a_session_that_ran_out_comes_back(
    browser: Browser, demonstration: LiveServer, javascript: bool
) -> None:
    title = another_policy(demonstration, AUTHOR, "Front desk")
    with watched_page(browser, demonstration.address, javascript=javascript) as page:
        page.goto("/sign-in")
        go(page.get_by_role("button", name=AUTHOR, exact=True))
        go(page.get_by_role("link").filter(has_text=title))
        page.check("[name=framework][value='equality_act_2010.v1']")
        go(page.get_by_role("button", name="Start"))
        page.fill("[name=changes]", WROTE)
        _let_the_session_run_out(demonstration)
        go(page.get_by_role("button", name="Save", exact=True))
        assert "What you wrote is still here." in page.inner_text("main")
        go(page.get_by_role("button", name=AUTHOR, exact=True))
        assert WROTE.splitlines()[0] in page.inner_text("main")
        go(page.get_by_role("button", name="Send it now"))
        assert page.inner_text(".govuk-notification-banner").endswith("Saved.")
        go(page.get_by_role("link", name="What changes and who decides"))
        assert page.input_value("[name=changes]") == WROTE


def _let_the_session_run_out(server: LiveServer) -> None:
    """As if nobody had touched it since yesterday."""
    yesterday = clock.now() - timedelta(days=1)
    with server.app.app_context(), transaction() as session:
        session.execute(update(SessionSeen).values(seen_at=yesterday))
        session.execute(update(SignInSession).values(began_at=yesterday))


@ON_SQLITE
def test_what_was_carried_over_is_confirmed_in_one_press(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "opened anew")
    with as_person(shown.person) as page:
        for key in ("evidence", "impacts", "screening"):
            page.goto(f"{shown.made.address}/sections/{key}")
            assert "Carried over, not confirmed yet" in page.inner_text("main")
            go(page.get_by_role("button", name="All of it still holds"))
            page.goto(f"{shown.made.address}/sections/{key}")
            assert "Carried over, not confirmed yet" not in page.inner_text("main")
        page.goto(f"{shown.made.address}/trail")
        assert "Confirmed Screening" in page.inner_text("main")
    with live_server.app.app_context():
        kept = {s.key: s for s in read(shown.made.version_id).version.sections}
        assert kept["impacts"].finished
        assert not kept["impacts"].carried_over


@ON_SQLITE
def test_overview_of_impacts_can_always_be_finished(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "opened anew")
    with as_person(shown.person) as page:
        page.goto(f"{shown.made.address}/sections/impacts")
        page.get_by_label("I have finished this section").check()
        go(page.get_by_role("button", name="Save", exact=True))
    with live_server.app.app_context():
        section = read(shown.made.version_id).section("impacts")
        assert section is not None
        assert section.finished
        assert not section.carried_over


@ON_SQLITE
def test_one_characteristic_saved_does_not_confirm_the_others(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "opened anew")
    with as_person(shown.person) as page:
        page.goto(f"{shown.made.address}/impacts/age")
        go(page.get_by_role("button", name="Save", exact=True))
    with live_server.app.app_context():
        section = read(shown.made.version_id).section("impacts")
        assert section is not None
        assert section.carried_over


@ON_SQLITE
def test_a_page_says_who_has_it_and_what_stands_in_the_way(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "nothing written")
    with as_person(shown.person) as page:
        page.goto(f"{shown.made.address}/sections/consultation")
        line = page.locator(".eia-where")
        assert line.inner_text().startswith("With you since")
        assert "Next: Send to the adviser" in line.inner_text()
        line.locator("summary").click()
        assert line.get_by_role("link", name="Review date: Set the date of the review.").is_visible()


@ON_SQLITE
def test_a_row_half_typed_is_not_lost_with_the_section(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "just begun")
    with as_person(shown.person) as page:
        page.goto(f"{shown.made.address}/sections/proposal")
        page.fill("[name=why]", "Because")
        page.get_by_text("Add a date, place or number").click()
        page.fill("[name=scope-1-value]", "The village hall")
        go(page.get_by_role("button", name="Save and go to screening"))
        assert "There is a problem" in page.inner_text("main")
        assert page.input_value("[name=why]") == "Because"
        assert page.input_value("[name=scope-1-value]") == "The village hall"
        page.fill("[name=scope-1-label]", "Where")
        page.locator("[name=scope-1-kind][value=place]").check()
        go(page.get_by_role("button", name="Save and go to screening"))
        assert page.inner_text("h1") == "Screening"
    with live_server.app.app_context():
        version = read(shown.made.version_id).version
        assert [(item.label, item.value) for item in version.scope] == [("Where", "The village hall")]


@ON_SQLITE
def test_evidence_cited_stands_under_the_answer_with_its_date(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "claimed")
    with as_person(shown.person) as page:
        page.goto(f"{shown.made.address}/summary")
        assert page.locator(".eia-card .eia-chips__chip").count() > 0


@ON_SQLITE
def test_what_hangs_on_an_answer_shows_with_it(live_server: LiveServer, as_person: SignedIn) -> None:
    shown = scene(live_server, "being screened")
    with as_person(shown.person, javascript=False) as page:
        page.goto(f"{shown.made.address}/sections/screening")
        name = "affected-age-staff"
        harm, shares = page.locator(f"[name={name}-direction]").first, page.locator(f"[name={name}-shares]")
        assert page.locator("main input:checked").count() == 0
        assert not shares.is_visible()
        page.locator(f"[name={name}-answer][value=no]").check()
        shares.check()
        assert not harm.is_visible()
        page.locator(f"[name={name}-answer][value=yes]").check()
        assert harm.is_visible()
