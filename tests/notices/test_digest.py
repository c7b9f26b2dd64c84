"""One message a day for those who choose it, and the proof of each notice it carries; sending again what failed."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from eia.db import db, transaction
from eia.errors import NotFound, NotOffered
from eia.notices.commands import send_again
from eia.notices.digest import follow, gather
from eia.notices.models import Posting
from eia.notices.posting import post_due
from eia.people.commands.choices import choose_messages
from eia.people.models import Person
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from tests.notices.conftest import Mailbox, Outbox

NOON = "2026-11-24T12:00:00Z"


def choose(app: Flask, person_id: int, *, daily: bool) -> None:
    with app.app_context(), transaction() as session:
        choose_messages(session, by=standings(person_id), daily=daily)


def standings(person_id: int, *held: Standing) -> Standings:
    person = db.session.get_one(Person, person_id)
    return Standings(person.id, person.name, person.organisation_id, person.organisation.name, held)


def gathered(app: Flask) -> int:
    with app.app_context():
        return gather(app)


def followed(app: Flask) -> int:
    with app.app_context():
        return follow()


def test_what_may_wait_is_gathered_into_one_message_and_what_may_not_goes_at_once(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    ada, grace = outbox.person(), outbox.person("Grace Hopper", "grace@force.example")
    with time_machine.travel(NOON) as now:
        choose(mail_app, ada, daily=True)
        first = outbox.queue(ada, grace, may_wait=True, subject="First")[0]
        second = outbox.queue(ada, may_wait=True, subject="Second")[0]
        outbox.queue(ada, subject="Sign this")
        assert post_due(mail_app) == {Posting.POSTED: 2}
        assert sorted(letter["Subject"] for letter in mailbox.letters) == ["First", "Sign this"]
        assert gathered(mail_app) == 0, "it is noon, and nothing was held over night"

        now.shift(timedelta(hours=20))
        assert gathered(mail_app) == 1
        assert gathered(mail_app) == 0
        assert post_due(mail_app) == {Posting.POSTED: 1}
        assert followed(mail_app) == 2
    letter = mailbox.letters[-1]
    text = letter.get_content()
    assert letter["Subject"] == "2 messages about equality impact assessments"
    assert text.index("1. First") < text.index("2. Second") < text.index("Grace Hopper returned the assessment.")
    assert text.count("Dear") == 1
    by_id = {notice.id: notice for notice in outbox.all()}
    for notice_id in (first, second):
        assert by_id[notice_id].state == Posting.POSTED
        assert by_id[notice_id].posted_at
        assert by_id[notice_id].address == "ada@force.example"


def test_what_is_carried_shares_the_fate_of_its_message_and_is_sent_again(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    ada = outbox.person()
    with time_machine.travel(NOON) as now:
        choose(mail_app, ada, daily=True)
        held = outbox.queue(ada, may_wait=True)[0]
        now.shift(timedelta(hours=20))
        gathered(mail_app)
        digest = max(notice.id for notice in outbox.all())
        outbox.change(digest, lambda notice: setattr(notice, "state", Posting.FAILED))
        assert followed(mail_app) == 1
        assert {notice.state for notice in outbox.all()} == {Posting.FAILED}

        with mail_app.app_context(), transaction() as session:
            office = Standing(Office.ADMINISTRATOR, outbox.organisation_id, "Force")
            send_again(session, held, by=standings(ada, office))
        with mail_app.app_context(), pytest.raises(NotOffered), transaction() as session:
            send_again(session, held, by=standings(ada, office))
        stranger = Standings(ada, "Ada", outbox.organisation_id + 1, "Elsewhere", ())
        with mail_app.app_context(), pytest.raises(NotFound), transaction() as session:
            send_again(session, held, by=stranger)
        assert post_due(mail_app) == {Posting.POSTED: 1}
    assert {notice.id: notice.state for notice in outbox.all()} == {held: Posting.POSTED, digest: Posting.FAILED}
    assert len(mailbox.letters) == 1


def test_before_seven_in_london_nothing_is_gathered(app: Flask, outbox: Outbox) -> None:
    ada = outbox.person()
    with time_machine.travel("2026-06-23T12:00:00Z") as now:
        choose(app, ada, daily=True)
        outbox.queue(ada, may_wait=True)
        now.move_to("2026-06-24T05:59:00Z")
        assert gathered(app) == 0
        now.move_to("2026-06-24T06:00:00Z")  # seven in London: summer
        assert gathered(app) == 1
