"""A condition of a decision that rests on no assessment is tracked as an action is, and two people end it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_register import ACTION, every_line, organisations_with_actions, page_of
from eia.assessments.afterwards.action_statements import Filter
from eia.assessments.reminding.ladder import climbing
from eia.audit.queries import entries
from eia.db import db, transaction
from eia.errors import NotAllowed, Refused, Stale
from eia.home.queries import coming_up, waiting_for_you
from eia.meetings.commands.conditions import act_on_condition
from eia.meetings.models import AgendaItem, ConditionStanding, ItemDecision
from eia.meetings.open_work import open_work
from eia.meetings.reminders import EVENT, queue_reminders
from eia.notices.letters import words_of
from eia.notices.models import Notice
from eia.pages import day as in_words
from tests.meetings.pages import Browser, browser, words
from tests.support.deciding import decision, override, record_decision_on
from tests.support.meetings import Sat, make_meeting
from tests.support.staff import acting, make_staff

WEEK = timedelta(days=7)
WHAT = "Keep a desk open on Saturdays"


def decided_on_a_condition(*, restricted: bool = False) -> tuple[Sat, int]:
    """Over the gate, for nothing is attached; answers with the number of the condition."""
    sat = make_meeting(make_staff(), at="held")
    override(sat)
    if restricted:
        with transaction() as session:
            item = session.get_one(AgendaItem, sat.item_id)
            item.restricted, item.restricted_reason = True, "It names a person."
    given = {"what": WHAT, "owner_id": sat.lead["auditor"], "due": clock.today() + 9 * WEEK}
    row = decision(record_decision_on(sat, outcome="with_conditions", conditions=[given]))
    return sat, row.conditions[0].id


@contextmanager
def inside(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def made(app: Flask) -> tuple[Sat, int]:
    with inside(app):
        return decided_on_a_condition()


@pytest.fixture
def session(app: Flask, made: tuple[Sat, int]) -> Iterator[Session]:
    """For tests without a browser: a browser needs the place to itself."""
    with inside(app) as session:
        yield session


def page(condition_id: int) -> str:
    return f"/meetings/conditions/{condition_id}"


def reported(owner: Browser, condition_id: int) -> None:
    said = {"status": "report_done", "note": "It is open.", "proof": "The rota on the intranet"}
    owner.done(page(condition_id), **said)


def mails(app: Flask, person_id: int, event: str) -> list[str]:
    with inside(app) as session:
        rows = session.scalars(select(Notice).where(Notice.event == event, Notice.person_id == person_id))
        return [words_of(app, row, "Ada", "https://eia.example", {}) for row in rows]


def last_words(app: Flask, sat: Sat, most: int) -> list[str]:
    """The newest sentences of the trail of its meeting."""
    with inside(app) as session:
        kept = entries(session, f"meeting:{sat.meeting_id}", newest=most)
        return [one.payload.body["sentence"] for one in kept if one.payload and one.payload.body]


def answered(who: Browser, number: int, answer: str, note: str) -> int:
    shown = who.get(page(number))
    seen = re.search(r'name="agree-seen" value="([0-9]+)"', shown)
    said = {"agree-seen": seen[1] if seen else "0", "agree-answer": answer, "agree-note": note}
    return who.client.post(f"{page(number)}/answer", data=said).status_code


def test_a_condition_is_reported_by_its_owner_and_confirmed_by_somebody_else(app: Flask, made: tuple[Sat, int]) -> None:
    sat, number = made
    lead = sat.lead
    (begun,) = mails(app, lead["auditor"], "condition_begun")
    assert f"“{WHAT}”" in begun
    assert f"https://eia.example{page(number)}" in begun
    owner, chair = browser(app, lead["auditor"]), browser(app, lead["chair"])
    assert "Say where it can be seen" in owner.refused(page(number), status="report_done", note="It is open.")
    reported(owner, number)
    assert "You own this condition" not in words(owner.get(page(number))), "an auditor is no second person anyway"
    assert answered(owner, number, "confirm_done", "Mine.") == 409, "nothing is asked of them"
    assert "Evidence: The rota on the intranet" in mails(app, lead["chair"], "condition_step")[0]
    with inside(app) as session:
        waiting = waiting_for_you(session, acting(session, lead["chair"]))
        assert (WHAT, {"condition_id": number}) in [(one.what, one.values) for one in waiting]
    assert answered(chair, number, "confirm_done", "I saw it.") == 303
    shown = words(chair.get(page(number)))
    assert "Confirmed done" in shown
    assert "The rota on the intranet" in shown
    assert f"{WHAT}</a>" in chair.get(f"/meetings/items/{sat.item_id}/record")
    with inside(app) as session:
        assert session.get_one(ConditionStanding, number).is_open is False
    assert last_words(app, sat, 2) == [
        "Condition of “Move of the front desk”: confirmed done",
        "Condition of “Move of the front desk”: reported done",
    ]


def test_whoever_owns_or_reported_it_does_not_confirm_it_and_no_note_is_overwritten(
    session: Session, made: tuple[Sat, int]
) -> None:
    sat, number = made
    with transaction() as session:
        session.get_one(ConditionStanding, number).owner_id = sat.lead["chair"]
    take(number, "report_done", sat.lead["secretary"], seen=0, note="Done.", proof="The rota")
    for person in ("chair", "secretary"):
        with pytest.raises(Refused, match=r"owns? this condition or reported on it"):
            take(number, "confirm_done", sat.lead[person], seen=1, note="Yes.")
    with pytest.raises(Stale, match="noted “Reported done”"):
        take(number, "confirm_done", sat.lead["adviser"], seen=0, note="Yes.")
    take(number, "send_back", sat.lead["adviser"], seen=1, note="It was shut last week.")
    take(number, "propose_dropping", sat.lead["chair"], seen=2, note="Nobody came.")
    with pytest.raises(NotAllowed):
        take(number, "agree_dropping", sat.lead["secretary"], seen=3, note="Yes.")


def take(number: int, action: str, person_id: int, *, seen: int, **answers: str) -> None:
    with transaction() as session:
        act_on_condition(session, number, action, by=acting(session, person_id), seen=seen, answers=answers)


def test_a_condition_stands_in_the_register_of_actions_on_home_and_in_what_is_left(
    session: Session, made: tuple[Sat, int]
) -> None:
    sat, number = made
    owner = acting(session, sat.lead["auditor"])
    (line,) = page_of(session, owner, Filter(mine=True)).lines
    assert (line.what, line.where.startswith("Board"), line.address) == (WHAT, True, {"condition_id": number})
    assert page_of(session, owner, Filter(mine=True), after=line.key).lines == []
    assert page_of(session, owner, Filter(mine=True)).total == 1
    assert sat.lead.code in [code for code, _ in organisations_with_actions(session, owner)]
    for nothing in (Filter(mine=True, listed="overdue"), Filter(mine=True, characteristic="age")):
        assert list(every_line(session, owner, nothing)) == []
    stranger = acting(session, make_staff()["owner"])
    assert number not in [one.id for one in every_line(session, stranger, Filter()) if one.endpoint != ACTION]
    assert sat.lead.code not in [code for code, _ in organisations_with_actions(session, stranger)]
    with time_machine.travel(f"{clock.today() + 2 * WEEK}T12:00:00Z", tick=False):
        (coming,) = [one for one in coming_up(session, owner) if one.endpoint == "meetings.condition"]
        assert (coming.what, coming.overdue) == (WHAT, False)
    assert f"Condition “{WHAT}”" in open_work(session, sat.lead["auditor"])[0].text


def test_its_owner_hears_before_and_after_its_day_and_then_whoever_runs_the_body(
    app: Flask, session: Session, made: tuple[Sat, int]
) -> None:
    (sat, number), due = made, clock.today() + 9 * WEEK
    for day in (due - WEEK, due + timedelta(days=1), due + timedelta(days=2)):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False), transaction() as session:
            queue_reminders(session, clock.today())
    told = [mail for mail in mails(app, sat.lead["auditor"], EVENT) if WHAT in mail]
    assert [f"is due on {in_words(due)}" in told[0], "is not noted as done" in told[1], len(told)] == [True, True, 2]
    late = due + 2 * WEEK
    with time_machine.travel(f"{late}T12:00:00Z", tick=False):
        day = next(late + timedelta(days=n) for n in range(7) if clock.is_working_day(late + timedelta(days=n)))
        climbed = [one for one in climbing(session, day) if one.key.startswith(f"condition:{number}:")]
    rungs = {(one.person.id, one.key.rpartition(":")[2]) for one in climbed}
    assert {(sat.lead["chair"], "rung1"), (sat.lead["secretary"], "rung1"), (sat.lead["owner"], "rung1")} <= rungs
    assert (sat.lead["auditor"], "rung1") not in rungs


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_the_owner_of_a_condition_of_a_restricted_item_reads_the_condition_and_nothing_else(app: Flask) -> None:
    with inside(app):
        stranger = make_staff()["owner"]
        sat, number = decided_on_a_condition(restricted=True)
    with inside(app), transaction() as session:
        session.get_one(ConditionStanding, number).owner_id = sat.lead["hr_lead"]
    owner = browser(app, sat.lead["hr_lead"])
    shown = owner.get(page(number))
    assert WHAT in shown
    assert "Move of the front desk" not in shown
    assert "a restricted item" in shown
    reported(owner, number)
    assert WHAT not in " ".join(mails(app, sat.lead["chair"], "condition_step"))
    assert "item 3, restricted" in last_words(app, sat, 1)[0]
    browser(app, sat.lead["approver"]).get(page(number))
    browser(app, sat.lead["second_owner"]).get(page(number), 404)
    browser(app, stranger).get(page(number), 404)


def test_a_correction_closes_the_conditions_of_what_it_corrects(session: Session, made: tuple[Sat, int]) -> None:
    sat, number = made
    first = session.scalars(select(ItemDecision.id).where(ItemDecision.item_id == sat.item_id)).one()
    record_decision_on(sat, corrects_id=first, wording="Agreed.")
    assert session.get_one(ConditionStanding, number, populate_existing=True).status == "closed"
