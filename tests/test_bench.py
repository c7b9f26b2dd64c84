"""`make bench` is run by hand and seldom: what it walks through is walked here once, so that it does not rot."""

from pathlib import Path

import pytest

from tests.bench import lives, scale, tables
from tests.bench.figures import MEANWHILE, OF_PROMOTIONS, PAGES, POST, POSTS, SHAPED, SMALLEST, Figures
from tests.bench.measuring import long_lists, signed_in
from tests.bench.people import cast
from tests.bench.tables import BEGIN, END
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


def test_a_run_is_drawn_into_the_document_between_its_marks(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n")
    drawn = tables.draw([_measured("sqlite", 0.016), _measured("postgresql", 0.012)], "2 cores")
    tables.write(drawn, document)
    text = document.read_text()
    assert text == f"Before.\n\n{BEGIN}\n{drawn}\n{END}\n\nAfter.\n"
    assert "| home | 16.0 ms | 16.0 | 4.0 | 12.0 ms | 12.0 | 3.0 | 20,000 |" in text
    assert "- PostgreSQL: " in text


@pytest.mark.only_on("sqlite", because="the pages are the same on both")
def test_lists_of_each_size_are_asked_for_and_held_against_the_smallest(live_server: LiveServer) -> None:
    people = cast(live_server.app, policies=1)
    client = signed_in(live_server, people.emails[scale.ADVISER])
    found = scale.Scale("sqlite", (1, 2))
    scale.ask(found, [scale.Place(size, live_server, client) for size in found.sizes], rounds=3)
    assert {len(found.seconds[page, size]) for page in scale.PAGES for size in found.sizes} == {3}
    for page in scale.PAGES:
        found.seconds[page, 1], found.seconds[page, 2] = [0.010] * 3, [0.016] * 3
    missed = [goal for goal in scale.goals(found) if not goal.is_met]
    assert [goal.measured for goal in missed] == [pytest.approx(1.6)] * len(scale.PAGES)
    assert "| coverage | 10.0 | 10.0 |" in scale.draw([found], "2 cores")


def _measured(engine: str, page: float) -> Figures:
    """Every page takes so long, and every floor four milliseconds."""
    figures = Figures(engine)
    figures.seconds |= {name: [0.004, 0.004] for name in (SMALLEST, SHAPED, POST)}
    figures.seconds |= {name: [page, page] for name in (*PAGES, *POSTS, *OF_PROMOTIONS, MEANWHILE)}
    figures.weights |= dict.fromkeys((*PAGES, *OF_PROMOTIONS), 20_000)
    figures.told |= dict.fromkeys(TOLD, 1.0)
    return figures


TOLD = (
    "lines taken in", "taking them in, s", "policies taken in", "taking in policies, s",
    "longest wait of a write meanwhile, s", "workers that hold scipy", "8 clients, pages/s", "verify", "canonical",
    "worker, MB", "pack of 40 items and 25 assessments, s", "jobs process while it builds, MB",
)  # fmt: skip
