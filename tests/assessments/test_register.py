"""The register narrows, orders and turns its pages as somebody would who looks at every assessment by itself."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.guards.late import is_late, standing_decisions
from eia.assessments.models import RegisterEffect, RegisterLine, Version
from eia.assessments.queries import find
from eia.assessments.readers import CLOSED, Part
from eia.assessments.register import page as reading
from eia.assessments.register.keeping import rebuild, verify_register
from eia.assessments.register.page import page_of
from eia.assessments.register.wanted import SORTS, Wanted
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import NotFound
from eia.people.names import sort_name_of
from eia.people.queries import Standings
from tests.assessments.crowds import crowd, every_page, found
from tests.assessments.situations import Scene
from tests.support.staff import acting, signed_in
from tests.support.tampering import findings

Holds = Callable[[Case], bool]


def may_read(case: Case, by: Standings) -> Part:
    try:
        return find(db.session(), case.assessment.reference, case.version.number, by).part
    except NotFound:
        return Part.NONE


def touched(case: Case, characteristic: str, way: str) -> bool:
    """By what its impacts say, else its screening: written another way than the register does it."""
    if case.version.impacts:
        asked = {"harms": case.is_negative, "helps": case.is_positive, "unknown": case.is_unknown}[way]
        return any(characteristic in impact.about.split("+") and asked(impact) for impact in case.version.impacts)
    cells = [cell for cell in case.version.cells if cell.characteristic == characteristic and cell.answer]
    if way == "harms":
        return any(cell in case.harmful_cells() for cell in cells)
    if way == "unknown":
        return any(option.unknown for cell in cells if (option := case.option_of(cell)))
    return any(cell.direction and case.framework.direction(cell.direction).positive for cell in cells)


def decider(case: Case) -> str:
    decided = standing_decisions(case)
    return sort_name_of(decided[-1].decider if decided else str(case.answer("proposal", "decider") or ""))


def outcome(case: Case) -> str:
    sent = case.version.submissions
    return str(sent[-1].outcome if sent else case.answer("conclusion", "outcome") or "")


def review_is_over(case: Case) -> bool:
    day = str(case.answer("review", "review_day") or "9999")
    return case.state in ("signed_off", "screened_out") and day < clock.today().isoformat()


def of_disabled_people(*ways: str) -> Holds:
    return lambda case: any(touched(case, "disability", way) for way in ways)


ASKED: list[tuple[dict[str, object], Holds, Part]] = [
    ({}, lambda case: True, Part.TITLE),
    ({"text": "CODE dréss"}, lambda case: "Dress code" in case.subject.title, Part.TITLE),
    ({"state": "signed_off"}, lambda case: case.state == "signed_off", Part.TITLE),
    ({"characteristic": "disability"}, of_disabled_people("harms", "helps", "unknown"), Part.ALL),
    ({"characteristic": "disability", "direction": "harms"}, of_disabled_people("harms"), Part.ALL),
    ({"characteristic": "age", "direction": "unknown"}, lambda case: touched(case, "age", "unknown"), Part.ALL),
    ({"outcome": "adjust"}, lambda case: outcome(case) == "adjust", Part.ALL),
    ({"late": True}, is_late, Part.ALL),
    ({"due": "review_overdue"}, review_is_over, Part.ALL),
    ({"decider": "Head of"}, lambda case: decider(case).startswith("head of"), Part.ALL),
]


def test_a_filter_finds_what_holds_for_whoever_may_read_it(scene: Scene) -> None:
    """All filters in one test: who may read what is asked of every case and person once."""
    session = db.session()
    cases = [load_case(session, one) for one in session.scalars(select(Version.id).order_by(Version.id.desc()))]
    holding = [[case for case in cases if holds(case)] for _, holds, _ in ASKED]
    wrong = []
    for name, by in scene.cast.items():
        reads = {case.version.id: may_read(case, by) for case in cases}
        for (wanted, _, part), those in zip(ASKED, holding, strict=True):
            readable = [case.version.id for case in those if reads[case.version.id] >= part]
            shown = found(by, **wanted), page_of(session, by, Wanted(**wanted)).total  # type: ignore[arg-type]
            wrong += [(name, wanted, shown, readable)] if shown != (readable, len(readable)) else []
    assert wrong == []


@pytest.mark.parametrize("sort", SORTS)
def test_pages_turn_both_ways_in_every_order(app: Flask, database: Session, sort: str) -> None:
    by = acting(db.session(), crowd()[0]["adviser"])
    wanted = Wanted(sort=sort)
    pages = every_page(by, wanted)
    numbers = [[line.id for line in page.lines] for page in pages]
    every = [number for page in numbers for number in page]
    assert len(pages) > 1, "there is more than one page"
    assert len(set(every)) == len(every) == pages[0].total
    back = [pages[-1]]
    while back[-1].previous:
        back.append(page_of(db.session(), by, wanted, before=back[-1].previous))
    assert [[line.id for line in page.lines] for page in reversed(back)] == numbers
    assert [(line.id, key(sort, line.id)) for page in pages for line in page.lines] == sorted(
        ((number, key(sort, number)) for number in every), key=lambda one: (one[1], one[0]), reverse=sort == "newest"
    )


NARROWED: tuple[dict[str, object], ...] = (
    {}, {"characteristic": "disability", "direction": "harms"}, {"direction": "helps"}, {"state": "signed_off"},
    {"state": "signed_off", "outcome": "adjust"}, {"characteristic": "age"},
)  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_lines_that_are_walked_come_as_those_that_are_found_first(
    app: Flask, database: Session, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where more are wanted than are counted a page is walked to; which way it is read makes no difference."""
    by = acting(db.session(), crowd()[0]["adviser"])
    monkeypatch.setattr(reading, "PAGE", 7)
    first = [found(by, sort=sort, **narrowed) for narrowed in NARROWED]
    assert min(map(len, first)) > 7, "there is more than one page"
    monkeypatch.setattr(reading, "COUNTED", 2)
    assert [found(by, sort=sort, **narrowed) for narrowed in NARROWED] == first


