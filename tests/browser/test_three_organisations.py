"""Three organisations, with a keyboard only and no script: local remarks by a colleague, one signs on a condition, one
refuses, the lead signs, and the one that refused adopts it later.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from eia import clock
from tests.browser.conftest import SignedIn
from tests.browser.keyboard import Keyboard
from tests.support.assessments import Made, make_assessment
from tests.support.serving import LiveServer
from tests.support.staff import Staff

SIGN = {"interest": "no", "declared": ["0", "1", "2", "3"]}
Somebody = Callable[..., AbstractContextManager[tuple[Page, Keyboard]]]


def somebody_on(made: Made, as_person: SignedIn) -> Somebody:
    """Opens a page below the assessment for a person."""

    @contextmanager
    def somebody(person: int, below: str = ""):  # type: ignore[no-untyped-def]
        with as_person(person, javascript=False) as page:
            page.goto(f"{made.address}{below}")
            yield page, Keyboard(page)

    return somebody


def a_colleague_writes(staff: Staff, somebody: Somebody) -> None:
    with somebody(staff["owner"]) as (page, hands):
        hands.follow(f"Local remarks for Organisation {staff.code}")
        hands.follow("Give it to a colleague")
        hands.fill_in({"person": f"Member, {staff.code}", "remark": "Ask the desk."})
        hands.press_button("Give your local remarks")
        assert f"With Member, {staff.code}" in page.inner_text("main")
    with somebody(staff["member"]) as (page, hands):
        hands.follow(f"Local remarks for Organisation {staff.code}")
        hands.fill_in({"applies": "The desk is 200 metres away."})
        hands.press_button("Save")
        hands.follow("Hand it back")
        hands.press_button("Hand it back")


@pytest.mark.only_on("sqlite", because="the pages are the same on both")
def test_three_organisations_sign_refuse_and_adopt_later(live_server: LiveServer, as_person: SignedIn) -> None:
    with live_server.app.app_context():
        made = make_assessment(at="sign_off", organisations=3)
    first, second = made.others
    somebody = somebody_on(made, as_person)
    a_colleague_writes(first, somebody)
    with somebody(first["approver"], "/steps/sign") as (page, hands):
        due = clock.today() + timedelta(days=30)
        hands.fill_in({**SIGN, "what_1": "Count who comes", "owner_1": f"Member, {first.code}", "due_1": due})
        hands.press_button("Sign")
        assert "on one condition" in page.inner_text("main")
    with somebody(second["approver"], "/steps/refuse") as (page, hands):
        hands.fill_in({"reason": "We keep our desk."})
        hands.press_button("Refuse")
    with somebody(made.lead["approver"], "/steps/sign") as (page, hands):
        hands.fill_in(SIGN)
        hands.press_button("Sign")
        assert "refused: not covered" in page.inner_text("main")
    with somebody(second["adviser"], "/steps/check_local") as (page, hands):
        hands.fill_in({"opinion": "agrees"})
        hands.press_button("Check it for your organisation")
    with somebody(second["second_approver"], "/steps/adopt") as (page, hands):
        hands.fill_in(SIGN)
        hands.press_button("Adopt it for your organisation")
        assert "not covered" not in page.inner_text("main")
