"""At a meeting, at the same instant, on a running server with two workers.

A decision and the withdrawal of its assessment end one way or the other: decided first and withdrawn after, or
withdrawn and the decision refused; over the gate it carries the mark. Of two who order an agenda one wins, and the
other sees it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from eia import clock
from eia.audit.models import AuditEntry
from eia.db import db
from eia.meetings.models import AgendaItem, ItemDecision
from tests.support.assessments import Made, make_assessment
from tests.support.counts import times
from tests.support.deciding import override
from tests.support.meetings import Sat, make_body, make_meeting, pin
from tests.support.posting import Hand, at_the_same_instant
from tests.support.serving import LiveServer
from tests.support.staff import Staff, make_staff
from tests.support.writing import read

PAIRS = times(200, else_few=6)
ORDERS = times(100, else_few=3)


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
def staff(server: LiveServer) -> Staff:
    with inside(server.app):
        return make_staff()


@pytest.fixture(scope="module")
def body_id(server: LiveServer, staff: Staff) -> int:
    with inside(server.app):
        return make_body((staff,))


def to_be_decided(server: LiveServer, staff: Staff, body_id: int, *, over_the_gate: bool) -> tuple[Sat, Made]:
    with inside(server.app):
        made = make_assessment(at="signed_off", staff=(staff,))
        sat = make_meeting(staff, at="held", body_id=body_id)
        pin(sat, made)
        if over_the_gate:
            override(sat)
        return sat, made


def instants(stream: str, event: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.stream == stream, AuditEntry.event == event)
    return list(db.session.scalars(query))


def test_a_decision_and_a_withdrawal_at_the_same_instant_end_one_way_or_the_other(
    server: LiveServer, staff: Staff, body_id: int
) -> None:
    today = clock.today()
    day = {"decided_on-day": str(today.day), "decided_on-month": str(today.month), "decided_on-year": str(today.year)}
    secretary, approver = Hand(server, staff["secretary"]), Hand(server, staff["approver"])
    ends = set()
    for pair in range(PAIRS):
        over_the_gate = pair % 2 == 1
        sat, made = to_be_decided(server, staff, body_id, over_the_gate=over_the_gate)
        buttons = [
            secretary.fill(
                f"/meetings/items/{sat.item_id}/decision", outcome="followed", wording="Agreed.",
                regard="We weighed it.", decided_at="00:00", **day,
            ),
            approver.fill(f"{made.address}/steps/withdraw", cause="wrong", reason="It was wrong."),
        ]  # fmt: skip
        answers = at_the_same_instant(*(buttons if pair % 4 < 2 else reversed(buttons)))
        told = [(answer.status, answer.text[:2000]) for answer in answers]
        with inside(server.app):
            assert read(made.version_id).state == "withdrawn", told
            row = db.session.scalars(select(ItemDecision).where(ItemDecision.item_id == sat.item_id)).one_or_none()
            (withdrawn,) = instants(f"assessment:{made.reference}", "withdrawn")
            written = instants(f"assessment:{made.reference}", "decision_recorded")
            if row is None:
                assert not over_the_gate, told
                assert not written
                ends.add("refused")
                continue
            (entry,) = written
            decided_first = entry.sequence < withdrawn.sequence
            assert row.mark == ("" if decided_first else "withdrawn"), told
            assert decided_first or over_the_gate, told
            ends.add("first" if decided_first else "marked")
    assert ends <= {"refused", "first", "marked"}
    print(sorted(ends))


def the_order(server: LiveServer, sat: Sat) -> list[int]:
    with inside(server.app):
        query = select(AgendaItem.id).where(AgendaItem.meeting_id == sat.meeting_id).order_by(AgendaItem.position)
        return list(db.session.scalars(query))


def wanted(items: list[int]) -> dict[str, str]:
    return {f"number_{item}": str(number) for number, item in enumerate(items, 1)}


def test_of_two_who_order_an_agenda_at_the_same_instant_one_wins_and_the_other_is_offered_their_own_again(
    server: LiveServer, staff: Staff, body_id: int
) -> None:
    secretary, chair = Hand(server, staff["secretary"]), Hand(server, staff["chair"])
    with inside(server.app):
        sat = make_meeting(staff, body_id=body_id)
    first, second, third = the_order(server, sat)
    path = f"/meetings/{sat.meeting_id}/order"
    for _ in range(ORDERS):
        now = the_order(server, sat)
        mine, theirs = (order for order in ([third, first, second], [second, third, first], [first, second, third])
                        if order != now)  # fmt: skip
        buttons = [secretary.fill(path, **wanted(mine)), chair.fill(path, **wanted(theirs))]
        answers = at_the_same_instant(*buttons)
        told = [(answer.status, answer.text[:3000]) for answer in answers]
        assert sorted(answer.status for answer in answers) == [200, 303], told
        lost, wish, winner = (0, mine, theirs) if answers[0].status == 200 else (1, theirs, mine)
        assert the_order(server, sat) == winner, told
        page = answers[lost].text
        assert "Your order is not saved yet." in page, told
        assert re.search(r"Already changed by (Secretary|Chair), .*Agenda put in order", page), told
        assert [int(one) for one in re.findall(r'name="number_(\d+)"', page)] == wish, told
    with inside(server.app):
        assert len(instants(f"meeting:{sat.meeting_id}", "agenda_ordered")) == ORDERS
