"""The mail with the link: made when it is posted, with nothing in the outbox that opens a door."""

import re

from flask import Flask
from sqlalchemy import select

from eia.db import db
from eia.notices.letters import masked, words_of
from eia.notices.models import Notice
from eia.people.offices import Office
from eia.people.reset_links import made_when_posted
from tests.people.factories import make_people, signed_in, visitor


def test_the_mail_holds_a_link_that_works_and_the_outbox_does_not(app: Flask, code: str) -> None:
    people = make_people(app, code, {"Adm": (Office.ADMINISTRATOR,), "Owner": ()})
    person_id, email = people["Owner"]
    signed_in(app, people["Adm"][1]).post(f"/people/{person_id}/link")
    with app.app_context():
        notice = db.session.scalars(select(Notice).where(Notice.person_id == person_id)).one()
        made = made_when_posted(notice)
        assert made == made_when_posted(notice)
        posted = words_of(app, notice, "Owner", "https://eia.example.org", made)
        kept = words_of(app, notice, "Owner", "https://eia.example.org", masked(made))
        queued = f"{notice.values} {notice.subject}"
    found = re.search(r"https://eia\.example\.org(/set-password/\S+)", posted)
    assert found is not None
    assert "Adm asked that you get a link" in posted
    token = found.group(1).rpartition("/")[2]
    assert token not in kept + queued
    assert "Set your password" in visitor(app, email).get(found.group(1)).text
