"""From the outbox to a real mail server, and everything that can go wrong on the way."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from eia import clock
from eia.db import transaction
from eia.notices.models import Posting
from eia.notices.posting import CLOSED, LIMIT, MAKERS, delay_after, post_due
from eia.people.models import Person
from tests.notices.conftest import Mailbox, Outbox, later, set_mail

TOP = Path(__file__).resolve().parents[2]


def test_a_notice_arrives_and_its_text_is_kept(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person())

    assert post_due(mail_app) == {Posting.POSTED: 1}

    notice, letter = outbox.only, mailbox.only()
    assert letter["To"] == "Ada Lovelace <ada@force.example>"
    assert letter["Subject"] == "CAMBS-EIA-2026-0001: returned to you"
    assert "Grace Hopper returned the assessment." in letter.get_content()
    assert "https://eia.force.example/assessments/CAMBS-EIA-2026-0001" in letter.get_content()
    assert letter.get_content().replace("\r\n", "\n") == notice.text
    assert (notice.state, notice.address, notice.problem) == (Posting.POSTED, "ada@force.example", "")
    assert notice.posted_at is not None
    assert letter["Message-ID"] == notice.message_id
    assert notice.message_id.endswith("@force.example>")


def test_a_posted_notice_is_not_sent_again(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person())
    post_due(mail_app)

    with later(timedelta(days=30)):
        assert post_due(mail_app) == {}

    assert len(mailbox.letters) == 1


def test_no_more_than_the_limit_leaves_at_once(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(*(outbox.person(f"Person {n}", f"p{n}@force.example") for n in range(3)))

    post_due(mail_app, limit=2)

    assert len(mailbox.letters) == 2


def test_without_a_mail_server_everything_stays_queued_and_nothing_is_tried(mail_app: Flask, outbox: Outbox) -> None:
    outbox.queue(outbox.person())
    set_mail(mail_app, mail_server="")

    assert post_due(mail_app) == {}

    assert (outbox.only.state, outbox.only.attempts, outbox.only.problem) == (Posting.QUEUED, 0, "")


def test_a_server_that_cannot_be_reached_costs_no_attempt_and_is_said(mail_app: Flask, outbox: Outbox) -> None:
    outbox.queue(outbox.person())
    set_mail(mail_app, mail_port=1)

    post_due(mail_app)

    assert (outbox.only.state, outbox.only.attempts) == (Posting.QUEUED, 0)
    assert outbox.only.problem.startswith("The mail server could not be used: ")


def test_mail_is_never_sent_unencrypted_when_tls_is_asked_for(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    outbox.queue(outbox.person())
    set_mail(mail_app, mail_tls="starttls")

    post_due(mail_app)

    assert mailbox.letters == []
    assert "STARTTLS" in outbox.only.problem


def test_a_refused_recipient_is_tried_again_ever_later_and_then_no_more(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    mailbox.refuses["ada@force.example"] = "550 5.1.1 Nobody of that name"
    outbox.queue(outbox.person())
    delays, at = [], clock.now()
    for attempt in range(1, LIMIT + 1):
        with time_machine.travel(at, tick=False):
            assert post_due(mail_app).total() == 1
            assert post_due(mail_app).total() == 0, "not before its time"
        notice = outbox.only
        assert notice.attempts == attempt
        assert "550 5.1.1 Nobody of that name" in notice.problem
        delays.append(notice.next_try_at - at)
        at = notice.next_try_at

    assert delays == sorted(set(delays)), "each delay is longer than the one before"
    assert sum(delays[:-1], timedelta()) < timedelta(days=1)
    assert outbox.only.state == Posting.FAILED
    with time_machine.travel(at + timedelta(days=30)):
        assert post_due(mail_app).total() == 0


def test_the_next_person_is_told_though_the_first_is_refused(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    mailbox.refuses["ada@force.example"] = "421 4.3.2 Closing"
    outbox.queue(outbox.person(), outbox.person("Grace Hopper", "grace@force.example"))

    assert post_due(mail_app) == {Posting.QUEUED: 1, Posting.POSTED: 1}

    assert mailbox.only()["To"] == "Grace Hopper <grace@force.example>"


def test_the_message_id_is_the_same_at_every_attempt(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person())
    mailbox.says_to_data = "451 4.7.1 Try again later"
    post_due(mail_app)
    first = outbox.only.message_id
    mailbox.says_to_data = ""
    set_mail(mail_app, mail_from="eia@other.example")

    with later(delay_after(1)):
        assert post_due(mail_app) == {Posting.POSTED: 1}

    assert first.endswith("@force.example>")
    assert mailbox.only()["Message-ID"] == first == outbox.only.message_id


def test_a_corrected_address_is_used_at_the_next_attempt(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    ada = outbox.person(email="adda@force.example")
    mailbox.refuses["adda@force.example"] = "550 Nobody"
    outbox.queue(ada)
    post_due(mail_app)
    change_person(mail_app, ada, email="ada@force.example")

    with later(delay_after(1)):
        post_due(mail_app)

    assert mailbox.only()["To"].addresses[0].addr_spec == "ada@force.example"
    assert outbox.only.address == "ada@force.example"


def test_an_answer_lost_after_data_is_perhaps_sent_and_not_sent_again(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    mailbox.breaks_off_after_data = True
    outbox.queue(outbox.person(), outbox.person("Grace Hopper", "grace@force.example"))

    assert post_due(mail_app) == {Posting.PERHAPS_SENT: 2}

    assert "may or may not have arrived" in outbox.all()[0].problem
    assert outbox.all()[0].text
    with later(timedelta(days=1)):
        assert post_due(mail_app) == {}
    assert len(mailbox.letters) == 2


def test_a_line_break_in_a_subject_adds_no_header(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    (notice_id,) = outbox.queue(outbox.person())
    outbox.change(notice_id, lambda notice: setattr(notice, "subject", "Hello\r\nBcc: all@force.example"))

    assert post_due(mail_app) == {Posting.POSTED: 1}

    assert mailbox.only()["Bcc"] is None
    assert mailbox.only()["Subject"] == "Hello Bcc: all@force.example"


@pytest.mark.parametrize(
    "address",
    [
        "no address at all",
        "two@signs@force.example",
        "two@force.example, three@force.example",
        "new\r\nRCPT TO:<all@force.example>",
        "(comment)hidden@force.example",
        "@",
        "user@" + "x" * 80 + ".example",
        "user@double..dot",
        '"quoted"@force.example',
        "<b@force.example>",
    ],
)
def test_an_address_that_is_none_is_said_and_stops_nobody(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox, address: str
) -> None:
    outbox.queue(outbox.person("Odd", address), outbox.person())

    assert post_due(mail_app) == {Posting.QUEUED: 1, Posting.POSTED: 1}

    assert outbox.all()[0].problem.startswith("The message could not be made for")
    assert mailbox.only()["To"] == "Ada Lovelace <ada@force.example>"


def test_names_and_addresses_beyond_ascii_arrive(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person("Siân Ŵyn, “Tŷ” 👍", "siân@tŷ.example"), subject="Dychwelwyd: tŷ 👍")

    assert post_due(mail_app) == {Posting.POSTED: 1}

    assert mailbox.only()["To"].addresses[0].addr_spec == "siân@xn--t-foa.example"
    assert "<siân@xn--t-foa.example>" in mailbox.written[0], "an address is never an encoded word"
    assert mailbox.only()["To"].addresses[0].display_name == "Siân Ŵyn, “Tŷ” 👍"
    assert mailbox.only()["Subject"] == "Dychwelwyd: tŷ 👍"


def test_a_closed_account_is_not_written_to(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    ada = outbox.person()
    outbox.queue(ada)
    change_person(mail_app, ada, closed_at=clock.now())

    assert post_due(mail_app) == {Posting.FAILED: 1}

    assert (mailbox.letters, outbox.only.problem) == ([], CLOSED)


def test_what_a_maker_adds_is_sent_and_never_kept(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person(), event="password_reset")
    mail_app.extensions[MAKERS] = {
        "password_reset": lambda notice: {"link": f"https://eia.force.example/reset/s3cret-{notice.person_id}"}
    }

    assert post_due(mail_app) == {Posting.POSTED: 1}

    notice = outbox.only
    assert "/reset/s3cret-" in mailbox.only().get_content()
    assert "s3cret" not in f"{notice.text} {notice.values} {notice.problem}"
    assert "[link]" in notice.text


def test_a_maker_that_fails_is_tried_again(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(outbox.person(), event="password_reset")
    mail_app.extensions[MAKERS] = {"password_reset": lambda notice: {"link": 1 / 0}}

    assert post_due(mail_app) == {Posting.QUEUED: 1}

    assert outbox.only.problem == "The message could not be written (ZeroDivisionError)."


def change_person(app: Flask, person_id: int, **values: object) -> None:
    with app.app_context(), transaction() as session:
        person = session.get_one(Person, person_id)
        for name, value in values.items():
            setattr(person, name, value)
