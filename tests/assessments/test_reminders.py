"""Which dates people are reminded of, and that each is told once."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.reminding.reminders import EVENT, queue_reminders, reminding
from eia.db import db, transaction
from eia.notices import jobs
from eia.notices.letters import words_of
from eia.notices.models import JobLease, Notice
from eia.people.models import Person
from eia.subjects.models import Subject
from tests.support.assessments import Made, actions_of, make_assessment, take, take_action
from tests.support.writing import read, write_proposal

DAY = timedelta(days=1)


def remind(day: date) -> None:
    """As `eia jobs` does on that day, at noon."""
    with time_machine.travel(f"{day}T12:00:00Z", tick=False), transaction() as session:
        queue_reminders(session, clock.today())


def told(person_id: int) -> list[list[str]]:
    """The dates each reminder to this person named, the first one first; the ladder has tests of its own."""
    return [dates for one in everything_told(person_id) if (dates := [w for w in one if not w.startswith("late_")])]


def everything_told(person_id: int) -> list[list[str]]:
    db.session.rollback()
    query = select(Notice).where(Notice.event == EVENT, Notice.person_id == person_id).order_by(Notice.id)
    return [[f"{one['kind']} {one['day']}" for one in notice.values["due"]] for notice in db.session.scalars(query)]


def planned(days: int, at: str = "draft") -> tuple[Made, int, date]:
    """An assessment whose decision is planned in so many days, its author, and that day."""
    made, day = make_assessment(at=at), clock.today() + timedelta(days=days)
    write_proposal(made.version_id, planned_day=day.isoformat())
    return made, made.lead["owner"], day


def signed() -> tuple[Made, int, date, date]:
    """A signed one: the person it is all theirs, when the action is due, when it is reviewed."""
    made = make_assessment(at="signed_off")
    today = clock.today()
    return made, made.lead["owner"], today + timedelta(days=60), today + timedelta(days=365)


def test_the_author_is_told_two_weeks_before_the_planned_decision(database: Session) -> None:
    _, author, day = planned(40)

    remind(day - 15 * DAY)
    assert told(author) == []

    remind(day - 14 * DAY)
    assert told(author) == [[f"decision {day}"]]


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_a_date_is_told_once(database: Session) -> None:
    _, author, day = planned(40)

    for days in (14, 13, 2, 0, -1):
        remind(day - days * DAY)

    assert told(author) == [[f"decision {day}"]]


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_a_date_that_was_moved_is_told_anew(database: Session) -> None:
    made, author, day = planned(40)
    remind(day - DAY)
    write_proposal(made.version_id, planned_day=(day + 5 * DAY).isoformat())

    remind(day)

    assert told(author) == [[f"decision {day}"], [f"decision {day + 5 * DAY}"]]


def test_it_is_told_while_others_check_it_too(database: Session) -> None:
    made = make_assessment(at="adviser_review")
    day = date.fromisoformat(read(made.version_id).answer("proposal", "planned_day"))

    remind(day - DAY)

    assert told(made.lead["owner"]) == [[f"decision {day}"]]


@pytest.mark.parametrize("at", ["screened_out", "withdrawn"])
def test_nobody_is_told_of_the_decision_once_it_is_closed(database: Session, at: str) -> None:
    made = make_assessment(at=at)
    answer = read(made.version_id).answer("proposal", "planned_day")
    day = date.fromisoformat(answer) if answer else clock.today()

    remind(day - DAY)

    assert told(made.lead["owner"]) == []


def test_the_owner_of_an_action_is_told_before_it_is_due_and_when_it_is_overdue(database: Session) -> None:
    _, owner, due, _ = signed()
    both = [f"action {due}", f"action {due}"]  # the factory meets a harm and a gap, each by an action

    remind(due - 15 * DAY)
    assert told(owner) == []

    for days in (14, 1, 0):
        remind(due - days * DAY)
        assert told(owner) == [both]

    for days in (1, 2):
        remind(due + days * DAY)
        assert told(owner) == [both, both]


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_an_action_is_told_only_once_it_was_signed(database: Session) -> None:
    made = make_assessment(at="sign_off")

    remind(clock.today() + 59 * DAY)

    assert told(made.lead["owner"]) == []


@pytest.mark.parametrize("step", ["report_done", "propose_dropping"])
@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_an_action_that_was_reported_on_is_not_told(database: Session, step: str) -> None:
    made, owner, due, _ = signed()
    for action_id in actions_of(made):
        take_action(made, action_id, step, owner)

    remind(due - DAY)

    assert told(owner) == []


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_an_action_that_goes_on_is_told(database: Session) -> None:
    made, owner, due, _ = signed()
    take_action(made, actions_of(made)[0], "note_progress", owner, note="Half")

    remind(due - DAY)

    assert len(told(owner)[0]) == 2


def test_author_and_owner_are_told_a_month_before_the_review(database: Session) -> None:
    made, author, _, review = signed()
    with transaction() as session:
        session.get_one(Subject, made.policy_id).owner_id = made.lead["second_owner"]

    remind(review - 31 * DAY)
    assert told(made.lead["second_owner"]) == []

    remind(review - 30 * DAY)
    assert told(made.lead["second_owner"]) == [[f"review {review}"]]
    assert told(author) == [[f"review {review}"]]


def test_author_who_owns_it_too_is_told_once(database: Session) -> None:
    _, author, _, review = signed()

    remind(review - DAY)

    assert told(author) == [[f"review {review}"]]


def test_a_date_missed_long_ago_is_not_told_for_the_first_time(database: Session) -> None:
    _, author, due, _ = signed()

    remind(due + 61 * DAY)

    assert told(author) == []


def test_one_message_a_day_names_everything(database: Session) -> None:
    made = make_assessment(at="signed_off")
    due = clock.today() + timedelta(days=60)
    other = make_assessment(at="draft", staff=(made.lead,))
    write_proposal(other.version_id, planned_day=due.isoformat())

    remind(due - DAY)

    assert told(made.lead["owner"]) == [[f"action {due}", f"action {due}", f"decision {due}"]]


def test_what_is_found_later_the_same_day_is_told_the_next(database: Session) -> None:
    made, author, day = planned(40)
    remind(day - 5 * DAY)
    later = make_assessment(at="draft", staff=(made.lead,))
    write_proposal(later.version_id, planned_day=day.isoformat())

    remind(day - 5 * DAY)
    assert len(told(author)) == 1

    remind(day - 4 * DAY)
    assert told(author) == [[f"decision {day}"], [f"decision {day}"]]


def test_who_has_left_is_not_told(database: Session) -> None:
    _, author, day = planned(40)
    with transaction() as session:
        session.get_one(Person, author).closed_at = clock.now()

    remind(day - DAY)

    assert told(author) == []


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_a_withdrawn_assessment_reminds_nobody(database: Session) -> None:
    made, owner, due, review = signed()
    take(made, "withdraw", made.lead["approver"])

    remind(due - DAY)
    remind(review - DAY)

    assert told(owner) == []


@pytest.mark.only_on("sqlite", because="what is due is asked of both by the tests around it")
def test_the_message_names_each_date_in_words(app: Flask, database: Session) -> None:
    made, owner, due, _ = signed()
    remind(due + DAY)
    notice = database.scalars(select(Notice).where(Notice.event == EVENT, Notice.person_id == owner)).one()

    text = words_of(app, notice, "Owner", "https://eia.example", {})

    assert notice.subject == "Reminder: 2 dates in your equality impact assessments"
    assert f"({made.reference}): your action “Build a ramp” was due on {due.day} {due:%B %Y}" in text
    assert "is not noted as done" in text
    assert "https://eia.example/" in text


@pytest.fixture
def no_lease(app: Flask) -> None:
    """Whoever ran the job before does not hold it up."""
    with app.app_context(), transaction() as session:
        for lease in session.scalars(select(JobLease).where(JobLease.name == reminding().name)):
            session.delete(lease)


@pytest.mark.usefixtures("no_lease")
def test_the_job_reminds_and_then_rests(app: Flask) -> None:
    with app.app_context():
        _, author, day = planned(3)

    assert jobs.run_once(app, [reminding()]) >= 1
    assert jobs.run_once(app, [reminding()]) == 0
    with app.app_context():
        assert told(author) == [[f"decision {day}"]]
