"""What is queued, for whom, and together with what."""

import pytest
from flask import Flask
from sqlalchemy import select

from eia.db import db, transaction
from eia.notices.models import Notice, Posting
from eia.notices.outbox import one_line, queue_notice
from eia.notices.posting import post_due
from tests.notices.conftest import Mailbox, Outbox


def test_each_person_gets_one_notice_and_nobody_else_any(outbox: Outbox) -> None:
    ada, grace = outbox.person(), outbox.person("Grace Hopper", "grace@force.example")
    outbox.person("Nobody Told", "nobody@force.example")

    outbox.queue(ada, grace, ada)

    assert [notice.person_id for notice in outbox.all()] == [ada, grace]
    assert {notice.state for notice in outbox.all()} == {Posting.QUEUED}


def test_nothing_is_sent_of_a_change_that_was_rolled_back(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    ada = outbox.person()
    with mail_app.app_context(), pytest.raises(ZeroDivisionError):
        fail_after_queueing(ada)

    post_due(mail_app)

    assert mailbox.letters == []
    with mail_app.app_context():
        assert db.session.scalars(select(Notice)).all() == []


def test_nobody_to_tell_is_no_notice(outbox: Outbox) -> None:
    assert outbox.queue() == []


def test_a_subject_is_one_line_without_control_characters() -> None:
    assert one_line("Returned\r\nBcc: all@force.example\x00\u2028now \ud800 ") == "Returned Bcc: all@force.example now"


def fail_after_queueing(person_id: int) -> None:
    with transaction() as session:
        queue_notice(session, event="test_event", to=[person_id], subject="Never", values={})
        session.flush()
        raise ZeroDivisionError
