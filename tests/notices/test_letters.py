"""The words of a message."""

import re
from pathlib import Path

import pytest
from flask import Flask

from eia.notices.letters import TEMPLATES, day, link_to, masked, missing_templates, moment, rendered, tidy, words_of
from eia.notices.models import Notice

HOME = "https://eia.force.example"


def letter(app: Flask, event: str = "no_such_event", **values: object) -> str:
    notice = Notice(event=event, subject="The subject", values=values)
    return words_of(app, notice, "Ada Lovelace", HOME, {})


@pytest.fixture
def pages() -> Flask:
    """An app that knows one page and no database."""
    bare = Flask("letters")
    bare.add_url_rule("/assessments/<reference>", "assessments.page")
    return bare


def test_an_event_without_a_template_is_named() -> None:
    assert missing_templates(["generic", "never_heard_of", "../../etc/passwd"]) == [
        "../../etc/passwd",
        "never_heard_of",
    ]


def test_a_message_says_who_what_where_and_why(pages: Flask) -> None:
    text = letter(pages, happened="It was returned.", todo="Correct it.", path="/assessments/A", why="You wrote it.")

    parts = ["Dear Ada Lovelace,", "It was returned.", "Correct it.", f"{HOME}/assessments/A", "You wrote it."]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_the_reason_somebody_wrote_is_in_the_message(pages: Flask) -> None:
    assert "    Evidence is missing.\n    Ask HR." in letter(pages, reason="Evidence is missing.\nAsk HR.")


def test_words_are_written_as_they_are_and_not_escaped_for_a_page(pages: Flask) -> None:
    assert "Ask <HR> & “us” {{ 7 * 7 }}" in letter(pages, reason="Ask <HR> & “us” {{ 7 * 7 }}")


def test_a_page_is_named_by_its_endpoint(pages: Flask) -> None:
    page = {"endpoint": "assessments.page", "values": {"reference": "CAMBS-EIA-2026-0001"}}
    assert link_to(pages, HOME + "/", page) == f"{HOME}/assessments/CAMBS-EIA-2026-0001"


def test_a_page_that_does_not_exist_leads_to_the_front_door(pages: Flask) -> None:
    assert link_to(pages, HOME, {"endpoint": "nowhere.page"}) == f"{HOME}/"


def test_a_template_that_lacks_a_value_still_tells_people(tmp_path: Path) -> None:
    (tmp_path / "generic.txt").write_text("In general: {{ subject }}")
    (tmp_path / "holed.txt").write_text("{{ nobody_gave_this }}")

    assert rendered("holed", {"subject": "You are told"}, tmp_path) == "In general: You are told"


def test_a_whole_address_and_a_masked_one_stay_as_they_are(pages: Flask) -> None:
    assert link_to(pages, HOME, "https://elsewhere.example/x") == "https://elsewhere.example/x"
    assert link_to(pages, HOME, "[link]") == "[link]"


def test_made_values_are_masked_by_name() -> None:
    assert masked({"link": "https://secret", "code": 7}) == {"link": "[link]", "code": "[link]"}


def test_text_has_no_control_characters_and_no_holes() -> None:
    assert tidy("a  \r\n\x00\n\n\n b\x0bc\ud800\n\n") == "a\n\n b\nc\n"


def test_dates_are_told_in_words_and_in_london() -> None:
    assert day("2026-12-03") == "3 December 2026"
    assert day("2026-06-30T23:30:00.000000Z") == "1 July 2026"
    assert moment("2026-06-30T23:30:00.000000Z") == "1 July 2026 at 00:30"
    assert (day("soon"), moment("soon")) == ("soon", "soon")


@pytest.mark.parametrize("name", sorted(path.stem for path in TEMPLATES.glob("*.txt")))
def test_every_template_can_be_written_with_nothing_but_a_subject(
    pages: Flask, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text = letter(pages, event=name)

    assert "Dear Ada Lovelace," in text
    assert not re.search(r"[{}]|None|Undefined", text)
    assert "notice template failed" not in capfd.readouterr().out
