"""The register of gaps: each gap once, for those who may read it, with who finds it out by when."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.gaps import PAGE, Narrowed, every_gap, gaps_page
from eia.assessments.models import Gap, Mitigation
from eia.db import transaction
from tests.support.assessments import Made, make_assessment, open_version, send_for_sign_off, take, take_action
from tests.support.staff import acting, make_staff, signed_in
from tests.support.statements import counted
from tests.support.writing import read, write_row

LATER = clock.today() + timedelta(days=90)


@pytest.fixture(scope="module")
def signed(app: Flask) -> Made:
    """Signed with one gap and its action; a later version repeats it."""
    with app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
        write_row(made.version_id, "gap", missing="=HYPERLINK(1)", characteristic="age")
        gap = read(made.version_id).version.gaps[-1].id
        write_row(made.version_id, "mitigation", gap_id=gap, kind="reason", what="It would cost more than it tells")
        send_for_sign_off(made)
        for staff in (*made.others, made.lead):
            take(made, "sign", staff["approver"])
        open_version(made, made.lead["owner"])
    return made


def told(session: Session, person: int, narrowed: Narrowed | None = None, days: int = 0) -> list[str]:
    today = clock.today() + timedelta(days=days)
    page = gaps_page(session, acting(session, person), narrowed or Narrowed(), today)
    return [line.gap.missing for line in page.lines]


BOTH = ["=HYPERLINK(1)", "How many staff use a wheelchair"]


def test_a_gap_is_listed_once_from_the_version_in_force(database: Session, signed: Made) -> None:
    for staff in signed.everybody:
        assert told(database, staff["member"]) == BOTH


def test_strangers_and_those_who_may_only_know_the_title_see_no_gap(database: Session) -> None:
    made = make_assessment(at="mitigation")
    assert told(database, made.lead["owner"]) == BOTH[1:]
    assert told(database, made.lead["member"]) == []
    assert told(database, make_staff()["adviser"]) == []


def test_it_is_narrowed_to_a_characteristic_an_owner_and_what_is_overdue(database: Session, signed: Made) -> None:
    person = signed.lead["member"]
    assert told(database, person, Narrowed(characteristic="age")) == BOTH[:1]
    assert told(database, person, Narrowed(owner=signed.lead["owner"])) == BOTH[1:]
    assert told(database, person, Narrowed(owner=signed.lead["adviser"])) == []
    assert told(database, person, Narrowed(show="open")) == BOTH[1:]
    assert told(database, person, Narrowed(show="unmet")) == []
    assert told(database, person, Narrowed(show="overdue")) == []
    assert told(database, person, Narrowed(show="overdue"), days=90) == BOTH[1:]


def test_it_is_downloaded_whole_and_no_cell_is_a_formula(app: Flask, signed: Made) -> None:
    answer = signed_in(app, signed.lead["member"]).get("/assessments/gaps.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Not known", "'=HYPERLINK(1)", "How many staff use a wheelchair"]
    assert lines[1][7:9] == ["Reason not to", "It would cost more than it tells"]
    assert lines[2][9] == f"Owner, {signed.lead.code}"


def test_a_finished_action_is_overdue_no_more(database: Session) -> None:
    made = make_assessment(at="signed_off")
    row = next(m for m in read(made.version_id).version.mitigations if m.gap_id)
    take_action(made, row.id, "report_done", made.lead["owner"])
    assert told(database, made.lead["owner"], Narrowed(show="overdue"), days=90) == []
    (line,) = gaps_page(database, acting(database, made.lead["owner"]), Narrowed(), LATER).lines
    assert [(met.status, met.is_overdue(LATER)) for met in line.met_by] == [("done", False)]


def test_many_gaps_cost_no_more_queries_and_turn_over(app: Flask) -> None:
    with app.app_context():
        few, many = make_assessment(at="mitigation"), make_assessment(at="mitigation")
        with transaction() as session:
            for number in range(PAGE + 5):
                gap = Gap(version_id=many.version_id, missing=f"Gap {number}")
                session.add(gap)
                session.flush()
                session.add(Mitigation(version_id=many.version_id, gap_id=gap.id, kind="action", what="Count"))
    asked = []
    for made in (few, many):
        client = signed_in(app, made.lead["owner"])
        client.get("/assessments/gaps")
        with counted(app) as sent:
            client.get("/assessments/gaps")
        asked.append(len(sent))
    assert asked[0] == asked[1]
    with app.app_context(), transaction() as session:
        every = list(every_gap(session, acting(session, many.lead["owner"]), Narrowed(), clock.today()))
    assert len(every) == PAGE + 6
