"""What was typed when a session ran out: given back to whoever wrote it, to nobody else, and never kept here."""

import re
import secrets

from flask import Flask
from flask.testing import FlaskClient

from tests.people.factories import PASSWORD, make_people, one, signed_in


def ended_with_text(app: Flask, client: FlaskClient, text: str = "Line one\r\nLine <two>") -> str:
    """The page that answers a post made after the session had ended."""
    client.post("/your-account/sessions/end-others")
    client.post("/sign-out")
    answer = client.post("/no/such/page?part=1", data={"what_changes": text, "revision": "17"})
    assert answer.status_code == 401
    found = re.search(r'name="carried" value="([^"]+)"', answer.text)
    return found.group(1) if found else answer.text


def test_a_timed_out_post_is_given_back_to_the_same_person(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    carried = ended_with_text(app, client)
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "carried": carried})
    assert answer.status_code == 200
    assert 'action="/no/such/page?part=1"' in answer.text
    assert 'name="what_changes" value="Line one\r\nLine &lt;two&gt;"' in answer.text
    assert 'name="revision" value="17"' in answer.text


def test_a_timed_out_post_is_not_given_to_another_person(app: Flask, code: str) -> None:
    people = make_people(app, code, {"One": (), "Other": ()})
    client = signed_in(app, people["One"][1])
    carried = ended_with_text(app, client)
    data = {"email": people["Other"][1], "password": PASSWORD, "carried": carried}
    answer = client.post("/sign-in", data=data, follow_redirects=True)
    assert "Line one" not in answer.text


def test_a_wrong_password_keeps_the_carried_text(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    carried = ended_with_text(app, client)
    answer = client.post("/sign-in", data={"email": email, "password": "wrong", "carried": carried})
    assert 'name="carried"' in answer.text


def test_forged_text_is_not_carried(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    carried = ended_with_text(app, client)
    forged = carried[:5] + ("A" if carried[5] != "A" else "B") + carried[6:]
    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "carried": forged})
    assert answer.status_code == 303


def test_text_too_long_to_carry_is_shown_to_copy(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    words = secrets.token_urlsafe(1_000_000)
    page = ended_with_text(app, client, words)
    assert "Copy what you wrote" in page
    assert words[:200] in page


def test_a_post_with_secrets_is_not_carried(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    client.post("/sign-out")
    answer = client.post("/your-account/password", data={"password": "secret words here", "new_password": "x"})
    assert answer.status_code == 401
    assert "carried" not in answer.text
    assert "secret words" not in answer.text


def test_signed_out_stranger_posts_nothing_into_a_sign_in(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a token that was never given out"
    answer = client.post("/no/such/page", data={"what_changes": "text"})
    assert "carried" not in answer.text
