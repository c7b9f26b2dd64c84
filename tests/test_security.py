import re

import pytest
from flask.testing import FlaskClient

from tests.look.gallery import make_gallery


@pytest.fixture
def client() -> FlaskClient:
    return make_gallery(TESTING=True).test_client()


def nonce_of(client: FlaskClient) -> str:
    answer = client.get("/")
    found = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert found
    assert f'nonce="{found[1]}"' in answer.text
    return found[1]


def test_nonce_is_new_for_every_page(client: FlaskClient) -> None:
    assert nonce_of(client) != nonce_of(client)


def test_page_may_load_from_nowhere_else(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/nowhere", "/refuse/refused"])
def test_every_page_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_https_is_remembered_only_over_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers


def test_static_files_may_be_kept_for_a_year(client: FlaskClient) -> None:
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)
    assert sheet
    assert "max-age=31536000" in client.get(sheet[1]).headers["Cache-Control"]