def key(sort: str, version_id: int) -> str:
    line = db.session.scalars(
        select(RegisterLine).where(RegisterLine.version_id == version_id, RegisterLine.leads)
    ).one()
    column = SORTS[sort].key
    return "" if column is None else str(getattr(line, column.key))


def test_whatever_stands_in_an_address_gives_a_page(app: Flask, database: Session) -> None:
    client = signed_in(app, crowd()[0]["adviser"])
    odd = ("x", "~", "9" * 30, "-1", "\0", "é~1", "a~b~3", "'; DROP TABLE", "%")
    for name in ("after", "before", "state", "unit", "sort", "decider", "organisation", "due", "text"):
        for value in odd:
            for sort in ("newest", "title"):
                page = client.get("/assessments", query_string={"sort": sort, name: value})
                assert page.status_code == 200, (name, value)


def test_many_at_once_are_as_if_they_were_written_one_by_one(app: Flask, database: Session) -> None:
    staff = crowd()
    codes, leads = [one.code for one in staff], [one.organisation_id for one in staff]
    ours = db.session.scalars(select(RegisterLine.version_id).where(RegisterLine.lead_id.in_(leads)))
    assert {f"register:{one}" for one in ours}.isdisjoint(one.entry for one in verify_register(db.session()))
    said = findings(db.session.connection())
    assert [line for line in said if any(code in line for code in codes)] == []


def test_a_line_that_says_something_else_is_named_and_put_right(app: Flask, database: Session) -> None:
    crowd()
    one, other, third = db.session.scalars(select(RegisterLine.version_id).distinct().limit(3))
    with transaction() as session:
        session.execute(update(RegisterLine).where(RegisterLine.version_id == one).values(outcome="stop it"))
        session.execute(delete(RegisterEffect).where(RegisterEffect.version_id == other))
        session.execute(delete(RegisterLine).where(RegisterLine.version_id == third))
    assert {finding.entry for finding in verify_register(db.session())} >= {f"register:{one}", f"register:{third}"}
    assert rebuild() >= 2
    assert list(verify_register(db.session())) == []


def test_what_is_taken_away_is_what_is_shown(app: Flask, database: Session) -> None:
    staff = crowd()
    asked = {"state": "signed_off", "sort": "title"}
    shown = found(acting(db.session(), staff[0]["adviser"]), **asked)
    client = signed_in(app, staff[0]["adviser"])
    objects = json.loads(client.get("/assessments/register.json", query_string=asked).data)
    table = client.get("/assessments/register.csv", query_string=asked).get_data(as_text=True)
    book = client.get("/assessments/register.xlsx", query_string=asked)
    references = [db.session.get_one(Version, number).assessment.reference for number in shown]
    assert shown
    assert [one["reference"] for one in objects] == references
    assert [line["Reference"] for line in csv.DictReader(StringIO(table.removeprefix("\ufeff")))] == references
    assert book.data.startswith(b"PK")
    described = json.loads(client.get("/assessments/register.schema.json").data)["items"]
    assert {*described["properties"]} == {*objects[0]} == {*described["required"]}


def test_what_a_version_says_is_left_out_for_those_who_know_its_title_alone(app: Flask) -> None:
    with app.app_context():
        staff = crowd()
    closed = {TABLE.states[state].title for state in CLOSED}
    lines = {part: taken(app, staff[0][part]) for part in ("adviser", "member")}
    for reference, line in lines["member"].items():
        content = [line[key] for key in ("planned", "review", "outcome", "late", "harms", "helps", "unknown")]
        whole = lines["adviser"][reference]
        if line["state"] in closed:
            assert line == whole
        else:
            assert content == [None] * 7, reference
            assert whole["late"] is False


def taken(app: Flask, person_id: int) -> dict[str, dict[str, object]]:
    objects = signed_in(app, person_id).get("/assessments/register.json").json or []
    return {one["reference"]: one for one in objects}


def test_a_view_is_kept_by_name_shown_to_its_owner_alone_and_removed(app: Flask) -> None:
    with app.app_context():
        staff = crowd()
    mine, other = (signed_in(app, staff[0][part]) for part in ("adviser", "owner"))
    kept = mine.post("/assessments/views?state=draft&nonsense=1&due=nothing", data={"name": "Drafts <b>"})
    assert kept.status_code == 303
    assert kept.location == "/assessments?state=draft"
    page = mine.get("/assessments").text
    assert "Drafts &lt;b&gt;" in page
    assert "Drafts" not in other.get("/assessments").text.partition("<main")[2].partition("<form")[0]
    assert other.get(kept.location).status_code == 200, "its address shows anybody what they may read"
    (view,) = re.findall(r'name="view" value="(\d+)"', mine.get("/assessments/views").text)
    assert other.post("/assessments/views/remove", data={"view": view}).status_code == 404
    assert mine.post("/assessments/views/remove", data={"view": view}).status_code == 303
    assert "Drafts" not in mine.get("/assessments/views").text
