"""An address that was built once is the one that Flask builds."""

from typing import Any

import pytest
from flask import Flask, render_template_string, url_for

from eia.built_once import KEPT, App


@pytest.fixture
def small() -> App:
    """Two doors, and one that opens to whoever has the token."""
    made = App("eia")
    made.add_url_rule("/things/<number>", "thing", lambda number: "")
    made.add_url_rule("/in/<token>", "door", lambda token: "")
    return made


VALUES: tuple[dict[str, Any], ...] = (
    {"number": 1},
    {"number": True},
    {"number": "1"},
    {"number": 1, "of": [2, 3]},
    {"number": 1, "_anchor": "top"},
    {"number": 1, "_external": True},
    {"number": 1, "_external": True, "_scheme": "https"},
    {"number": "a b/ä", "of": None},
)


def test_it_is_what_flask_builds_however_often_it_is_asked_and_wherever_it_stands(small: App) -> None:
    for script, host in (("", "one.test"), ("/eia", "one.test"), ("", "two.test")):
        for method in ("GET", "POST"):
            with small.test_request_context(
                f"http://{host}/", method=method, environ_overrides={"SCRIPT_NAME": script}
            ):
                for values in VALUES * 2:
                    assert url_for("thing", **values) == Flask.url_for(small, "thing", **values)


def test_a_token_is_not_kept(small: App) -> None:
    with small.test_request_context("/"):
        assert url_for("door", token="not to be kept") == "/in/not%20to%20be%20kept"
        url_for("thing", number=1)
    assert [key[0] for key in small._addresses] == ["thing"]


def test_the_oldest_are_forgotten(small: App) -> None:
    with small.test_request_context("/"):
        for number in range(KEPT + 10):
            url_for("thing", number=number)
    assert len(small._addresses) == KEPT


def test_a_template_knows_what_all_know_and_what_it_is_given(small: App) -> None:
    small.jinja_env.globals["everybody"] = "all"
    with small.test_request_context("/"):
        assert render_template_string("{{ everybody }} {{ own }}", own="mine") == "all mine"
    template = small.jinja_env.from_string("{{ everybody }} {{ own }}", globals={"own": "its"})
    assert template.render() == "all its"
    assert "own" not in small.jinja_env.globals, "what one template is given, no other knows"
