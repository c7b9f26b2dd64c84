"""The ladder: what waits too long is told to one after another, each rung once, in one message a day."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Version
from eia.assessments.reminding.ladder import LADDERS, climbing
from eia.assessments.reminding.reminders import EVENT, queue_reminders
from eia.db import db, transaction
from eia.notices.letters import words_of
from eia.notices.models import Notice
from eia.people.commands.deputies import record_deputy
from eia.people.commands.leave import record_leave
from eia.people.commands.unit_heads import appoint_head
from eia.people.models import Person, Unit
from eia.people.offices import Office
from tests.support.assessments import Made, actions_of, make_assessment, start, take_action
from tests.support.staff import acting, make_staff
from tests.support.statements import counted

DAY = timedelta(days=1)


def after(day: date, working_days: int) -> date:
    """The day on which so many working days have passed since."""
    found = day
    while clock.working_days_between(day, found) < working_days:
        found += DAY
    return found


def reached(made: Made, kind: str, day: date) -> list[tuple[int, str]]:
    """(person, rung) of everything told about this assessment on that day."""
    with time_machine.travel(f"{day}T12:00:00Z", tick=False):
        db.session.rollback()
        found = [told for told in climbing(db.session(), day) if told.says.get("reference") == made.reference]
        db.session.rollback()
    return sorted({(t.person.id, t.key.rpartition(":")[2]) for t in found if t.key.startswith(f"{kind}:")})


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_an_overdue_action_climbs_from_deputy_and_author_to_the_approvers(database: Session) -> None:
    made = make_assessment(at="signed_off")
    people, due = made.lead, clock.today() + timedelta(days=60)
    approvers = sorted(people[part] for part in ("approver", "second_approver", "deputy"))
    assert reached(made, "action", after(due, 4)) == []
    assert reached(made, "action", after(due, 5)) == [(people["owner"], "rung1")], "nobody acts for the owner"
    with transaction() as session:
        owner, second = session.get_one(Person, people["owner"]), session.get_one(Person, people["second_owner"])
        record_deputy(
            session, principal=owner, deputy=second, office=Office.POLICY_OWNER, from_day=clock.today(),
            until_day=due + timedelta(days=90), reason="Leave", by=acting(session, owner.id),
        )  # fmt: skip
    lower = [(people[part], "rung1") for part in ("owner", "second_owner")]
    assert reached(made, "action", after(due, 5)) == lower, "the deputy, and the author who can plan something else"
    higher = [(person, "rung2") for person in approvers]
    assert set(reached(made, "action", after(due, 10))) == {*lower, *higher}
    for action_id in actions_of(made):
        take_action(made, action_id, "report_done", people["owner"])
    assert reached(made, "action", after(due, 10)) == []


def test_several_overdue_actions_are_one_message_on_each_rung_and_the_approvers_come_last(
    app: Flask, database: Session
) -> None:
    """By the clock, day by day, from the day they are due until everybody was told."""
    made = make_assessment(at="signed_off")
    people, due = made.lead, clock.today() + timedelta(days=60)
    with transaction() as session:
        owner, second = session.get_one(Person, people["owner"]), session.get_one(Person, people["second_owner"])
        record_deputy(
            session, principal=owner, deputy=second, office=Office.POLICY_OWNER, from_day=clock.today(),
            until_day=due + timedelta(days=90), reason="Leave", by=acting(session, owner.id),
        )  # fmt: skip
    for number in range(30):
        with time_machine.travel(f"{due + number * DAY}T12:00:00Z", tick=False), transaction() as session:
            queue_reminders(session, clock.today())
            queue_reminders(session, clock.today())
    told = reminded(people.people.values())
    assert told == {
        people["owner"]: [(due, "action"), (due + DAY, "action"), (after(due, 5), "late_action")],
        people["second_owner"]: [(after(due, 5), "late_action")],
        people["approver"]: [(after(due, 10), "late_action")],
        people["second_approver"]: [(after(due, 10), "late_action")],
        people["deputy"]: [(after(due, 10), "late_action")],
    }
    (notice,) = db.session.scalars(select(Notice).where(Notice.event == EVENT, Notice.person_id == people["approver"]))
    text = words_of(app, notice, "Approver", "https://eia.example", {})
    for action_id in actions_of(made):
        assert f"https://eia.example{made.address}/actions/{action_id}\n" in text


def reminded(people: Iterable[int]) -> dict[int, list[tuple[date, str]]]:
    """Person -> the day of each message, with what it is about; every message names both actions."""
    db.session.rollback()
    found: dict[int, list[tuple[date, str]]] = {}
    query = select(Notice).where(Notice.event == EVENT, Notice.person_id.in_(list(people))).order_by(Notice.id)
    for notice in db.session.scalars(query):
        first, second = (one["kind"] for one in notice.values["due"])
        assert first == second
        found.setdefault(notice.person_id, []).append((clock.london(notice.queued_at).date(), first))
    return found


@pytest.mark.only_on("sqlite", because="who waits is asked of both by the tests above and below; the rest is days")
def test_weekends_and_bank_holidays_count_for_nothing_and_nothing_is_told_on_them(database: Session) -> None:
    made = make_assessment(at="sign_off")
    friday = date(2026, 12, 18)
    with transaction() as session:
        at = clock.now().replace(year=2026, month=12, day=18, hour=12)
        session.execute(update(Version).where(Version.id == made.version_id).values(state_since=at))
    told_on = [day for n in range(14) if reached(made, "sign", day := friday + n * DAY)]
    assert told_on[0] == date(2026, 12, 23)
    assert not {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 27), date(2026, 12, 28)} & set(told_on)


def test_drafts_checks_signatures_and_confirmations_wait_for_those_who_hold_them(database: Session) -> None:
    staff = make_staff()
    draft, check = start((staff,)), make_assessment(at="adviser_review", staff=(staff,))
    sign = make_assessment(at="sign_off", staff=(staff,))
    signed = make_assessment(at="signed_off", staff=(staff,))
    take_action(signed, actions_of(signed)[0], "report_done", staff["owner"])
    today = clock.today()
    advisers = [staff["adviser"], staff["second_adviser"]]
    approvers = [staff["approver"], staff["second_approver"], staff["deputy"]]
    expected: Sequence[tuple[Made, str, int, list[int]]] = (
        (draft, "idle", 10, [staff["owner"]]),
        (check, "check", 3, advisers),
        (sign, "sign", 3, approvers),
        (signed, "confirm", 5, [staff["adviser"]]),
    )
    for made, kind, days, holders in expected:
        assert reached(made, kind, after(today, days - 1)) == [], kind
        assert reached(made, kind, after(today, days)) == sorted((person, "rung1") for person in holders), kind
    assert (staff["owner"], "rung2") in reached(sign, "sign", after(today, 6))


@pytest.mark.only_on("sqlite", because="who waits is asked of both by the tests above and below; the rest is days")
def test_each_rung_is_told_once_in_one_message_a_day(app: Flask, database: Session) -> None:
    staff = make_staff()
    for _ in range(2):
        make_assessment(at="sign_off", staff=(staff,))
    for working_days in (3, 4, 5, 6, 9):
        day = after(clock.today(), working_days)
        with time_machine.travel(f"{day}T12:00:00Z", tick=False), transaction() as session:
            queue_reminders(session, clock.today())
    db.session.rollback()
    query = select(Notice).where(Notice.event == EVENT, Notice.person_id == staff["approver"])
    (notice,) = db.session.scalars(query)
    assert [one["kind"] for one in notice.values["due"]] == ["late_sign", "late_sign"]
    text = words_of(app, notice, "Approver", "https://eia.example", {})
    assert text.count("it has waited for a signature since") == 2


@pytest.mark.only_on("sqlite", because="the statements are the same on both")
def test_what_waits_is_looked_up_in_as_many_queries_for_ten_as_for_one(app: Flask, database: Session) -> None:
    staff, asked = make_staff(), []
    day = after(clock.today(), 12)
    for _ in range(2):
        for _ in range(3):
            start((staff,))
        with time_machine.travel(f"{day}T12:00:00Z", tick=False), counted(app) as sent:
            found = list(climbing(db.session(), day))
        assert found
        asked.append(len(sent))
        db.session.rollback()
    assert asked[0] == asked[1]


def test_every_ladder_climbs() -> None:
    for ladder in LADDERS.values():
        days = [rung.after for rung in ladder]
        assert days == sorted(set(days))


def away(person_id: int, first: date, last: date) -> None:
    with time_machine.travel(f"{first}T08:00:00Z", tick=False), transaction() as session:
        person = session.get_one(Person, person_id)
        record_leave(session, person, from_day=first, until_day=last, by=acting(session, person_id))


def test_while_its_owner_is_away_the_ladder_waits_and_goes_to_who_acts_for_them(app: Flask, database: Session) -> None:
    made = make_assessment(at="signed_off")
    people, due = made.lead, clock.today() + timedelta(days=60)
    for action_id in actions_of(made):
        take_action(made, action_id, "give_away", people["owner"], person=people["member"])
    monday = after(due, 3)
    away(people["member"], monday, monday + timedelta(days=60))
    approvers = {people[part] for part in ("approver", "second_approver")}
    assert reached(made, "action", after(due, 2)) == []
    assert reached(made, "action", monday) == [(people["owner"], "away")], "nobody acts for them: the author"
    assert reached(made, "action", after(monday, 20)) == [(people["owner"], "away")], "the days do not count"
    back = monday + timedelta(days=61)
    assert reached(made, "action", after(back, 1)) == []
    assert (people["owner"], "rung1") in reached(made, "action", after(back, 3))
    assert {(one, "rung2") for one in approvers} <= set(reached(made, "action", after(back, 9)))
    away(people["owner"], back, back + timedelta(days=20))
    assert people["owner"] not in dict(reached(made, "action", after(back, 3))), "who is away hears nothing"
    with time_machine.travel(f"{after(due, 4)}T12:00:00Z", tick=False), transaction() as session:
        queue_reminders(session, clock.today())
    db.session.rollback()
    query = select(Notice).where(Notice.event == EVENT, Notice.person_id == people["owner"]).order_by(Notice.id.desc())
    text = words_of(app, db.session.scalars(query).all()[0], "Owner", "https://eia.example", {})
    assert text.count("Whoever has it is away, so you are told in their place.") == 2


def head_of_unit(made: Made, name: str, *members: str) -> None:
    """A unit of the lead organisation with these members, headed by that one."""
    with transaction() as session:
        head = session.get_one(Person, made.lead[name])
        unit = Unit(organisation=head.organisation, name=f"Unit of {name}")
        session.add(unit)
        for member in members:
            session.get_one(Person, made.lead[member]).unit = unit
        by = acting(session, made.lead["administrator"])
        appoint_head(session, unit, head, from_day=clock.today(), until_day=None, by=by)


def test_the_last_rung_is_the_head_of_the_owners_unit_and_the_approvers_where_it_has_none(database: Session) -> None:
    made = make_assessment(at="signed_off")
    people, due = made.lead, clock.today() + timedelta(days=60)
    approvers = sorted((people[part], "rung2") for part in ("approver", "second_approver", "deputy"))
    tenth = after(due, 10)

    def told() -> list[tuple[int, str]]:
        return [one for one in reached(made, "action", tenth) if one[1] == "rung2"]

    assert told() == approvers, "the owner belongs to no unit"
    head_of_unit(made, "owner", "owner")
    assert told() == approvers, "nobody is told as their own head"
    head_of_unit(made, "member", "owner", "member")
    assert told() == [(people["member"], "rung2")]
    away(people["member"], tenth, tenth + timedelta(days=9))
    assert told() == approvers, "the head is away"
    draft = start((made.lead,))
    lasts = after(clock.today(), 30)
    assert (people["member"], "rung3") in reached(draft, "idle", lasts)
    assert approvers[0][0] not in dict(reached(draft, "idle", lasts))


def test_one_of_two_approvers_away_leaves_it_to_the_other_and_both_away_to_the_deputy(database: Session) -> None:
    made = make_assessment(at="sign_off")
    people, today = made.lead, clock.today()
    away(people["approver"], today, today + timedelta(days=30))
    day = after(today, 3)
    both = [people["second_approver"], people["deputy"]]
    assert reached(made, "sign", day) == sorted((person, "rung1") for person in both)
    away(people["second_approver"], today, today + timedelta(days=30))
    assert reached(made, "sign", after(today, 1)) == [(people["deputy"], "away")]
