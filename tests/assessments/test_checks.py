"""The advisers' queue: its order, its pages, whose it is, and that it asks as often for many as for few."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.checking.checks import PAGE, ToCheck, count_to_check, place_of, to_check
from eia.db import db
from tests.support.assessments import make_assessment, start, take
from tests.support.crowded import many_to_check
from tests.support.staff import Staff, acting, make_staff, signed_in
from tests.support.statements import counted

MANY = 60


@pytest.fixture(scope="module")
def crowded(app: Flask) -> Staff:
    with app.app_context():
        staff = make_staff()
        start((staff,))
        many_to_check(staff, MANY)
        return staff


def pages(session: Session, person_id: int, sort: str, whose: str = "") -> Iterator[list[ToCheck]]:
    by, after = acting(session, person_id), ""
    while True:
        lines = to_check(session, by, whose=whose, sort=sort, after=after)
        yield list(lines[:PAGE])
        if len(lines) <= PAGE:
            return
        after = place_of(lines[PAGE - 1], sort)


@pytest.mark.parametrize("sort", ["planned", "waiting"])
def test_turning_the_pages_shows_each_once_in_order(database: Session, crowded: Staff, sort: str) -> None:
    found = [line for page in pages(database, crowded["adviser"], sort) for line in page]
    assert len(found) == len({line.id for line in found}) == MANY
    keys = [(line.planned_key if sort == "planned" else line.state_since.isoformat(), line.id) for line in found]
    assert keys == sorted(keys)
    if sort == "planned":
        assert [line.planned_day is None for line in found] == [False] * 48 + [True] * 12


def test_it_can_be_narrowed_to_what_nobody_has_and_what_one_has_oneself(database: Session, crowded: Staff) -> None:
    by = {part: acting(database, crowded[part]) for part in ("adviser", "second_adviser", "approver", "owner")}
    told = {part: [count_to_check(database, one, whose=w) for w in ("", "nobody", "mine")] for part, one in by.items()}
    assert told == {
        "adviser": [60, 40, 0],
        "second_adviser": [60, 40, 20],
        "approver": [0, 0, 0],
        "owner": [0, 0, 0],
    }


@pytest.mark.parametrize("after", ["x", "2027-01-01~", "2027-99-01~3", "2027-01-01~99999999999", "~", "0~1"])
def test_a_place_that_is_none_is_the_first_page(app: Flask, crowded: Staff, after: str) -> None:
    browser = signed_in(app, crowded["adviser"])
    for sort in ("planned", "waiting"):
        assert browser.get("/assessments/checks", query_string={"after": after, "sort": sort}).status_code == 200


def test_the_page_asks_as_often_for_sixty_as_for_one_and_says_how_many_wait(app: Flask, crowded: Staff) -> None:
    with app.app_context():
        few = make_assessment(at="screening_review")
    asked = []
    for staff in (few.lead, crowded):
        browser = signed_in(app, staff["adviser"])
        browser.get("/assessments/checks")
        with counted(app) as sent:
            page = browser.get("/assessments/checks")
        asked.append(len(sent))
        assert len(page.data) < 60_000
    assert asked[0] == asked[1]
    assert "60 assessments wait for a check." in page.text
    assert "No day named" not in page.text, "they come last"


def test_what_is_sent_is_in_it_by_its_planned_day_until_it_is_answered(database: Session) -> None:
    made = make_assessment(at="screening_review", organisations=2)
    assert [_seen(staff["adviser"]) for staff in made.everybody] == [["2027-04-01"]] * 2
    take(made, "claim", made.lead["adviser"])
    take(made, "screen_out", made.lead["adviser"])
    assert [_seen(staff["adviser"]) for staff in made.everybody] == [[], ["2027-04-01"]]
    assert _seen(made.lead["owner"]) == []


def _seen(person_id: int) -> list[str]:
    db.session.rollback()
    return [line.planned_key for line in to_check(db.session(), acting(db.session(), person_id))]


def test_only_advisers_have_the_page(app: Flask, crowded: Staff) -> None:
    for part, status in {"adviser": 200, "approver": 403, "owner": 403}.items():
        assert signed_in(app, crowded[part]).get("/assessments/checks").status_code == status
