"""Who runs, chairs and records, day by day, and until when an item changes: as plain values, without a database."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from eia import clock
from eia.errors import NotAllowed
from eia.meetings.case import MeetingCase
from eia.meetings.condition_case import ConditionCase
from eia.meetings.guards import who
from eia.meetings.guards.conditions import AGREER, KEEPER, SECOND, somebody_else_reported_it
from eia.meetings.guards.items import asks_why_late, had_by_those_who_decide, is_late, may_change
from eia.meetings.guards.needs import everybody_is_accounted_for, somebody_chairs
from eia.meetings.guards.quorum import quorum_of
from eia.meetings.models import (
    AgendaItem,
    Attendance,
    Body,
    BodyMember,
    ConditionNote,
    ConditionStanding,
    DecisionCondition,
    ItemDecision,
    Meeting,
)
from eia.meetings.models.bodies import ROLES
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import Standing, Standings

KEEPS, ELSEWHERE, OWN = 1, 2, 3
"""The organisation that keeps the body, another, and that of whoever asks."""
ASKS, SOMEBODY, OWNS, REPORTED = 7, 8, 9, 10
DAY = timedelta(days=1)


def asks(*held: Standing) -> Standings:
    return Standings(ASKS, "A person", OWN, "Own", held)


def secretary_of(organisation_id: int) -> Standing:
    return Standing(Office.SECRETARY, organisation_id, f"Organisation {organisation_id}")


def a_body(*roles: str, of: int = ASKS, first: int = 0, last: int | None = None, decider: int | None = None) -> Body:
    until = None if last is None else clock.today() + last * DAY
    members = [
        BodyMember(person_id=of, role=role, from_day=clock.today() + first * DAY, until_day=until) for role in roles
    ]
    keeps = Organisation(id=KEEPS, name="Keeps")
    return Body(name="the board", organisation_id=KEEPS, organisation=keeps, members=members, decider_id=decider)


def an_item(body: Body, *, author: int = SOMEBODY, between: str = "", meeting: Meeting | None = None) -> AgendaItem:
    return AgendaItem(body=body, author_id=author, between=between, meeting=meeting)


@pytest.mark.parametrize(
    ("first", "last", "sits"), [(0, None, True), (1, None, False), (-3, 0, True), (-3, -1, False), (-3, 1, True)]
)
def test_a_role_holds_from_its_first_day_to_its_last(first: int, last: int | None, sits: bool) -> None:
    assert who.roles_of(a_body("chair", first=first, last=last), ASKS) == ({"chair"} if sits else set())
    assert who.roles_of(a_body("chair", of=SOMEBODY, first=first, last=last), ASKS) == set()


def test_each_role_runs_chairs_and_decides_what_it_should() -> None:
    may = {
        role: [
            name
            for name, says in (
                ("runs", who.standing_to_run(a_body(role), asks())),
                ("chairs", who.standing_to_chair(a_body(role), asks())),
                ("records", who.standing_to_record(an_item(a_body(role)), asks())),
                ("decides", who.decides_in(a_body(role), ASKS)),
            )
            if says
        ]
        for role in ROLES
    }
    assert may == {
        "chair": ["runs", "chairs", "records", "decides"],
        "deputy_chair": ["runs", "chairs", "records", "decides"],
        "secretary": ["runs", "records"],
        "member": ["decides"],
        "in_attendance": [],
    }
    assert who.decides_in(a_body(decider=ASKS), ASKS)
    assert not who.decides_in(a_body("chair", of=SOMEBODY, decider=SOMEBODY), ASKS)


def test_a_standing_names_the_office_the_organisation_and_the_role() -> None:
    chairs = Standing(Office.CHAIR, KEEPS, "Keeps", role="Chair of the board")
    keeps_minutes = Standing(Office.SECRETARY, KEEPS, "Keeps", role="Secretary of the board")
    decides = Standing(Office.CHAIR, KEEPS, "Keeps", role="Decides at the board")
    assert who.standing_to_run(a_body("secretary", "chair"), asks()) == chairs
    assert who.standing_to_run(a_body("secretary"), asks(secretary_of(KEEPS))) == keeps_minutes
    assert who.standing_to_run(a_body(), asks(secretary_of(ELSEWHERE), secretary_of(KEEPS))) == secretary_of(KEEPS)
    assert who.standing_to_run(a_body(), asks(secretary_of(ELSEWHERE))) is None
    assert who.standing_to_run(a_body(), asks(Standing(Office.ADVISER, KEEPS, "Keeps"))) is None
    assert who.standing_to_chair(a_body(), asks(secretary_of(KEEPS))) is None
    assert who.standing_to_record(an_item(a_body("chair", decider=ASKS)), asks()) == chairs
    assert who.standing_to_record(an_item(a_body(decider=ASKS)), asks()) == decides
    assert who.standing_to_record(an_item(a_body(), author=ASKS, between="officer"), asks()) == decides
    for item in (
        an_item(a_body(decider=SOMEBODY)),
        an_item(a_body(), author=ASKS),
        an_item(a_body(), author=ASKS, between="chair"),
        an_item(a_body(), between="officer"),
    ):
        assert who.standing_to_record(item, asks()) is None
    own = secretary_of(OWN)
    assert who.standing_to_add_body(asks(secretary_of(ELSEWHERE), own)) == own
    assert who.standing_to_add_body(asks(secretary_of(ELSEWHERE))) == secretary_of(ELSEWHERE)
    assert who.standing_to_add_body(asks(Standing(Office.CHAIR, OWN, "Own"))) is None


def test_an_item_is_changed_by_its_author_and_by_those_who_run_the_body() -> None:
    author = Standing(Office.POLICY_OWNER, OWN, "Own", role="Report author")
    assert may_change(an_item(a_body("chair"), author=ASKS), asks()) == author
    assert may_change(an_item(a_body("secretary")), asks()).office is Office.SECRETARY
    for role in ("member", "in_attendance"):
        with pytest.raises(NotAllowed):
            may_change(an_item(a_body(role)), asks())


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [("drafted", 0, False), ("drafted", 1, False), ("drafted", -1, True), ("circulated", 1, True), ("held", 1, True)],
)
def test_what_is_late_says_why(state: str, due: int, late: bool) -> None:
    today: date = clock.today()
    item = an_item(a_body(), meeting=Meeting(state=state, papers_due=today + due * DAY))
    assert is_late(item, today) is late
    assert bool(asks_why_late(item, today, "")) is late
    assert asks_why_late(item, today, "It arose yesterday.") == []
    assert not is_late(an_item(a_body()), today), "between meetings nothing is due"


@pytest.mark.parametrize(
    ("state", "made", "had"), [("held", -1, True), ("held", 0, False), ("held", 1, False), ("circulated", -1, False)]
)
def test_those_who_decided_had_what_was_there_before_the_meeting(state: str, made: int, had: bool) -> None:
    began = clock.now()
    item = an_item(a_body(), meeting=Meeting(state=state, state_since=began))
    item.created_at = began + made * timedelta(seconds=1)
    assert had_by_those_who_decide(item) is had
    assert not had_by_those_who_decide(an_item(a_body()))


@pytest.mark.parametrize(
    ("came", "quorum", "decider", "reached"),
    [
        (3, 3, None, True),
        (2, 3, None, False),
        (3, 4, None, False),
        (3, None, None, None),
        (1, 3, 1, True),
        (3, 3, 9, False),
    ],
)
def test_the_quorum_counts_those_who_decide_and_came(
    came: int, quorum: int | None, decider: int | None, reached: bool | None
) -> None:
    """Of four people the first three decide and the fourth keeps the minutes; so many of them came, and the fourth."""
    alone = None if decider is None else Person(id=decider, name="Whoever decides")
    there = ["present" if number <= came else "apologies" for number in (1, 2, 3)]
    case = a_meeting(("chair", "member", "member", "secretary"), (*there, "present"))
    case.body.quorum, case.body.decider_id, case.body.decider = quorum, decider, alone
    assert quorum_of(case).is_reached is reached


def a_meeting(roles: Sequence[str], came: Sequence[str]) -> MeetingCase:
    """Today, with one person for each role, numbered from 1; how each came."""
    members = [
        BodyMember(person_id=number, person=Person(id=number, name=role), role=role, from_day=clock.today())
        for number, role in enumerate(roles, start=1)
    ]
    there = [Attendance(person_id=number, status=status) for number, status in enumerate(came, start=1)]
    return MeetingCase(Meeting(id=5, body=Body(id=6, name="the board", members=members), day=clock.today()), [], there)


def test_a_chair_or_a_deputy_chair_has_to_sit_and_everybody_has_to_be_accounted_for() -> None:
    chaired = [role for role in ROLES if somebody_chairs(a_meeting(["member", role], [])) is None]
    assert chaired == ["chair", "deputy_chair"]
    roles = ("chair", "member")
    for known in ("present", "apologies", "absent"):
        assert everybody_is_accounted_for(a_meeting(roles, ("present", known))) is None
    for left_open in (("present", "expected"), ("present",)):
        missing = everybody_is_accounted_for(a_meeting(roles, left_open))
        assert missing
        assert "whether member came" in missing.text


def a_condition(body: Body, *, author: int = SOMEBODY, decided: int | None = None) -> ConditionCase:
    """Reported done by `REPORTED`, owned by `OWNS`, of a decision for the organisation that keeps the body."""
    item = an_item(body, author=author)
    item.organisations = [Organisation(id=KEEPS, name="Keeps")]
    standing = ConditionStanding(owner_id=OWNS, status="done")
    note = ConditionNote(noted_by=REPORTED)
    return ConditionCase(item, ItemDecision(decider_id=decided), DecisionCondition(), standing, [note])


def adviser_of(organisation_id: int, principal: int | None = None) -> Standing:
    return Standing(Office.ADVISER, organisation_id, f"Organisation {organisation_id}", principal)


def test_a_second_person_agrees_to_the_end_of_a_condition_as_themselves() -> None:
    adviser, stranger = adviser_of(KEEPS), adviser_of(ELSEWHERE)
    for finds in (SECOND.finds, AGREER.finds):
        assert finds(a_condition(a_body()), asks(stranger, adviser)) == adviser
        assert finds(a_condition(a_body()), asks(stranger)) is None
        for alone in (a_condition(a_body(decider=ASKS)), a_condition(a_body(), decided=ASKS)):
            decides = finds(alone, asks())
            assert decides == Standing(Office.CHAIR, KEEPS, "Keeps", role="Decides at the board")
        assert finds(a_condition(a_body("chair")), asks(adviser)) == who.standing_to_chair(a_body("chair"), asks())
    author = Standing(Office.POLICY_OWNER, OWN, "Own", role="Report author")
    assert SECOND.finds(a_condition(a_body(), author=ASKS), asks()) == author
    assert AGREER.finds(a_condition(a_body(), author=ASKS), asks()) is None
    assert AGREER.finds(a_condition(a_body("secretary")), asks()) is None
    assert KEEPER.finds(a_condition(a_body()), asks(adviser)) is None


@pytest.mark.parametrize("principal", [OWNS, REPORTED])
def test_a_deputy_of_the_owner_agrees_only_in_another_standing(principal: int) -> None:
    one = a_condition(a_body())
    for_them, for_another = (adviser_of(KEEPS, of) for of in (principal, SOMEBODY))
    assert SECOND.finds(one, asks(for_them, for_another)) == for_another
    as_deputy = SECOND.finds(one, asks(for_them))
    assert as_deputy == for_them
    refused = somebody_else_reported_it(one, asks(for_them), as_deputy)
    assert refused
    assert "for whom you act" in refused.text
    assert somebody_else_reported_it(one, asks(for_another), for_another) is None
