"""The pages of a body and its meetings that nobody passes in `test_a_board_sits.py`."""

import pytest

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import complaints_at
from tests.support.meetings import Sat, make_meeting
from tests.support.serving import LiveServer
from tests.support.staff import make_staff

ON_SQLITE = pytest.mark.only_on("sqlite", because="the pages are the same on both")
OF_A_BODY = ("/change", "/members/new", "/standing", "/reasons")
OF_A_MEETING = ("/change", "/told", "/steps/cancel")


def met(server: LiveServer, at: str) -> Sat:
    with server.app.app_context():
        return make_meeting(make_staff(), at=at)


@ON_SQLITE
def test_the_other_pages_of_meetings_are_accessible(live_server: LiveServer, as_person: SignedIn) -> None:
    drafted, out = met(live_server, "drafted"), met(live_server, "circulated")
    with as_person(drafted.lead["secretary"]) as page:
        paths = ["/meetings?show=past", "/meetings/bodies/new"]
        paths += [f"/meetings/bodies/{drafted.body_id}{path}" for path in OF_A_BODY]
        assert [what for path in paths for what in complaints_at(page, live_server.address + path)] == []
    with as_person(out.lead["chair"]) as page:
        paths = [f"/meetings/{out.meeting_id}{path}" for path in OF_A_MEETING]
        assert [what for path in paths for what in complaints_at(page, live_server.address + path)] == []
