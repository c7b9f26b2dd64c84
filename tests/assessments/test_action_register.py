"""The register of actions: who sees what, turned over page by page, as a table and as dates for a calendar."""

import csv
import re
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar

from eia import clock
from eia.assessments.afterwards.action_register import PAGE, every_line
from eia.assessments.afterwards.action_statements import Filter
from eia.assessments.models import Mitigation
from eia.db import db, transaction
from eia.downloads import harmless
from tests.support.assessments import Made, actions_of, make_assessment, take, take_action
from tests.support.staff import acting, make_staff, signed_in
from tests.support.statements import counted
from tests.support.windows import press
from tests.support.writing import action, read

MANY = 60
FORMULA = '=HYPERLINK("http://x")\nnext line, "quoted" é'


@pytest.fixture(scope="module")
def many(app: Flask) -> Made:
    """Signed for two organisations, with sixty actions more on one gap, due on three days, by the partner's owner."""
    with app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
        case = read(made.version_id)
        plan = action(case) | {"owner_id": made.others[0]["owner"], "gap_id": case.version.gaps[0].id}
        with transaction() as session:
            for number in range(MANY):
                due = clock.today() + timedelta(days=10 + number % 3)
                what = FORMULA if number == 7 else f"Action number {number}"
                session.add(Mitigation(version_id=made.version_id, **plan | {"due": due, "what": what}))
        take(made, "send_to_adviser", made.lead["owner"])
        take(made, "claim", made.lead["adviser"])
        opinion = next(o.key for o in read(made.version_id).framework.opinions if o.given)
        take(made, "give_opinion", made.lead["adviser"], opinion=opinion)
        for staff in reversed(made.everybody):
            take(made, "sign", staff["approver"])
        return made


def ids(person_id: int, **wanted: object) -> set[int]:
    """What this person finds in the register, read in batches as for the table."""
    db.session.rollback()
    by = acting(db.session(), person_id)
    return {line.id for line in every_line(db.session(), by, Filter(**wanted))}  # type: ignore[arg-type]


def test_every_action_is_on_exactly_one_page_and_the_queries_do_not_grow(app: Flask, many: Made) -> None:
    with app.app_context():
        everything = set(actions_of(many))
        one = make_assessment(at="signed_off")
    browser, path, seen, asked = signed_in(app, many.lead["owner"]), "/actions", [], []
    while path:
        with counted(app) as statements:
            text = browser.get(path).text
        asked.append(len(statements))
        seen += [int(found) for found in re.findall(r"/actions/(\d+)\"", text)]
        following = re.search(r'href="(/actions\?after=[^"]+)" rel="next"', text)
        path = following[1].replace("&amp;", "&") if following else ""
        assert len(text) < 60_000
    assert len(seen) == len(everything) == PAGE + 12
    assert set(seen) == everything
    other = signed_in(app, one.lead["owner"])
    other.get("/actions")
    with counted(app) as statements:
        other.get("/actions")
    assert len(statements) == asked[0] == asked[1]


def test_the_register_shows_what_a_person_may_read_and_is_narrowed(app: Flask, many: Made) -> None:
    with app.app_context():
        everything, partner = set(actions_of(many)), many.others[0]
        own = {m.id for m in read(many.version_id).version.mitigations if m.owner_id == many.lead["owner"]}
        harm = {m.id for m in read(many.version_id).version.mitigations if m.impact_id}
        stranger = make_staff()["auditor"]
        assert ids(stranger, listed="all") == set()
        assert ids(partner["member"]) == everything
        assert ids(many.lead["owner"], mine=True) == own == ids(many.lead["auditor"], organisation=many.lead.code)
        assert ids(many.lead["auditor"], organisation=partner.code) == everything - own
        assert ids(many.lead["auditor"], characteristic="disability") == everything
        assert ids(many.lead["auditor"], characteristic="age") == set()
        assert ids(many.lead["auditor"], listed="overdue") == set()
        with time_machine.travel(clock.now() + timedelta(days=30)):
            assert ids(many.lead["auditor"], listed="overdue") == everything - own
        make_assessment(at="sign_off", staff=(many.lead,))
        assert ids(many.lead["auditor"], listed="all") == everything, "nothing is promised before it is signed"
        (one,) = harm
        take_action(many, one, "report_done", many.lead["owner"])
        assert ids(many.lead["adviser"], listed="to_agree") == {one}
        take_action(many, one, "note_progress", many.lead["owner"])


def test_an_overdue_action_reopens_its_assessment_with_one_press(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="signed_off")
        seen = read(made.version_id).revision
    register, page = "/actions?list=overdue", f"{made.address}/steps/open_version"
    with time_machine.travel(clock.now() + timedelta(days=61)):
        others, owner = signed_in(app, made.lead["adviser"]), signed_in(app, made.lead["second_owner"])
        assert "Build a ramp" in others.get(register).text
        assert page not in others.get(register).text, "the table does not let them"
        assert "<strong>An action is overdue</strong>" in others.get(made.address).text
        assert page not in others.get(made.address).text.partition("eia-with-side")[0]
        for path in (register, made.address, f"{made.address}/actions/{min(ids_of(app, made))}"):
            assert f'action="{page}"' in owner.get(path).text, path
            with counted(app) as statements:
                owner.get(path)
            assert not [one for one in statements if " WHERE mitigation.id = " in one], "nothing action by action"
        opened = press(owner, register, page)
        assert opened.request.path == f"/assessments/{made.reference}/v2"
        assert "Opened because: An action is overdue: “Build a ramp”, due on" in opened.text
        assert "Version 2 is already there" in owner.get(register).text
        assert owner.post(page, data={"seen": seen, "reason": "Late"}).status_code == 409, "once"


def ids_of(app: Flask, made: Made) -> list[int]:
    with app.app_context():
        return actions_of(made)


def test_the_table_holds_every_row_and_no_formula(app: Flask, many: Made) -> None:
    answer = signed_in(app, many.lead["auditor"]).get("/actions/actions.csv?list=all")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="actions.csv"'
    assert answer.is_streamed
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) == 1 + MANY + 2
    assert {len(row) for row in rows} == {len(rows[0])}
    texts = [row[0] for row in rows]
    assert f"'{FORMULA}" in texts
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("A ramp = a way in") == "A ramp = a way in"


def test_the_calendar_has_each_due_day_once_under_a_name_that_stays(app: Flask, many: Made) -> None:
    with app.app_context():
        due = {m.id: m.due for m in read(many.version_id).version.mitigations if m.kind == "action"}
    browser = signed_in(app, many.lead["auditor"])
    answers = [browser.get("/actions/actions.ics").get_data() for _ in range(2)]
    assert answers[0] == answers[1]
    calendar = Calendar.from_ical(answers[0].decode())
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {f"action-{action_id}@127.0.0.1" for action_id in due}
    for action_id, day in due.items():
        found = events[f"action-{action_id}@127.0.0.1"].decoded("dtstart")
        assert type(found) is date
        assert found == day
    assert b"\r\n" in answers[0]
    assert max(len(line) for line in answers[0].split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    "asked", ["after=x", "after=2026-99-99~1", "list=%00", "organisation=%00%F0%9F%92%A5", "after=~"]
)
def test_whatever_is_asked_the_register_answers(app: Flask, many: Made, asked: str) -> None:
    assert signed_in(app, many.lead["owner"]).get(f"/actions?{asked}").status_code == 200
