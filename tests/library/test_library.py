"""The library of evidence: who keeps it, who reads it, editions that stay, words that find, sources that are taken."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from eia.assessments.commands.taking import take_from_library
from eia.assessments.evidence.citations import citing
from eia.assessments.evidence.staleness import old_evidence
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, Refused, Stale
from eia.library.queries import PAGE, Wanted, entry_for, library_page
from eia.library.shelf import grown_old, months_from
from tests.support.assessments import Made, make_assessment, start
from tests.support.files import PDF
from tests.support.library import change, keep_entry, retire
from tests.support.staff import Staff, acting, make_staff, signed_in
from tests.support.statements import counted
from tests.support.windows import fields
from tests.support.writing import read, write_row

TODAY = date(2026, 11, 22)


def titles(session: Session, person: int, wanted: Wanted | None = None) -> list[str]:
    page = library_page(session, acting(session, person), wanted or Wanted(), today=TODAY, months=36)
    return [edition.title for edition in page.editions]


@pytest.fixture
def staff(database: Session) -> Staff:
    return make_staff()


def take(made: Made, *entries: int) -> None:
    with transaction() as session:
        by = acting(session, made.lead["owner"])
        editions = [entry_for(session, entry, by).editions[0].id for entry in entries]
        take_from_library(session, made.version_id, editions, by=by)


@pytest.mark.parametrize("part", ["adviser", "owner"])
def test_advisers_and_policy_owners_keep_the_library(database: Session, staff: Staff, part: str) -> None:
    keep_entry(staff, by=part)
    assert titles(database, staff["member"]) == ["Staff survey 2025"]


@pytest.mark.parametrize("part", ["approver", "member", "hr_lead", "administrator"])
def test_nobody_else_does(database: Session, staff: Staff, part: str) -> None:
    with pytest.raises(NotAllowed, match="Only an equality adviser or a policy owner"):
        keep_entry(staff, by=part)


def test_those_who_share_a_policy_read_it_and_strangers_do_not(database: Session, staff: Staff) -> None:
    partner, stranger = make_staff(), make_staff()
    start((staff, partner))
    entry = keep_entry(staff)
    assert titles(database, partner["member"]) == ["Staff survey 2025"]
    assert titles(database, stranger["adviser"]) == []
    with pytest.raises(NotFound):
        entry_for(database, entry, acting(database, stranger["adviser"]))
    with pytest.raises(NotAllowed):
        retire(Staff(staff.organisation_id, staff.code, partner.people), entry)


def test_a_change_makes_an_edition_and_what_was_taken_stays(database: Session, staff: Staff) -> None:
    entry = keep_entry(staff, file=PDF)
    made = make_assessment(at="full_assessment", staff=(staff,))
    take(made, entry)
    first = entry_for(db.session(), entry, acting(db.session(), staff["owner"])).editions[0]
    files = tuple(one.id for one in first.files)
    change(staff, entry, seen=1, keeping=files, says="One in four.", because="Counted again")
    (row,) = read(made.version_id).version.evidence
    assert (row.says, row.library_entry_id, row.library_edition) == ("One in five uses the front desk.", entry, 1)
    assert (row.licence, row.supplied_by) == ("Internal", f"Organisation {staff.code}")
    now = entry_for(db.session(), entry, acting(db.session(), staff["owner"]))
    assert [edition.says for edition in now.editions] == ["One in four.", "One in five uses the front desk."]
    assert [one.name for one in row.files] == ["survey.pdf"]
    assert {one.file_id for edition in now.editions for one in edition.files} == {row.files[0].file_id}


def test_the_entry_shows_who_cites_it_to_those_who_may_know(database: Session, staff: Staff) -> None:
    partner = make_staff()
    entry = keep_entry(staff)
    made = make_assessment(at="full_assessment", staff=(staff, partner))
    take(made, entry)
    ours, theirs = (citing(db.session(), entry, acting(db.session(), one["member"])) for one in (staff, partner))
    assert [one.text for one in ours.shown] == [f"{made.reference}, version 1: Move of the front desk"]
    assert theirs.shown == []  # staff of another organisation do not know of it while it is written


def test_one_edition_is_taken_once_and_a_retired_one_not_at_all(database: Session, staff: Staff) -> None:
    entry, other = keep_entry(staff), keep_entry(staff, title="Census")
    made = make_assessment(at="full_assessment", staff=(staff,))
    take(made, entry)
    with pytest.raises(Refused, match="is here already, in the edition the library has now"):
        take(made, entry)
    retire(staff, other)
    with pytest.raises(Refused, match="was changed or retired in the library meanwhile"):
        take(made, other)
    assert titles(db.session(), staff["member"]) == ["Staff survey 2025"]
    assert titles(db.session(), staff["member"], Wanted(retired=True)) == ["Census"]


def test_two_who_change_at_once_do_not_lose_a_word(database: Session, staff: Staff) -> None:
    entry = keep_entry(staff)
    change(staff, entry, seen=1, says="One in four.")
    with pytest.raises(Stale):
        change(staff, entry, seen=1, says="One in three.")


def test_saving_without_a_change_makes_no_edition(database: Session, staff: Staff) -> None:
    entry = keep_entry(staff)
    with pytest.raises(Refused, match="Nothing was changed"):
        change(staff, entry, seen=1)


@pytest.mark.parametrize(
    ("words", "found"),
    [("survey", 1), ("SURVÉY desk", 1), ("desk cambridge", 1), ("survey census", 0), ("%", 0), ("_", 0), ("' OR 1", 0)],
)
def test_every_word_must_stand_in_it_however_it_is_written(
    database: Session, staff: Staff, words: str, found: int
) -> None:
    keep_entry(staff)
    assert len(titles(database, staff["member"], Wanted(words=words))) == found


SHELF = [
    (None, None, False),
    (date(2023, 11, 22), None, False),
    (date(2023, 11, 21), None, True),
    (date(2020, 1, 1), date(2026, 11, 22), False),
    (date(2026, 1, 1), date(2026, 11, 21), True),
    (None, date(2026, 11, 21), True),
]


@pytest.mark.parametrize(("dated", "review_by", "old"), SHELF)
def test_lists_and_pages_agree_on_what_has_grown_old(
    database: Session, staff: Staff, dated: date | None, review_by: date | None, old: bool
) -> None:
    keep_entry(staff, dated=dated, review_by=review_by)
    assert grown_old(dated, review_by, today=TODAY, months=36) is old
    assert bool(titles(database, staff["member"], Wanted(old=True))) is old


def test_months_end_on_the_last_day_there_is() -> None:
    assert months_from(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert months_from(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_from(date(2026, 11, 22), 2) == date(2027, 1, 22)


def test_old_evidence_is_pointed_out_to_those_who_sign(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
        take(made, keep_entry(made.lead, review_by=date(2020, 1, 1)))
        case = read(made.version_id)
        assert [old.row.title for old in old_evidence(case, today=TODAY, months=36)] == ["Staff survey 2025"]
        evidence = case.version.evidence[0].id
    page = signed_in(app, made.lead["adviser"]).get(f"{made.address}/summary").text
    assert "1 source is past its shelf life" in page
    assert "to be looked at again by 1 January 2020" in page
    assert f"{made.address}/sections/evidence#evidence-{evidence}" in page


def test_a_newer_edition_is_pointed_out_where_it_is_cited_and_to_those_who_sign(app: Flask) -> None:
    with app.app_context():
        made = make_assessment(at="full_assessment")
        entry = keep_entry(made.lead)
        take(made, entry)
        write_row(made.version_id, "evidence", title="Our own count")
    owner, adviser = signed_in(app, made.lead["owner"]), signed_in(app, made.lead["adviser"])
    section, summary = f"{made.address}/sections/evidence", f"{made.address}/summary"
    assert "by now" not in owner.get(section).text
    assert "newer edition" not in adviser.get(summary).text
    with app.app_context():
        change(made.lead, entry, seen=1, says="One in four.")
    assert "The library has edition 2 by now." in owner.get(section).text
    assert "edition 1 is cited, edition 2 is the newest" in adviser.get(summary).text
    with app.app_context():
        take(made, entry)
    assert "by now" not in owner.get(section).text, "both are cited: nothing to point out"


def test_two_who_change_one_entry_see_both_texts_and_lose_no_word(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
        entry = keep_entry(staff, file=PDF)
    one, other = signed_in(app, staff["owner"]), signed_in(app, staff["adviser"])
    path = f"/library/{entry}/change"
    opened = {**fields(one.get(path).text), "dated-day": "1", "dated-month": "5", "dated-year": "2025",
              "strength": "strong", "keeper": staff["adviser"], "keeping": "1"}  # fmt: skip
    opened["keeping"] = re.findall(r'name="keeping" type="checkbox" value="(\d+)"', one.get(path).text)[0]
    assert one.post(path, data={**opened, "says": "One in four.", "area": "Ely"}).status_code == 303
    shown = other.post(path, data={**opened, "says": "One in <three>.", "licence": "Open"})
    assert shown.status_code == 409
    for text in ("saved edition 2", "One in four.", "One in &lt;three&gt;.", "One in five uses the front desk.",
                 "below already: Which area or group does it cover?", 'value="Ely"', 'value="Open"'):  # fmt: skip
        assert text in shown.text
    assert "There is a problem" not in shown.text
    again = {**opened, **fields(shown.text)}
    again["keeping"] = re.findall(r'name="keeping" type="checkbox" value="(\d+)" checked', shown.text)
    assert other.post(path, data=again).status_code == 303
    with app.app_context():
        now = entry_for(db.session(), entry, acting(db.session(), staff["owner"])).editions[0]
        assert (now.number, now.says, now.area, now.licence) == (3, "One in <three>.", "Ely", "Open")
        assert [one.name for one in now.files] == ["survey.pdf"]


def test_the_list_asks_as_often_for_a_page_as_for_one_and_turns_over(app: Flask) -> None:
    with app.app_context():
        few, many = make_staff(), make_staff()
        keep_entry(few)
        for number in range(PAGE + 1):
            keep_entry(many, title=f"Survey {number:02}")
    asked = []
    for one in (few, many):
        client = signed_in(app, one["member"])
        client.get("/library")
        with counted(app) as sent:
            page = client.get("/library").text
        asked.append(len(sent))
    assert asked[0] == asked[1]
    assert page.count("Survey ") == PAGE
    assert f"Survey {PAGE}" not in page
    with app.app_context():
        by = acting(db.session(), many["member"])
        last = library_page(db.session(), by, Wanted(), today=TODAY, months=36).next_after
    assert f"Survey {PAGE}" in client.get(f"/library?after={last}").text


def test_a_refused_file_leaves_every_word_in_the_form(app: Flask) -> None:
    with app.app_context():
        staff = make_staff()
    typed = {"title": "Census", "says": "Half are women.", "keeper": str(staff["adviser"]), "dated-day": "1",
             "dated-month": "2", "dated-year": "2025"}  # fmt: skip
    adviser = signed_in(app, staff["adviser"])
    refused = adviser.post("/library/new", data=typed | {"file": (io.BytesIO(b"<html>"), "census.pdf")})
    assert refused.status_code == 200
    for words in ("what is in it is something else", 'value="Census"', "Half are women.", 'value="2025"'):
        assert words in refused.text
    added = adviser.post("/library/new", data=typed | {"file": (io.BytesIO(PDF), "census.pdf")})
    assert added.status_code == 303
    page = adviser.get(added.headers["Location"]).text
    assert "census.pdf" in page
    address = next(part.partition('"')[0] for part in page.split('href="') if "/files/" in part.partition('"')[0])
    assert adviser.get(address).data == PDF
    with app.app_context():
        stranger = make_staff()["adviser"]
    assert signed_in(app, stranger).get(address).status_code == 404
