"""`make bench` is run by hand and seldom: what it walks through is walked here once, so that it does not rot."""

import pytest

from tests.bench import lives
from tests.bench.figures import PAGES
from tests.bench.measuring import long_lists, signed_in
from tests.bench.people import cast
from tests.support.serving import LiveServer


@pytest.mark.only_on("sqlite", because="the pages are the same on both")
def test_what_the_bench_measures_can_be_lived_and_read(live_server: LiveServer) -> None:
    people = cast(live_server.app, policies=1)
    trio = lives.Trio(*(signed_in(live_server, email) for email in people.emails))
    base = lives.live(trio, people.policies[0], people.staff.organisation_id)
    assert "Signed off" in trio.author.get(base).body
    adviser, pages = long_lists(live_server, 3)
    assert pages.keys() <= set(PAGES)
    for path in pages.values():
        adviser.get(path)
