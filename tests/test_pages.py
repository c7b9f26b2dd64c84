from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from eia import pages
from eia.errors import Reason
from tests.look.gallery import make_gallery

NOON = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def gallery() -> Iterator[Flask]:
    app = make_gallery(TESTING=True)
    with app.test_request_context("/"):
        yield app


def test_instant_is_told_as_the_day_it_was_in_london() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert pages.day(late) == "1 July 2026"
    assert pages.moment(late) == "1 July 2026 at 00:30"


def test_date_is_told_without_leading_nought() -> None:
    assert pages.day(date(2026, 12, 3)) == "3 December 2026"


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=12), "12 days ago"),
        (timedelta(days=70), "2 months ago"),
        (timedelta(days=800), "2 years ago"),
        (timedelta(days=-1), "tomorrow"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_time_passed_is_told_in_words(passed: timedelta, told: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert pages.ago(NOON - passed) == told


def test_due_date_is_told_in_days() -> None:
    with time_machine.travel(NOON, tick=False):
        assert pages.ago(date(2026, 6, 30)) == "today"
        assert pages.ago(date(2026, 7, 1)) == "tomorrow"


def test_nothing_is_told_of_no_date() -> None:
    assert pages.day(None) == pages.moment(None) == pages.ago(None) == ""


def test_what_people_wrote_is_escaped_and_set_in_paragraphs() -> None:
    assert pages.paragraphs("one\n<b>two</b>\n \n\nthree") == (
        '<p class="govuk-body" dir="auto">one<br>&lt;b&gt;two&lt;/b&gt;</p>\n<p class="govuk-body" dir="auto">three</p>'
    )


def test_no_text_makes_no_paragraph() -> None:
    assert pages.paragraphs(None) == pages.paragraphs(" \n ") == ""


def test_number_stands_with_its_noun() -> None:
    assert [pages.counted(n, "person", "people") for n in (0, 1, 1200)] == [
        "0 people",
        "1 person",
        "1,200 people",
    ]


def test_list_is_joined_as_it_is_said() -> None:
    assert [pages.joined("abc"[:n]) for n in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]


def test_reason_leads_to_its_field(gallery: Flask) -> None:
    assert pages.address_of(Reason("x", "home.home", {"q": 1}, "title")) == "/?q=1#title"


def test_reason_without_a_page_leads_nowhere(gallery: Flask) -> None:
    assert pages.address_of(Reason("x")) == pages.address_of(Reason("x", "no.such_page")) == ""


def test_static_file_is_named_with_its_digest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.css": "app.1234.css"}')
    app = Flask("static", static_folder=str(tmp_path))
    pages.init_app(app)
    with app.test_request_context("/"):
        assert pages.static_url("app.css").endswith("/app.1234.css")


def test_missing_build_is_said_in_a_sentence(tmp_path: Path) -> None:
    app = Flask("static", static_folder=str(tmp_path))
    pages.init_app(app)
    app.add_url_rule("/", view_func=lambda: pages.static_url("app.css"))
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert answer.text == "The style sheets and scripts are not built yet. Type: make static\n"
