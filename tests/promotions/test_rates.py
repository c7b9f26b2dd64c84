"""Disproportionality tables: what comes in, who reads it, what always stands beside it, and that it stays."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from eia.db import db
from eia.errors import NotAllowed, Refused, Stale
from eia.library.models import LibraryEdition
from eia.promotions.figures.disproportion import Events
from eia.promotions.groups.lists import shipped
from eia.promotions.models import RateEdition
from eia.promotions.rates.given import Given, is_small
from eia.promotions.rates.intake import COUNTED as COLUMNS
from eia.promotions.rates.intake import ONLY_COUNTS, read_events, template_rows
from tests.meetings.pages import browser, words
from tests.support.rates import AS_PUBLISHED, COUNTED, ETHNICITY, FACTS, PUBLISHED, SMALL, make_rates, number_of, save
from tests.support.staff import Staff, make_staff
from tests.support.tampering import Tampered, findings, refused_to_everybody

NAME = "Ottoline Featherstonehaugh"
HEAD = ",".join(COLUMNS.all)
GROUPS = shipped()[ETHNICITY]
ADDRESS = "/promotions/disproportionality"
TYPED = {
    **FACTS, "is_published": "yes", "per": "100000", "unknown": "", "g0printed": "256", "g1printed": "524",
    "g2printed": "824", "g3printed": "1920",
}  # fmt: skip


def test_a_file_becomes_keys_and_numbers() -> None:
    lines = ('White,800,"80,000",', "black,150,5000,", "Not stated,200,,", "No group recorded,50,,")
    assert read_events("\r\n".join([HEAD, *lines]).encode(), GROUPS).given == Given(
        [
            Events(group="white", events=800, population=80_000),
            Events(group="black", events=150, population=5_000),
        ],
        250,
    )
    rates = read_events(f'{HEAD}\nWhite,,,256\nBlack,,,"1,920"'.encode(), GROUPS).given
    assert rates is not None
    assert [one.printed for one in rates.rows] == ["256", "1920"]
    empty = "\n".join([HEAD, *(f'"{row[0]}",,,' for row in template_rows(GROUPS))])
    assert "no figure in this file" in read_events(empty.encode(), GROUPS).refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{HEAD}\n{NAME},1,1,", "The group is not one of “Ethnicity, 5 groups”."),
        (f"{HEAD}\nWhite,{NAME},1,", "“Events” must be a whole number of events"),
        (f"{HEAD}\nWhite,12,1,{NAME}", "“Published rate” must be a number"),
        (f"{HEAD}\nWhite,12,1,\nWhite,13,1,", "another line is about too"),
        (f"{HEAD},Officer\nWhite,12,1,,{NAME}", ONLY_COUNTS),
        (f"{HEAD}\nWhite,1,,ottoline@example.org", ONLY_COUNTS),
        (f"Surname,Group,Events,Population\n{NAME},White,1,1", ONLY_COUNTS),
        (f"{HEAD}\nWhite,12,1,,{NAME}", "It has more cells than there are columns."),
        (f"{HEAD}\n" + "White,1,,\n" * 6, "one row for each person"),
        (f"{HEAD}\n" + "White,12,,\n" * 9, "more lines than there are groups"),
    ],
)
def test_persons_and_what_is_no_count_are_refused_and_no_word_is_repeated(content: str, sentence: str) -> None:
    read = read_events(content.encode(), GROUPS)
    assert read.given is None
    assert sentence in " ".join([read.refused, *(said for _, said in read.faults)])
    assert NAME not in repr(read)


@pytest.mark.parametrize(
    ("given", "small"),
    [
        (COUNTED, False),
        (SMALL, True),
        (Given(COUNTED.rows, 9), True),
        (Given(COUNTED.rows, 0), False),
        (Given([Events(group="black", events=10, population=10)]), False),
        (Given([Events(group="black", events=93, population=100)]), True),
        (Given([Events(group="black", events=0, population=9)]), True),
    ],
)
def test_a_number_from_one_to_nine_is_small_and_so_is_the_number_of_those_it_did_not_happen_to(
    given: Given, small: bool
) -> None:
    assert is_small(given, 10) is small


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_editions_are_added_and_nobody_saves_over_what_they_never_saw(app: Flask, staff: Staff) -> None:
    with app.app_context():
        table = make_rates(staff, part="adviser")
        save(staff, table, PUBLISHED, **AS_PUBLISHED)
        with pytest.raises(Stale):
            save(staff, table, COUNTED, seen=1)
        with pytest.raises(Refused, match="Nothing was changed"):
            save(staff, table, PUBLISHED, **AS_PUBLISHED)
        with pytest.raises(Refused, match="needs a publication"):
            save(staff, table, PUBLISHED)
        with pytest.raises(Refused, match="not both"):
            save(staff, table, Given([Events(group="white", events=10, printed="3")]), **AS_PUBLISHED)
        with pytest.raises(NotAllowed):
            save(staff, table, COUNTED, part="approver")
        assert number_of(table) == 2


def test_a_page_is_filled_in_and_everything_that_must_be_read_stands_with_the_figures(
    app: Flask, staff: Staff, neighbour: Staff
) -> None:
    hr, member = browser(app, staff["hr_lead"]), browser(app, staff["member"])
    new = {"title": "Searches", "kind": "stop_and_search", "group_list": ETHNICITY}
    assert "Enter the title" in hr.refused(f"{ADDRESS}/new", **new | {"title": ""})
    page = hr.client.post(f"{ADDRESS}/new", data=new)
    figures = page.headers["Location"]
    table = figures.removesuffix("/figures")
    assert "No figures yet" in words(member.get(table))
    member.get(figures, 403)
    browser(app, neighbour["hr_lead"]).get(table, 404)
    assert "Enter the year" in hr.refused(figures, **TYPED | {"year": ""})
    assert "needs a publication" in hr.refused(figures, **TYPED | {"is_published": "no"})
    hr.done(figures, **TYPED)
    found = words(member.get(table))
    for said in ("1,920", "7.50 (by rounding, 7.48 to 7.52)", "What is counted (numerator) searches",
                 "Of whom (denominator) residents", "Benchmark Census 2011", "Year year ending March 2021",
                 "How the group was recorded as the person said", "Events without a recorded group Not given",
                 "the rates were rounded", "Compared with White", "not tested for chance"):  # fmt: skip
        assert said in found
    assert "p =" not in found
    assert "Searches" in words(member.get(ADDRESS))
    csv = member.client.get(f"{table}/editions/1.csv").text
    assert "7.50" in csv
    assert csv.count("Census 2011") == 4
    with app.app_context():
        says = db.session.scalars(select(LibraryEdition).order_by(LibraryEdition.id.desc()).limit(1)).one().says
    assert "1,920 per 100,000, 7.50" in says
    assert "Benchmark: Census 2011" in says
    assert "Digest of edition 1: " in says


def test_a_post_without_the_boxes_keeps_what_stands_there(app: Flask, staff: Staff) -> None:
    with app.app_context():
        table = make_rates(staff, PUBLISHED, **AS_PUBLISHED)
    page = browser(app, staff["hr_lead"]).client.post(f"{ADDRESS}/{table}/figures", data={"seen": "1"})
    assert page.status_code == 200
    assert 'value="1920"' in page.text


def test_a_file_fills_the_page_in_and_keeps_nothing(app: Flask, staff: Staff) -> None:
    with app.app_context():
        table = make_rates(staff, COUNTED)
    hr = browser(app, staff["hr_lead"])
    for content, said in ((f"{HEAD}\nBlack,160,5000,", 'value="160"'), (f"Name\n{NAME}", "looks like one of names")):
        head = '--mark\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        page = hr.client.post(
            f"{ADDRESS}/{table}/file", data=f"{head}{content}\r\n--mark--\r\n".encode(),
            content_type="multipart/form-data; boundary=mark",
        ).text  # fmt: skip
        assert said in page
        assert NAME not in page
    with app.app_context():
        assert number_of(table) == 1


def test_own_figures_with_a_small_number_are_hidden_whole_and_each_opening_is_kept(app: Flask, staff: Staff) -> None:
    with app.app_context():
        table = make_rates(staff, COUNTED)
        save(staff, table, SMALL)
    member, adviser = browser(app, staff["member"]), browser(app, staff["adviser"])
    page = words(member.get(f"{ADDRESS}/{table}"))
    assert "at least one number in it is from 1 to 9" in page
    assert "Open this edition" not in page
    for hidden in ("80,000", "1.4", "0.14", "Census 2011"):
        assert hidden not in page.partition("Editions")[0]
    assert "800" in words(member.get(f"{ADDRESS}/{table}/editions/1")), "an edition that anybody may read stays open"
    assert member.client.post(f"{ADDRESS}/{table}/editions/2/open").status_code == 403
    for one in (member, adviser):
        one.get(f"{ADDRESS}/{table}/editions/2.csv", 403)
    closed = words(adviser.get(f"{ADDRESS}/{table}"))
    assert "Open this edition" in closed
    assert "Change the figures" not in closed, "they are changed once they are seen"
    assert adviser.get(f"{ADDRESS}/{table}/figures", 303) is not None
    opened = words(adviser.get(adviser.client.post(f"{ADDRESS}/{table}/editions/2/open").headers["Location"]))
    assert "do not pass it on" in opened
    assert "Opened edition 2, which is hidden" in opened
    assert 'value="7"' in adviser.get(f"{ADDRESS}/{table}/figures")
    with app.app_context():
        assert db.session.scalars(
            select(RateEdition.library_edition_id).where(RateEdition.table_id == table, RateEdition.number == 2)
        ).one() is None, "nobody takes it up as evidence"  # fmt: skip


ATTEMPTS = {
    "UPDATE rate_edition SET source = 'x'": "is not what its digest says",
    "UPDATE rate_edition SET given = X'7B7D'": "is not what its digest says",
    "UPDATE rate_edition SET beside = '[[1, 1]]'": "is not what its digest says",
    "UPDATE rate_edition SET apart = 'x'": "is not what its digest says",
    "UPDATE rate_edition SET digest = 'x'": "is not in the trail as it is",
    "UPDATE rate_edition SET number = 3": "edition 1: is in the trail and gone",
    "UPDATE rate_table SET kind = 'custody'": "is not in the trail as it is",
    "UPDATE rate_table SET number = 0": "the record says 0",
    "DELETE FROM rate_opening": "do not agree on opening",
}


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    made = Tampered(engine_name, folder)
    with made.app.app_context():
        staff = make_staff()
        table = make_rates(staff, SMALL)
        db.session.remove()
    browser(made.app, staff["adviser"]).client.post(f"{ADDRESS}/{table}/editions/1/open")
    return made


def test_nothing_is_found_where_nobody_did_anything(tampered: Tampered) -> None:
    with tampered.as_owner() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("statement", ATTEMPTS)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_what_was_changed_behind_its_back_is_found(tampered: Tampered, statement: str) -> None:
    said = statement.replace("X'7B7D'", "'{}'::bytea") if tampered.database.engine == "postgresql" else statement
    with tampered.as_owner(without_triggers=True) as connection:
        connection.exec_driver_sql(said)
        assert any(ATTEMPTS[statement] in one for one in findings(connection))


@pytest.mark.parametrize("table", ["rate_edition", "rate_opening"])
def test_the_database_refuses_to_change_them(tampered: Tampered, table: str) -> None:
    refused_to_everybody(tampered, f"UPDATE {table} SET id = id")
