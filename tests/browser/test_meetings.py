"""A body and its meetings by keyboard, without script, on a phone; and every page of theirs accessible."""

from datetime import timedelta

import pytest

from eia import clock
from tests.browser.conftest import SignedIn
from tests.browser.keyboard import Keyboard
from tests.browser.test_every_page import complaints_at
from tests.support.meetings import Sat, make_body, make_meeting
from tests.support.serving import LiveServer
from tests.support.staff import make_staff

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
OF_A_BODY = ("", "/change", "/members/new", "/standing", "/reasons", "/meetings/new")
OF_A_MEETING = ("", "/change", "/attendance", "/interests", "/apologies", "/told", "/steps/cancel", "/steps/hold")


def met(server: LiveServer, at: str) -> Sat:
    with server.app.app_context():
        return make_meeting(make_staff(), at=at)


@ON_SQLITE
def test_every_page_of_meetings_is_accessible(live_server: LiveServer, as_person: SignedIn) -> None:
    drafted, out = met(live_server, "drafted"), met(live_server, "circulated")
    with as_person(drafted.lead["secretary"]) as page:
        paths = ["/meetings", "/meetings?show=past", "/meetings/bodies", "/meetings/bodies/new"]
        paths += [f"/meetings/bodies/{drafted.body_id}{path}" for path in OF_A_BODY]
        paths += [f"/meetings/{drafted.meeting_id}", f"/meetings/{drafted.meeting_id}/steps/circulate"]
        assert [what for path in paths for what in complaints_at(page, live_server.address + path)] == []
    with as_person(out.lead["chair"]) as page:
        paths = [f"/meetings/{out.meeting_id}{path}" for path in OF_A_MEETING]
        assert [what for path in paths for what in complaints_at(page, live_server.address + path)] == []


@ON_SQLITE
def test_a_secretary_and_a_member_need_only_a_keyboard(live_server: LiveServer, as_person: SignedIn) -> None:
    with live_server.app.app_context():
        staff = make_staff()
        body_id = make_body((staff,))
    day = clock.today() + timedelta(days=3)
    with as_person(staff["secretary"], width=375, javascript=False) as page:
        page.goto(f"{live_server.address}/meetings/bodies/{body_id}")
        keyboard = Keyboard(page)
        keyboard.follow("Call a meeting")
        keyboard.fill_in({"day": day, "begins": "2pm", "place": "Headquarters", "every": "once"})
        keyboard.press_button("Call it")
        assert "was called" in page.inner_text("main")
        keyboard.follow("Circulate the agenda")
        keyboard.press_button("Circulate the agenda")
        assert "Agenda circulated" in page.inner_text("main")
        address = page.url
    with as_person(staff["member"], width=375, javascript=False) as page:
        page.goto(live_server.address)
        keyboard = Keyboard(page)
        keyboard.follow("Board")
        assert page.url == address
        keyboard.follow("Send your apologies")
        keyboard.fill_in({"note": "On leave"})
        keyboard.press_button("Send my apologies")
        assert "sent apologies" in page.inner_text("main")
