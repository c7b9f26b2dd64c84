"""Rounds and versions in a real browser: a second round, two texts for one reply, comparing, and ways to begin."""

import pytest
from playwright.sync_api import Page, expect

from eia.db import transaction
from tests.browser.conftest import SignedIn
from tests.support.assessments import Made, add_policy, make_assessment, open_version, take
from tests.support.axe import violations
from tests.support.browsing import go, shot
from tests.support.library import change, keep_entry
from tests.support.serving import LiveServer
from tests.support.staff import signed_in
from tests.support.writing import write_section

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
POINTS = [
    {"section": "evidence", "reason": "evidence", "remark": "Ask the staff network, and say when."},
    {"section": "conclusion", "reason": "conclusion", "remark": "Name who is hurt."},
]
VERDICT = {"section": "options", "verdict": "could_be_better", "reason": "", "remark": "Say what it costs."}
WIDTHS = (1280, 375)


def looked_at(page: Page, name: str, *, axe: bool = True) -> None:
    """Fits, and axe finds nothing where no other test asks it; a picture when a folder for it is named."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        shot(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} at {width}"
    assert not axe or violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def returned(live_server: LiveServer) -> Made:
    """Returned by the adviser, who had read it, with two points; the rest is accepted."""
    with live_server.app.app_context():
        made = make_assessment(at="adviser_review")
        adviser = made.lead["adviser"]
        take(made, "claim", adviser)
        signed_in(live_server.app, adviser).get(f"{made.address}/summary")
        take(made, "give_verdicts", adviser, verdicts=[VERDICT])
        take(made, "return_to_author", adviser, stage="mitigation", points=POINTS, accept_rest=True)
        return made


@ON_SQLITE
def test_a_second_round_from_the_return_to_what_the_adviser_sees_first(returned: Made, as_person: SignedIn) -> None:
    owner, adviser = returned.lead["owner"], returned.lead["adviser"]
    with as_person(owner) as page, as_person(owner) as other:
        reply_in_two_windows(returned, page, other)
        change_and_send(returned, page, other)
    with as_person(adviser) as page:
        see_what_changed(returned, page)


def reply_in_two_windows(returned: Made, page: Page, other: Page) -> None:
    page.goto(returned.address)
    looked_at(page, "returned", axe=False)
    go(page.get_by_role("link", name="Reply to 2 points returned to you"))
    other.goto(page.url)
    other.get_by_label("Your reply to point 1").fill("Asked them in May.")
    go(other.get_by_role("button", name="Save your replies"))
    page.get_by_label("Your reply to point 1").fill("Asked them <b>again</b> in June.")
    page.get_by_label("Your reply to point 2").fill("Said who.")
    looked_at(page, "points")
    go(page.get_by_role("button", name="Save your replies"))
    looked_at(page, "points-collision")
    page.get_by_label("Keep both").check()
    go(page.get_by_role("button", name="Save what I chose"))
    expect(page.get_by_text("Your replies are saved")).to_be_visible()


def change_and_send(returned: Made, page: Page, other: Page) -> None:
    page.goto(f"{returned.address}/sections/conclusion")
    page.locator("#conclusion").press("End")
    page.keyboard.type(" Disabled staff gain a door.")
    go(page.get_by_role("button", name="Save", exact=True))
    other.clock.install()
    other.goto(f"{returned.address}/sections/options")
    other.locator("#add-option summary").click()
    other.locator("[name=option-1-title]").fill("Half an option")
    other.clock.fast_forward(20_000)
    expect(other.locator("[data-kept]")).to_contain_text("Saved at")
    page.goto(f"{returned.address}/steps/send_to_adviser")
    expect(page.get_by_text("Text was typed here and not saved")).to_be_visible()
    looked_at(page, "unsaved")
    go(page.get_by_role("button", name="Send to the adviser"))
    expect(page.get_by_text("Sent to the adviser").first).to_be_visible()


def see_what_changed(returned: Made, page: Page) -> None:
    page.goto(f"{returned.address}/summary")
    go(page.get_by_role("button", name="Claim it"))
    page.goto(f"{returned.address}/summary")
    headings = page.locator("h2").all_inner_texts()
    assert headings[0].startswith("What changed since you last opened it"), headings
    looked_at(page, "second-round", axe=False)
    expect(page.locator("ins").filter(has_text="gain a door")).to_be_visible()
    expect(page.get_by_text("Asked them <b>again</b> in June.")).to_be_visible()
    page.goto(returned.address)
    statuses = page.locator(".govuk-task-list__item").all_inner_texts()
    assert any("Conclusion" in line and "To read again" in line for line in statuses), statuses
    assert any("Options" in line and "Could be better" in line for line in statuses), statuses
    page.goto(f"{returned.address}/steps/give_verdicts")
    looked_at(page, "verdicts", axe=False)
    asked = page.locator("fieldset legend").all_inner_texts()
    assert any("Conclusion" in legend for legend in asked)
    assert not any("Impacts" in legend for legend in asked), asked


@ON_SQLITE
def test_versions_are_compared_and_a_new_one_begins_with_what_was_written(
    live_server: LiveServer, as_person: SignedIn
) -> None:
    with live_server.app.app_context():
        source = make_assessment(at="signed_off")
        take(source, "offer_template", source.lead["adviser"], title="Moving a desk")
        later = open_version(source, source.lead["owner"])
        write_section(later.version_id, "proposal", {"why": "The new hall is warmer."})
        with transaction() as session:
            policies = [add_policy(session, (source.lead,), title).id for title in ("Another desk", "A third desk")]
    with as_person(source.lead["owner"]) as page:
        page.goto(f"{later.address}")
        go(page.get_by_role("link", name="Compare rounds and versions"))
        expect(page.locator("ins").filter(has_text="new hall is warmer")).to_be_visible()
        looked_at(page, "compare", axe=False)
        page.goto(f"/assessments/start/{policies[0]}")
        page.get_by_label("Equality Act").check()
        page.get_by_label("From an earlier assessment").check()
        page.get_by_label("Or type its reference").fill(source.reference)
        looked_at(page, "start-earlier")
        go(page.get_by_role("button", name="Start"))
        expect(page.get_by_text("Carried over, not confirmed yet")).to_be_visible()
        looked_at(page, "carried", axe=False)
        go(page.get_by_role("button", name="All of it still holds"))
        expect(page.get_by_text("Confirmed: it still holds")).to_be_visible()
        expect(page.get_by_text(f"Started from {source.reference}")).to_be_visible()
        looked_at(page, "started-from", axe=False)
        page.goto(f"/assessments/start/{policies[1]}")
        page.get_by_label("Equality Act").check()
        page.get_by_label("From a template").check()
        page.get_by_label("Template", exact=True).select_option(label=f"Moving a desk ({source.reference}, version 1)")
        go(page.get_by_role("button", name="Start"))
        expect(page.get_by_text("Carried over, not confirmed yet")).to_be_visible()


@ON_SQLITE
def test_confirming_and_the_library_show_what_somebody_saved_meanwhile(
    live_server: LiveServer, as_person: SignedIn
) -> None:
    with live_server.app.app_context():
        source = make_assessment(at="signed_off")
        later = open_version(source, source.lead["owner"])
        entry = keep_entry(source.lead)
    with as_person(source.lead["owner"]) as page:
        page.goto(f"{later.address}/sections/proposal")
        with live_server.app.app_context():
            write_section(later.version_id, "proposal", {"why": "The new hall is warmer."})
        go(page.get_by_role("button", name="All of it still holds"))
        expect(page.locator("h1")).to_contain_text("changed while you read it")
        looked_at(page, "changed-meanwhile")
        page.goto(f"/library/{entry}/change")
        page.get_by_label("What does it say?").fill("One in three.")
        with live_server.app.app_context():
            change(source.lead, entry, seen=1, says="One in four.", area="Ely")
        go(page.get_by_role("button", name="Save as a new edition"))
        expect(page.get_by_text("One in four.")).to_be_visible()
        looked_at(page, "library-collision")
        go(page.get_by_role("button", name="Save as a new edition"))
        expect(page.get_by_text("edition 3", exact=False).first).to_be_visible()
