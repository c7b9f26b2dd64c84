"""Accounts opened, closed and let in again, by posting to the pages as an administrator does."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.db import db
from eia.people.contracts import OPEN_WORK, QUEUE, Work
from eia.people.models import ResetLink
from eia.people.offices import Office
from eia.people.reset_links import made_when_posted
from tests.people.factories import PASSWORD, make_people, signed_in, visitor
from tests.people.staff import People, deputise, sentences, standings


def test_closing_an_account_ends_everything_and_lists_open_work(app: Flask, staff: People) -> None:
    person_id, email = staff["Approver"]
    app.extensions.setdefault(OPEN_WORK, []).append(one_piece_of_work)
    try:
        deputise(app, email, "/your-account/deputies/new", staff["Nobody"][0])
        theirs, client = signed_in(app, email), signed_in(app, staff["First"][1])
        assert "Sign off the dress code" in client.get(f"/people/{person_id}/close").text
        assert client.post(f"/people/{person_id}/close", data={"note": "Left."}).status_code == 303
    finally:
        app.extensions[OPEN_WORK].remove(one_piece_of_work)
    assert theirs.get("/your-account").status_code == 303
    assert not standings(app, person_id).held
    assert not standings(app, staff["Nobody"][0]).held
    assert client.post(f"/people/{person_id}/open").status_code == 303
    assert not standings(app, person_id).held


def one_piece_of_work(session: Session, person_id: int) -> list[Work]:
    return [Work("Sign off the dress code", "people.your_account")]


def test_nobody_closes_their_own_account(app: Flask, staff: People) -> None:
    answer = signed_in(app, staff["First"][1]).post(f"/people/{staff['First'][0]}/close", data={"note": "Bye."})
    assert "Another administrator" in answer.text


class Outbox:
    """Stands where the floor above registers `queue_notice`."""

    def __init__(self) -> None:
        self.values: Mapping[str, Any] = {}

    def __call__(self, session: Session, **notice: Any) -> None:
        self.values, self.notice = notice["values"], notice


@pytest.fixture
def outbox(app: Flask) -> Any:
    usual, outbox = app.extensions.get(QUEUE), Outbox()
    app.extensions[QUEUE] = outbox
    yield outbox
    app.extensions[QUEUE] = usual


def reset_path(app: Flask, outbox: Outbox) -> str:
    with app.app_context():
        return made_when_posted(outbox)["path"]


def test_a_reset_link_works_once_and_is_kept_hashed(app: Flask, staff: People, outbox: Outbox) -> None:
    person_id, email = staff["Owner"]
    theirs = signed_in(app, email)
    answer = signed_in(app, staff["First"][1]).post(f"/people/{person_id}/link", follow_redirects=True)
    path = reset_path(app, outbox)
    token = path.rpartition("/")[2]
    assert token not in answer.text
    assert token not in str(outbox.notice)
    with app.app_context():
        link = db.session.scalars(select(ResetLink).where(ResetLink.person_id == person_id)).one()
        assert token not in (link.token_digest, link.nonce)
    new = {"new_password": "another four quiet words", "again": "another four quiet words"}
    client = visitor(app, email)
    assert client.get(path).status_code == client.get(path).status_code == 200
    assert client.post(path, data=new).status_code == 303
    assert "no longer works" in client.post(path, data=new).text
    assert theirs.get("/your-account").status_code == 303
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 200
    assert client.post("/sign-in", data={"email": email, "password": new["again"]}).status_code == 303


def test_a_newer_reset_link_closes_the_older(app: Flask, staff: People, outbox: Outbox) -> None:
    client = signed_in(app, staff["First"][1])
    paths = []
    for _ in range(2):
        client.post(f"/people/{staff['Owner'][0]}/link")
        paths.append(reset_path(app, outbox))
    assert "no longer works" in client.get(paths[0]).text
    assert "no longer works" not in client.get(paths[1]).text


def test_a_new_person_is_listed_and_gets_a_link(app: Flask, staff: People, outbox: Outbox, code: str) -> None:
    client = signed_in(app, staff["First"][1])
    data = {"name": "Zoë Ångström", "email": f"zoe.{code}@example.org"}
    assert client.post("/people/new", data=data).status_code == 303
    assert outbox.values["reset_link"]
    assert "Zoë Ångström" in client.get("/people?search=angstrom").text
    assert "already has this email" in client.post("/people/new", data=data).text
    assert sentences(app, code)[:2] == ["A link to set a password was sent to Zoë Ångström", "Zoë Ångström was added"]


def test_the_list_turns_over_every_fifty_people(app: Flask, code: str) -> None:
    people = {f"P{number:03}": () for number in range(103)} | {"Adm": (Office.ADMINISTRATOR,)}
    made = make_people(app, code, people)
    client, path, seen = signed_in(app, made["Adm"][1]), "/people", []
    for _ in range(3):
        page = client.get(path).text
        seen += re.findall(r'href="/people/\d+">([^<]+)</a>', page)
        following = re.search(r'href="(/people\?after=\d+)"', page)
        path = following.group(1) if following else ""
    assert seen == ["Adm"] + [f"P{number:03}" for number in range(103)]
    assert path == ""
