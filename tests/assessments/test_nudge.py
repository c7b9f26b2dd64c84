"""Whoever waits reminds whoever has it, once in two working days; and everybody can see who was told."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.db import db, transaction
from eia.errors import Refused
from eia.notices.models import Notice, Posting
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.staff import signed_in
from tests.support.writing import read


def told(made: Made, event: str) -> set[int]:
    db.session.rollback()
    query = select(Notice.person_id).where(Notice.event == event, Notice.about == f"assessment:{made.reference}")
    return set(db.session.scalars(query))


def test_who_waits_reminds_who_has_it_once_in_two_working_days(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=2)
    take(made, "sign", made.others[0]["approver"])
    take(made, "nudge", made.lead["owner"])
    assert told(made, "nudged") == {made.lead[part] for part in ("approver", "second_approver", "deputy")}
    with pytest.raises(Refused, match="They were last reminded today"):
        take(made, "nudge", made.lead["owner"])
    with time_machine.travel(clock.now() + timedelta(days=5)):
        take(made, "nudge", made.lead["owner"])


def test_home_has_the_button_until_it_was_pressed(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="adviser_review")
        seen = read(made.version_id).revision
    browser = signed_in(app, made.lead["owner"])
    assert "Remind them" in browser.get("/").text
    answer = browser.post(f"{made.address}/steps/nudge", data={"seen": seen, "back": "home"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    page = browser.get("/").text
    assert "Remind them" not in page
    assert "You reminded them" in page
    refused = browser.post(f"{made.address}/steps/nudge", data={"seen": seen, "back": "home"})
    assert refused.status_code == 409
    assert "They were last reminded today" in refused.text


def test_who_signed_an_earlier_version_hears_of_the_later_one(database: Session) -> None:
    made = make_assessment(at="signed_off")
    later = open_version(made, made.lead["second_owner"])
    assert made.lead["approver"] in told(made, "version_opened")
    take(later, "withdraw_draft", made.lead["second_owner"])
    assert made.lead["approver"] in told(made, "draft_withdrawn")


def test_readers_see_who_was_told_and_administrators_send_again_what_failed(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        with transaction() as session:
            about = Notice.about == f"assessment:{made.reference}"
            failed = session.scalars(select(Notice).where(about).order_by(Notice.id).limit(1)).one()
            failed.state, failed.problem = Posting.FAILED, "The mail server refused the message to x@example.org: 550"
            notice_id, subject = failed.id, failed.subject
            session.execute(update(Notice).where(about, Notice.id != failed.id).values(state=Posting.POSTED))
        count = len(db.session.scalars(select(Notice.id).where(about)).all())
    page = signed_in(app, made.lead["auditor"]).get(f"{made.address}/told").text
    assert page.count('data-label="What became of it"') == count > 3
    assert page.count("Not sent") == 1
    assert "x@example.org" not in page, "an address is for administrators"
    assert "Send it again" not in page
    administrator = signed_in(app, made.lead["administrator"])
    assert "Send it again" in administrator.get(f"/messages/{notice_id}").text
    assert signed_in(app, made.lead["auditor"]).post(f"/messages/{notice_id}/again").status_code == 404
    assert administrator.post(f"/messages/{notice_id}/again").status_code == 303
    assert administrator.post(f"/messages/{notice_id}/again").status_code == 409
    assert "Waiting to be sent" in administrator.get(f"{made.address}/told").text
    assert f"The message “{subject}”" in administrator.get("/people/trail").text
