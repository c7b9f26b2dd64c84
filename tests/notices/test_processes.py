"""Posting processes that die or race each other."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from eia.notices.models import Notice, Posting
from eia.notices.posting import LEASE, MAKERS, SETTINGS, STOPPED, delay_after, post_due
from tests.notices.conftest import Mailbox, Outbox, later

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; only a broken test waits so long


def poster(app: Flask, mailbox: Mailbox, how: str = "once") -> "subprocess.Popen[str]":
    url = app.extensions[SETTINGS].database_url
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.notices.poster", url, str(mailbox.port), how],
        cwd=TOP,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.only_on("sqlite", because="leases are taken on both by two processes at once, below")
def test_a_process_killed_while_sending_leaves_a_notice_perhaps_sent(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    outbox.queue(outbox.person())
    mailbox.may_answer.clear()
    process = poster(mail_app, mailbox)
    begin(process)
    assert mailbox.has_a_letter.wait(PATIENCE)
    process.kill()
    process.wait(PATIENCE)
    mailbox.may_answer.set()

    assert post_due(mail_app) == {}, "the lease still holds"
    assert outbox.only.state == Posting.CLAIMED
    with later(LEASE):
        assert post_due(mail_app) == {Posting.PERHAPS_SENT: 1}
        assert post_due(mail_app) == {}

    assert (outbox.only.problem, len(mailbox.letters)) == (STOPPED, 1)


def test_a_process_killed_before_it_sends_leaves_a_notice_queued(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    outbox.queue(outbox.person(), event="dies")
    mail_app.extensions[MAKERS] = {"dies": die}
    with pytest.raises(SystemExit):
        post_due(mail_app)
    mail_app.extensions[MAKERS] = {}

    with later(LEASE):
        assert post_due(mail_app) == {Posting.QUEUED: 1}
    with later(LEASE + delay_after(1)):
        assert post_due(mail_app) == {Posting.POSTED: 1}

    assert len(mailbox.letters) == 1


def die(notice: Notice) -> dict[str, str]:
    raise SystemExit


def test_two_processes_at_once_send_each_notice_once(mail_app: Flask, outbox: Outbox, mailbox: Mailbox) -> None:
    outbox.queue(*(outbox.person(f"Person {n}", f"p{n}@force.example") for n in range(20)))
    processes = [poster(mail_app, mailbox), poster(mail_app, mailbox)]
    for process in processes:
        begin(process)
    handled = [int(process.communicate(timeout=PATIENCE)[0].splitlines()[-1]) for process in processes]

    assert sorted(letter["To"].addresses[0].username for letter in mailbox.letters) == sorted(
        f"p{n}" for n in range(20)
    )
    assert sum(handled) == 20
    assert {notice.state for notice in outbox.all()} == {Posting.POSTED}


@pytest.mark.only_on("sqlite", because="leases are taken on both by two processes at once, below")
def test_a_process_told_to_stop_finishes_the_letter_at_hand_and_ends_well(
    mail_app: Flask, outbox: Outbox, mailbox: Mailbox
) -> None:
    outbox.queue(outbox.person(), outbox.person("Grace Hopper", "grace@force.example"))
    mailbox.may_answer.clear()
    process = poster(mail_app, mailbox, "loop")
    begin(process)
    assert mailbox.has_a_letter.wait(PATIENCE)
    process.terminate()
    mailbox.may_answer.set()

    assert process.wait(PATIENCE) == 0
    assert [notice.state for notice in outbox.all()] == [Posting.POSTED, Posting.QUEUED]
