"""Signing in, sessions, the throttle, and what was being written when a session ran out."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from eia import clock
from eia.db import db, transaction
from eia.people import throttle
from eia.people.models import Person, SessionSeen, SignInSession
from eia.people.passwords import HASHER, NOBODYS
from eia.people.sessions import digest_of, forget_old
from eia.people.views.signing_in import WRONG
from tests.people.factories import PASSWORD, a_try, make_people, one, signed_in, signed_in_with_password, visitor


def test_unknown_account_and_wrong_password_get_the_same_page(app: Flask, code: str) -> None:
    _, email = one(app, code)
    known, unknown = a_try(visitor(app, email), email), a_try(visitor(app, email), f"nobody.{code}@example.org")
    assert WRONG in known
    assert without_what_was_typed(known) == without_what_was_typed(unknown)


def without_what_was_typed(page: str) -> str:
    return re.sub(r'value="[^"]*"|nonce="[^"]*"|nonce-[^ ;]*', "", page)


def test_a_person_signs_in_and_is_led_where_they_wanted(app: Flask, code: str) -> None:
    _, email = one(app, code)
    data = {"email": email.upper(), "password": PASSWORD, "next": "/your-account?a=b"}
    answer = visitor(app, email).post("/sign-in", data=data)
    assert (answer.status_code, answer.location) == (303, "/your-account?a=b")


def test_next_leads_to_no_other_site(app: Flask, code: str) -> None:
    _, email = one(app, code)
    for path in ("https://evil.example/", "//evil.example/", "/\\evil.example", "/a\nb", "javascript:alert(1)"):
        answer = visitor(app, email).post("/sign-in", data={"email": email, "password": PASSWORD, "next": path})
        assert answer.location == "/", path


def test_the_cookie_is_for_this_site_and_no_script(app: Flask, code: str) -> None:
    _, email = one(app, code)
    answer = visitor(app, email).post("/sign-in", data={"email": email, "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_only_the_digest_of_a_token_is_kept(app: Flask, code: str) -> None:
    person_id, email = one(app, code)
    client = signed_in(app, email)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with app.app_context():
        kept = db.session.scalars(select(SignInSession.token_digest).filter_by(person_id=person_id)).all()
    assert kept == [digest_of(token)]


def test_every_private_path_answers_the_same_when_signed_out(client: FlaskClient) -> None:
    for path in ("/your-account", "/people", "/people/1", "/people/99999999999999", "/no/such/page", "/sign-out"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")


def test_signed_out_post_without_a_former_session_is_sent_to_sign_in(client: FlaskClient) -> None:
    for path in ("/sign-out", "/people/new", "/no/such/page"):
        answer = client.post(path, data={"text": "something"})
        assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_session_ended_elsewhere_is_ended_here(app: Flask, code: str) -> None:
    _, email = one(app, code)
    here, elsewhere = signed_in(app, email), signed_in(app, email)
    assert here.get("/your-account").status_code == 200
    elsewhere.post("/your-account/sessions/end-others")
    assert here.get("/your-account").status_code == 303
    assert elsewhere.get("/your-account").status_code == 200


def test_nobody_ends_the_session_of_another(app: Flask, code: str) -> None:
    people = make_people(app, code, {"One": (), "Other": ()})
    victim, other = signed_in(app, people["One"][1]), signed_in(app, people["Other"][1])
    with app.app_context():
        number = db.session.scalars(select(SignInSession.id).filter_by(person_id=people["One"][0])).one()
    assert other.post(f"/your-account/sessions/{number}/end").status_code == 404
    assert victim.get("/your-account").status_code == 200


def test_signing_out_ends_the_row_and_not_only_the_cookie(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in_with_password(app, email)
    stolen = client.get_cookie("session")
    assert stolen is not None
    client.post("/sign-out")
    thief = visitor(app, email)
    thief.set_cookie("session", stolen.value)
    assert thief.get("/your-account").status_code == 303


def test_a_session_ends_after_twelve_idle_hours_and_not_before(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    with time_machine.travel(clock.now() + timedelta(hours=11, minutes=59)):
        assert client.get("/your-account").status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=23)):
        assert client.get("/your-account").status_code == 200
    with time_machine.travel(clock.now() + timedelta(hours=36)):
        assert client.get("/your-account").status_code == 303


def test_last_seen_is_written_at_most_every_five_minutes(app: Flask, code: str) -> None:
    person_id, email = one(app, code)
    client = signed_in(app, email)
    begin = clock.now()
    for minutes in (1, 6, 7, 12):
        with time_machine.travel(begin + timedelta(minutes=minutes), tick=False):
            client.get("/your-account")
            seen = last_seen(app, person_id)
        expected = {1: None, 6: 6, 7: 6, 12: 12}[minutes]
        assert seen == (None if expected is None else begin + timedelta(minutes=expected))


def last_seen(app: Flask, person_id: int) -> object:
    with app.app_context():
        query = select(SessionSeen.seen_at).join(SignInSession, SignInSession.id == SessionSeen.session_id)
        return db.session.scalar(query.where(SignInSession.person_id == person_id))


def test_a_closed_account_does_not_sign_in(app: Flask, code: str) -> None:
    person_id, email = one(app, code)
    with app.app_context(), transaction() as session:
        session.get_one(Person, person_id).closed_at = clock.now()
    assert WRONG in a_try(visitor(app, email), email, PASSWORD)


def test_the_delay_grows_and_never_becomes_a_lock_out(app: Flask, code: str) -> None:
    _, email = one(app, code)
    moment, waits = clock.now(), []
    for _ in range(14):
        with time_machine.travel(moment, tick=False):
            a_try(visitor(app, email), email)
            said = re.search(r"Wait (\d+) second", a_try(visitor(app, email), email))
        waits.append(int(said.group(1)) if said else 0)
        moment += timedelta(seconds=waits[-1] + 1)
    assert [wait for wait in waits if wait][:6] == [1, 2, 4, 8, 16, 32]
    assert max(waits) == throttle.LONGEST_WAIT
    with time_machine.travel(moment, tick=False):
        answer = visitor(app, email).post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303


def test_a_stranger_who_guesses_does_not_slow_a_browser_that_signed_in_before(app: Flask, code: str) -> None:
    _, email = one(app, code)
    own = signed_in_with_password(app, email)
    own.post("/sign-out")
    for _ in range(9):
        a_try(visitor(app, email), email)
    assert "Wait" in a_try(visitor(app, email), email, PASSWORD)
    assert own.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303


def test_tries_are_counted_by_network_too(app: Flask, code: str) -> None:
    client = app.test_client()
    for number in range(31):
        client.post(
            "/sign-in",
            data={"email": f"n{number}.{code}@example.org", "password": "x"},
            environ_base={"REMOTE_ADDR": "198.51.100.7"},
        )
    answer = client.post(
        "/sign-in",
        data={"email": f"other.{code}@example.org", "password": "x"},
        environ_base={"REMOTE_ADDR": "198.51.100.7"},
    )
    assert answer.status_code == 429
    assert throttle.network_of("2001:db8:1:2:3::4") == throttle.network_of("2001:db8:1:2:ffff::1")


def test_nobodys_hash_costs_what_a_real_one_costs() -> None:
    assert not HASHER.check_needs_rehash(NOBODYS)
    assert (HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism) == (19 * 1024, 2, 1)


def test_a_changed_password_ends_the_other_sessions(app: Flask, code: str) -> None:
    _, email = one(app, code)
    here, elsewhere = signed_in(app, email), signed_in(app, email)
    new = "another four quiet words"
    data = {"password": PASSWORD, "new_password": new, "again": new}
    assert here.post("/your-account/password", data=data).status_code == 303
    assert here.get("/your-account").status_code == 200
    assert elsewhere.get("/your-account").status_code == 303
    assert visitor(app, email).post("/sign-in", data={"email": email, "password": new}).status_code == 303


def test_a_password_is_changed_only_by_who_knows_it(app: Flask, code: str) -> None:
    _, email = one(app, code)
    new = "another four quiet words"
    data = {"password": "guessed", "new_password": new, "again": new}
    assert signed_in(app, email).post("/your-account/password", data=data).status_code == 200
    signed_in_with_password(app, email)


def test_nothing_from_before_signing_in_lives_on_for_another_person(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = visitor(app, email)
    with client.session_transaction() as cookie:
        cookie.update(left_over="something", csrf_token="a secret a stranger may know")
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert "left_over" not in cookie
        assert cookie.get("csrf_token") != "a secret a stranger may know"


def test_pages_open_in_other_tabs_still_post_after_the_same_person_signed_in_again(app: Flask, code: str) -> None:
    _, email = one(app, code)
    client = signed_in(app, email)
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "the secret of the open pages"
    client.post("/sign-out")
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    with client.session_transaction() as cookie:
        assert cookie["csrf_token"] == "the secret of the open pages"


def test_sessions_nobody_uses_any_more_are_forgotten(app: Flask, code: str) -> None:
    person_id, email = one(app, code)
    signed_in_with_password(app, email)
    with time_machine.travel(clock.now() + timedelta(days=60)):
        signed_in_with_password(app, email).get("/")
    mine = select(SignInSession.id).filter_by(person_id=person_id).order_by(SignInSession.id)
    with app.app_context():
        old, used = db.session.scalars(mine).all()
        db.session.rollback()
        with time_machine.travel(clock.now() + timedelta(days=100)):
            assert forget_old() >= 1
        assert db.session.scalars(mine).all() == [used]
        assert old not in db.session.scalars(select(SessionSeen.session_id)).all()
