"""Two people decide at the same instant, each in a browser of their own, on a running server with two workers.

Exactly one decision is accepted; the other hears who came first. Two organisations that sign at the same instant do
not contradict each other: both are accepted, also while a third has not answered yet.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from eia.assessments.models import Signature, Submission
from eia.audit.models import AuditEntry
from eia.db import db
from eia.people.routes import Level
from tests.support.assessments import Made, start, take
from tests.support.counts import times
from tests.support.posting import Answer, Hand, at_the_same_instant
from tests.support.routing import ADVISER, HEAD, lay_route
from tests.support.serving import LiveServer
from tests.support.staff import Staff, make_staff
from tests.support.writing import read, write_replies, write_the_least

PAIRS = times(200, else_few=3)
FEWER_PAIRS = times(50, else_few=2)
"""For what is no contradiction."""
DECLARED = ["0", "1", "2", "3"]
RETURNED = {"stage": "mitigation", "section_1": "impacts", "code_1": "too_general", "remark_1": "Say who."}


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture(scope="module")
def server(live_server: LiveServer) -> LiveServer:
    assert live_server.size == 2
    return live_server


@pytest.fixture(scope="module")
def staff(server: LiveServer) -> tuple[Staff, Staff, Staff]:
    with inside(server.app):
        return make_staff(), make_staff(), make_staff()


@pytest.fixture(scope="module")
def first(server: LiveServer, staff: tuple[Staff, Staff, Staff]) -> Hand:
    return Hand(server, staff[0]["approver"])


@pytest.fixture(scope="module")
def second(server: LiveServer, staff: tuple[Staff, Staff, Staff]) -> Hand:
    return Hand(server, staff[0]["second_approver"])


def to_be_signed(server: LiveServer, *staff: Staff) -> Made:
    with inside(server.app):
        made = start(staff)
        write_the_least(made.version_id)
        send_for_signature(made)
        return made


def again(server: LiveServer, made: Made) -> Made:
    """The next round of the same version: sent once more, checked, and open for signatures."""
    with inside(server.app):
        case = read(made.version_id)
        if case.state in ("signed_off", "stopped"):
            return to_be_signed(server, *made.everybody)
        write_replies(made.version_id)
        send_for_signature(made)
        return made


def send_for_signature(made: Made) -> None:
    take(made, "send_to_adviser", made.lead["owner"])
    take(made, "claim", made.lead["adviser"])
    take(made, "give_opinion", made.lead["adviser"], opinion="agrees")


def sign(hand: Hand, made: Made) -> Callable[[], Answer]:
    return hand.fill(f"{made.address}/steps/sign", interest="no", declared=DECLARED)


def return_it(hand: Hand, made: Made) -> Callable[[], Answer]:
    return hand.fill(f"{made.address}/steps/return_to_author", **RETURNED)


def assert_one_decided(server: LiveServer, made: Made, answers: list[Answer]) -> None:
    """One is accepted and one refused in words; state, signatures and trail agree."""
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [303, 409], [(answer.status, answer.text[:2000]) for answer in answers]
    (refused,) = (answer.text for answer in answers if answer.status == 409)
    assert "Already changed by" in refused
    with inside(server.app):
        case = read(made.version_id)
        signed = decisions(made, "signed")
        returned = decisions(made, "returned")
        rounds = case.version.round
        assert signed + returned == rounds, "one decision in each round"
        assert case.state == ("signed_off" if signed else "mitigation")
        assert signatures(made) == signed


def decisions(made: Made, event: str) -> int:
    query = select(func.count()).where(AuditEntry.stream == f"assessment:{made.reference}", AuditEntry.event == event)
    return db.session.scalar(query) or 0


def signatures(made: Made) -> int:
    query = select(func.count(Signature.id)).join(Submission, Submission.id == Signature.submission_id)
    return db.session.scalar(query.where(Submission.version_id == made.version_id)) or 0


def test_of_sign_and_return_at_the_same_instant_one_is_accepted(
    server: LiveServer, staff: tuple[Staff, Staff, Staff], first: Hand, second: Hand
) -> None:
    made = to_be_signed(server, staff[0])
    for pair in range(PAIRS):
        buttons = [sign(first, made), return_it(second, made)]
        answers = at_the_same_instant(*(buttons if pair % 2 else reversed(buttons)))
        assert_one_decided(server, made, answers)
        if pair + 1 < PAIRS:
            made = again(server, made)


def test_of_two_signatures_for_one_organisation_at_the_same_instant_one_is_accepted(
    server: LiveServer, staff: tuple[Staff, Staff, Staff], first: Hand, second: Hand
) -> None:
    for _ in range(PAIRS):
        made = to_be_signed(server, staff[0])
        assert_one_decided(server, made, at_the_same_instant(sign(first, made), sign(second, made)))


def test_two_organisations_that_sign_at_the_same_instant_are_both_accepted(
    server: LiveServer, staff: tuple[Staff, Staff, Staff], first: Hand
) -> None:
    partner = Hand(server, staff[1]["approver"])
    for _ in range(FEWER_PAIRS):
        made = to_be_signed(server, *staff[:2])
        answers = at_the_same_instant(sign(first, made), sign(partner, made))
        assert [answer.status for answer in answers] == [303, 303], [answer.text[:2000] for answer in answers]
        with inside(server.app):
            assert read(made.version_id).state == "signed_off"
            assert signatures(made) == decisions(made, "signed") == 2


def test_two_offices_of_one_stage_both_sign_at_the_same_instant_and_two_of_one_office_do_not(
    server: LiveServer, staff: tuple[Staff, Staff, Staff]
) -> None:
    lead = staff[2]
    head, second, adviser = (Hand(server, lead[part]) for part in ("head", "second_head", "second_adviser"))
    with inside(server.app):
        lay_route(lead, Level.FULL, (HEAD, ADVISER))
    for _ in range(FEWER_PAIRS):
        made = to_be_signed(server, lead)
        answers = at_the_same_instant(sign(head, made), sign(second, made), sign(adviser, made))
        assert sorted(answer.status for answer in answers) == [303, 303, 409], [a.text[:2000] for a in answers]
        with inside(server.app):
            case = read(made.version_id)
            assert {one.seat for one in case.signatures} == {HEAD, ADVISER}
            assert [one.waits_for for one in case.adoptions] == [",approver,"]
            assert decisions(made, "signed") == 2
    with inside(server.app):
        lay_route(lead, Level.FULL)


def sent_again(server: LiveServer, made: Made) -> Made:
    """The next round of a version of three, which one of them may have signed."""
    with inside(server.app):
        if read(made.version_id).state == "sign_off":
            point = {"section": "impacts", "reason": "too_general", "remark": "Say who."}
            take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[point])
    return again(server, made)


def test_of_sign_and_return_by_two_organisations_one_is_accepted_while_a_third_has_not_answered(
    server: LiveServer, staff: tuple[Staff, Staff, Staff], first: Hand
) -> None:
    partner, made = Hand(server, staff[1]["approver"]), to_be_signed(server, *staff)
    for pair in range(PAIRS):
        buttons = [sign(partner, made), return_it(first, made)]
        answers = at_the_same_instant(*(buttons if pair % 2 else reversed(buttons)))
        assert sorted(answer.status for answer in answers) == [303, 409], [a.text[:2000] for a in answers]
        assert "Already changed" in next(answer.text for answer in answers if answer.status == 409)
        with inside(server.app):
            case = read(made.version_id)
            signed = list(case.submission.signatures) if case.submission else []
            assert (case.state, len(signed)) in (("sign_off", 1), ("mitigation", 0))
        if pair + 1 < PAIRS:
            made = sent_again(server, made)


def test_two_signatures_of_two_organisations_stand_and_of_one_organisation_one_while_a_third_has_not_answered(
    server: LiveServer, staff: tuple[Staff, Staff, Staff], first: Hand, second: Hand
) -> None:
    partner, made = Hand(server, staff[1]["approver"]), to_be_signed(server, *staff)
    for pair in range(FEWER_PAIRS):
        hands, accepted = ((first, partner), 2) if pair % 2 else ((first, second), 1)
        answers = at_the_same_instant(*(sign(hand, made) for hand in hands))
        assert sorted(answer.status for answer in answers) == [303, 303 if accepted == 2 else 409]
        with inside(server.app):
            case = read(made.version_id)
            assert (case.state, len(case.signatures)) == ("sign_off", accepted)
        made = sent_again(server, made)


def test_two_who_open_a_new_version_at_the_same_instant_open_one(
    server: LiveServer, staff: tuple[Staff, Staff, Staff]
) -> None:
    owner, other = (Hand(server, staff[0][part]) for part in ("owner", "second_owner"))
    with inside(server.app):
        made = start(staff[:1])
        take(made, "withdraw_draft", staff[0]["owner"])
    for _ in range(FEWER_PAIRS):
        buttons = [hand.fill(f"{made.address}/steps/open_version", reason="Because") for hand in (owner, other)]
        answers = at_the_same_instant(*buttons)
        assert sorted(answer.status for answer in answers) == [303, 409], [a.text[:2000] for a in answers]
        with inside(server.app):
            versions = read(made.version_id).assessment.versions
            newest = versions[-1]
            assert len(versions) == newest.number
            made = Made(newest.id, made.reference, newest.number, made.lead, made.others, made.policy_id)
            take(made, "withdraw_draft", newest.author_id)
