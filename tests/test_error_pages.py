from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from eia.errors import Reason
from tests.look.gallery import make_gallery, parts

TYPED = {"why_it_matters": "A long answer\nin two lines", "short": "Yes", "password": "hunter2", "csrf_token": "t"}


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    with make_gallery(WTF_CSRF_ENABLED=False).test_client() as client:
        yield client


@pytest.mark.parametrize(("kind", "status"), [("refused", 409), ("stale", 409), ("not_allowed", 403)])
def test_refusal_gives_every_reason(client: FlaskClient, kind: str, status: int) -> None:
    answer = client.post(f"/refuse/{kind}")
    reasons: list[Reason] = parts()["reasons"]
    assert answer.status_code == status
    assert all(reason.text in answer.text for reason in reasons)
    assert 'href="/accessibility"' in answer.text


@pytest.mark.parametrize("kind", ["refused", "stale", "not_allowed", "broken"])
def test_nothing_typed_is_lost(client: FlaskClient, kind: str) -> None:
    answer = client.post(f"/refuse/{kind}", data=TYPED)
    assert "A long answer\nin two lines</textarea>" in answer.text
    assert "Why it matters" in answer.text


@pytest.mark.parametrize("kind", ["refused", "broken"])
def test_no_secret_is_shown_again(client: FlaskClient, kind: str) -> None:
    assert "hunter2" not in client.post(f"/refuse/{kind}", data=TYPED).text


def test_invisible_characters_in_what_is_kept_do_no_harm(client: FlaskClient) -> None:
    answer = client.post("/refuse/refused", data={"reason": "a\x00b"})
    assert "a b" in answer.text


def test_way_out_leads_to_the_page_one_came_from(client: FlaskClient) -> None:
    answer = client.get("/refuse/stale", headers={"Referer": "http://localhost/assessments/X?page=2"})
    assert 'href="/assessments/X?page=2"' in answer.text


def test_way_out_never_leads_to_another_site(client: FlaskClient) -> None:
    answer = client.get("/refuse/stale", headers={"Referer": "https://evil.example/not-ours"})
    assert "not-ours" not in answer.text


def test_a_full_disk_is_said_in_words_and_another_fault_of_the_machine_is_logged(client: FlaskClient) -> None:
    full = client.post("/refuse/full", data=TYPED)
    assert (full.status_code, "disk is full, so nothing was saved" in full.text) == (503, True)
    assert client.post("/refuse/unreadable", data=TYPED).status_code == 500


def test_page_open_too_long_is_said_in_words_and_the_text_kept() -> None:
    answer = make_gallery().test_client().post("/", data=TYPED)
    assert answer.status_code == 400
    assert "This page was open too long" in answer.text
    assert "A long answer" in answer.text


def test_unknown_address_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_wrong_method_says_what_is_right(client: FlaskClient) -> None:
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_unexpected_error_gives_a_number_that_is_in_the_log(client: FlaskClient) -> None:
    with capture_logs(processors=[merge_contextvars]) as entries:
        answer = client.get("/refuse/broken")
    assert answer.status_code == 500
    (entry,) = (each for each in entries if each["event"] == "request failed")
    assert entry["request"] == answer.headers["X-Request-Id"]
    assert f"<strong>{entry['request']}</strong>" in answer.text
    assert entry["door"] == "/refuse/<kind>"
