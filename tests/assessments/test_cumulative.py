"""What live decisions do together: counted once each, listed behind each cell, and told where an impact is written."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import combinations, product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.cumulative.beside import others_that_harm, others_that_touch
from eia.assessments.cumulative.counted import Narrowed, areas, years
from eia.assessments.cumulative.grid import grid
from eia.assessments.cumulative.keeping import write
from eia.assessments.cumulative.listing import Behind, behind
from eia.assessments.register.wanted import WAYS
from eia.assessments.views.cumulative import LINES
from eia.db import transaction
from tests.support.assessments import Made, answer_all, decide, make_assessment, send_for_sign_off, start, take, walk
from tests.support.staff import Staff, acting, new_staff, signed_in
from tests.support.statements import counted
from tests.support.undoing import lent
from tests.support.writing import read, write_impact, write_row, write_the_least

HARMED = ("disability", "staff", "harms")


@dataclass(frozen=True)
class Decided:
    """What one organisation has decided: York harms disabled staff and so does a screening; one helps two groups."""

    staff: Staff
    york: Made
    helping: Made
    screened: Made
    rejected: Made
    written: Made
    """Still being written: it harms disabled staff in York too."""


def decide_together() -> Decided:
    staff = new_staff()
    york, helping, screened, rejected, written = (start((staff,), title=title) for title in TITLES)
    for made, value in ((york, "York"), (helping, "york "), (written, "York")):
        write_row(made.version_id, "scope", kind="place", label="Station", value=value)
    walk(york, "signed_off")
    write_the_least(helping.version_id)
    write_impact(helping.version_id, "disability+sex", {"staff": "positive"})
    send_for_sign_off(helping)
    answer_all(helping, "sign", "approver")
    walk(screened, "screened_out", screening="minor")
    walk(rejected, "signed_off")
    decide(rejected, staff["owner"], outcome="reject")
    walk(written, "mitigation")
    return Decided(staff, york, helping, screened, rejected, written)


TITLES = ("Move the York desk", "A later shift", "New lockers", "Close the canteen", "Shut the York lift")


@pytest.fixture
def decided(app: Flask) -> Decided:
    with app.app_context():
        return lent(decide_together, "what is decided together")


def titles(found: list[Behind]) -> list[str]:
    return [one.row.title for one in found]


def test_live_decisions_are_counted_once_each_and_listed(database: Session, decided: Decided) -> None:
    by, narrowed = acting(database, decided.staff["member"]), Narrowed(decided.staff.organisation_id)
    lines = {line.about: line for line in grid(database, by, narrowed).lines}
    assert lines["disability"].counts == {("staff", "harms"): 2, ("staff", "helps"): 1}
    assert lines["sex"].counts == lines["disability+sex"].counts == {("staff", "helps"): 1}
    assert lines["disability+sex"].title == "Disability and sex"
    assert lines["age"].counts == {}
    assert titles(behind(database, by, narrowed, HARMED)) == ["New lockers", "Move the York desk"]
    (newest, *_) = behind(database, by, narrowed, HARMED)
    assert titles(behind(database, by, narrowed, HARMED, most=0)) == ["New lockers"], "one more than none"
    assert titles(behind(database, by, narrowed, HARMED, most=1, below=(newest.year, newest.row.id))) == [TITLES[0]]
    assert [one.ways for one in behind(database, by, narrowed, ("disability", "staff", ""))] == [
        ["harms"], ["helps"], ["harms"],
    ]  # fmt: skip


def test_it_is_narrowed_to_a_year_and_an_area_however_it_is_written(database: Session, decided: Decided) -> None:
    by, lead = acting(database, decided.staff["member"]), decided.staff.organisation_id
    assert areas(database, by, lead) == {"york": "york "}, "as the newest writes it"
    (year,) = years(database, by, lead)
    assert titles(behind(database, by, Narrowed(lead, area="york"), HARMED)) == ["Move the York desk"]
    assert len(behind(database, by, Narrowed(lead, year=year), HARMED)) == 2
    assert behind(database, by, Narrowed(lead, year=year - 1), HARMED) == []


def test_what_is_withdrawn_is_live_no_more_and_strangers_count_nothing(database: Session, decided: Decided) -> None:
    lead = decided.staff.organisation_id
    stranger = acting(database, new_staff()["adviser"])
    assert behind(database, stranger, Narrowed(lead), HARMED) == []
    take(decided.york, "withdraw", decided.staff["approver"])
    by = acting(database, decided.staff["member"])
    assert titles(behind(database, by, Narrowed(lead), HARMED)) == ["New lockers"]


def test_the_others_are_counted_beside_what_is_written(database: Session, decided: Decided) -> None:
    made, staff = decided.written, decided.staff
    case, by = read(made.version_id), acting(database, staff["owner"])
    harm, *rest = others_that_touch(database, by, case, "disability")
    assert (harm.count, harm.here, titles([*harm.decisions])) == (2, 1, ["New lockers", "Move the York desk"])
    assert [(one.way, one.count, one.here) for one in rest] == [("helps", 1, 1)], "“york ” is York"
    assert others_that_harm(database, by, case) == {("disability", "staff"): (2, 1)}


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask is tested above")
def test_the_grid_leads_to_its_lists_by_address(app: Flask, decided: Decided) -> None:
    client = signed_in(app, decided.staff["member"])
    page = client.get("/assessments/cumulative?area=York&direction=harms&year=rubbish").text
    assert "1 decision<" in page
    assert "2 decisions" not in page
    path = "/assessments/cumulative/decisions?about=disability&population=staff&direction=harms"
    page = client.get(path).text
    assert "Move the York desk" in page
    assert "Close the canteen" not in page
    assert client.get(f"{path}&about=nobody").status_code == 200
    assert client.get("/assessments/cumulative/decisions?about=nobody&population=staff").status_code == 404
    assert "/assessments/cumulative" in client.get("/assessments").text


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask is tested above")
def test_authors_and_advisers_are_told_of_the_others(app: Flask, decided: Decided) -> None:
    made, staff = decided.written, decided.staff
    page = signed_in(app, staff["owner"]).get(f"{made.address}/impacts/disability").text
    assert "2 other live decisions harm staff" in page
    assert "1 names the same place" in page
    with app.app_context():
        take(made, "send_to_adviser", staff["owner"])
    page = signed_in(app, staff["adviser"]).get(f"{made.address}/summary").text
    assert "2 other live decisions harm the same people</a>, 1 at the same place" in page


def test_more_decisions_ask_no_more_of_the_database(app: Flask, decided: Decided) -> None:
    with app.app_context():
        few = make_assessment(at="signed_off").lead
    asked = []
    for staff in (few, decided.staff):
        client = signed_in(app, staff["member"])
        client.get("/assessments/cumulative")
        with counted(app) as sent:
            client.get("/assessments/cumulative?year=2026")
        asked.append(len(sent))
    assert asked[1] == asked[0], asked


@pytest.mark.only_on("sqlite", because="the pages are the same on both; what they ask is tested above")
def test_the_page_stays_small_however_many_areas_and_people_together_there_are(app: Flask) -> None:
    with app.app_context():
        staff, rows = new_staff(), []
        version_id = start((staff,)).version_id
        keys = sorted(one.key for one in read(version_id).framework.characteristics)
        abouts = [*keys, *("+".join(some) for some in combinations(keys, 3))]
        for area, place in [("", ""), *((f"police station in the town of {n:03}",) * 2 for n in range(300))]:
            touches = product(abouts, ("staff", "public"), WAYS) if not area else ()
            for touch in [("", "", ""), *touches]:
                rows.append((staff.organisation_id, "leads", area, *touch, 2026, version_id, place * (touch[0] == "")))
        with transaction() as session:
            write(session, version_id, [], set(rows))
    client, first, seen = signed_in(app, staff["member"]), "/assessments/cumulative", 0
    while first:
        page = client.get(first)
        assert len(page.data) < 60_000, first
        seen += page.text.count('scope="row"')
        more = re.search(r'href="([^"]*line=\d+[^"]*)" rel="next"', page.text)
        first = unescape(more.group(1)) if more else ""
    assert seen == len(abouts)
    assert client.get("/assessments/cumulative?line=99999999").text.count('scope="row"') == LINES
