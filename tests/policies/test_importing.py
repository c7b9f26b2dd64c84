"""Policies from a file: shown before anything is done, taken in whole or not at all, and away again as they came."""

import json
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.assessments.models import RegisterLine
from eia.assessments.register.keeping import verify_register
from eia.audit.queries import entries
from eia.audit.verify import verify_chains
from eia.db import db, transaction
from eia.errors import Refused
from eia.policies.commands.acting import act
from eia.policies.commands.taking_in import prepare, take_asked, write
from eia.policies.coverage.keeping import verify_coverage
from eia.policies.models import Policy, PolicyCoverage, PolicyImport
from eia.spreadsheets.cells import NO_DATE, date_of
from tests.policies.adding import added, titles
from tests.spreadsheets.ugly import separated
from tests.support.assessments import make_assessment
from tests.support.staff import Staff, acting, signed_in
from tests.support.statements import counted

HEAD = ["Ref", "Policy title", "Owner", "Category", "Organisations", "Status", "Review by", "Links", "Colour"]
NEW = "/policies/files/new"


def sent(client: FlaskClient, rows: list[list[str]], name: str = "policies.csv") -> str:
    """Where reading the file leads to, or the page that says why not."""
    data = {"file": (BytesIO(separated(rows).encode("cp1252")), name)}
    answer = client.post(NEW, data=data, content_type="multipart/form-data")
    return answer.headers["Location"] if answer.status_code == 303 else answer.text


def taken(app: Flask, client: FlaskClient, rows: list[list[str]]) -> str:
    address = sent(client, rows)
    assert client.post(f"{address}/take").status_code == 303
    with app.app_context():
        assert take_asked() == 1
    return client.get(address).text


def row(number: str, title: str, **said: str) -> list[str]:
    names = ["owner", "category", "organisations", "status", "review", "links", "colour"]
    return [number, title, *(said.get(name, "") for name in names)]


def test_a_file_is_shown_taken_in_and_taken_in_again_as_changes(
    app: Flask, owner: FlaskClient, staff: Staff, neighbour: Staff
) -> None:
    there = added(owner, staff["second_owner"], number="P1", title="Dress code")
    rows = [
        HEAD,
        row("P1", "Uniform", category="People and employment"),
        row("P2", "Café £5", organisations=neighbour.code, status="Draft", review="3 Dec 2027", colour="red",
            links="Full https://example.org/p2.pdf"),
    ]  # fmt: skip
    address = sent(owner, rows)
    page = owner.get(address).text
    for words in ("1 policy</strong> to add", "<strong>1</strong> to change", "<del>Dress code</del>", "Café £5"):
        assert words in page
    assert owner.get(there).text.count("Uniform") == 0
    assert signed_in(app, staff["second_owner"]).get(address).status_code == 404

    assert "1 policy added, 1 changed, 0 as before." in taken(app, owner, rows)
    first = owner.get(there).text
    for words in ("Uniform", "People and employment", f"Second owner, {staff.code}", "Changed from a file: title"):
        assert words in first
    with app.app_context():
        mine = select(Policy).where(Policy.number == "P2", Policy.organisation_id == staff.organisation_id)
        policy = db.session.scalars(mine).one()
        assert (policy.state, policy.review_on, policy.owner_id) == ("draft", date(2027, 12, 3), staff["owner"])
        (entry,) = entries(db.session(), policy.stream)
        assert entry.event == "policy_added"
        db.session.rollback()
        assert [one for one in verify_chains(db.session()) if staff.code in one.entry] == []

    assert "0 policies added, 0 changed, 2 as before." in taken_again(app, owner, rows)


def taken_again(app: Flask, client: FlaskClient, rows: list[list[str]]) -> str:
    page = client.get(sent(client, rows)).text
    assert "Take these policies in" not in page
    return taken(app, client, rows)


def test_what_is_wrong_is_said_line_by_line_and_nothing_is_kept(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    rows = [
        ["", "Our policies"],
        HEAD,
        row("P1", "", owner="Nobody", category="Cats", status="Lost", review="32/13/2026", links="http://x"),
        row("P2", "Fine"),
        row("P2", "Again", organisations="NOWHERE"),
    ]

    text = sent(owner, rows)

    for words in (
        "Line 3: <span dir=\"auto\">It has no title.", "Nobody called “Nobody” works here", "“Cats” is not a class",
        "“Lost” is not how a policy can stand", "“32/13/2026” is not a date", "must end with an address",
        "There is no organisation “NOWHERE”", "It has the same number as line 4",
        "8 things are wrong in this file, so nothing of it was taken in",
    ):  # fmt: skip
        assert words in text, words
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PolicyImport)) == 0
    assert "No line names the columns" in sent(owner, [["A", "B"], ["1", "2"]])
    assert "There is no policy below the line" in sent(owner, [HEAD])


def test_what_changed_after_it_was_shown_is_not_taken_in(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    address = sent(owner, [HEAD, row("P1", "From the file")])
    added(owner, staff["owner"], number="P1", title="By hand")
    assert "Send it again" in owner.get(address).text

    owner.post(f"{address}/take")
    with app.app_context():
        assert take_asked() == 1
    assert "Policies of this file were changed since you were shown" in owner.get(address).text
    assert titles(owner.get("/policies").text) == ["By hand"]
    assert owner.post(f"{address}/take").status_code == 409


def asked_for(client: FlaskClient, rows: list[list[str]]) -> tuple[str, int]:
    """The address and the number of a file that was said yes to."""
    address = sent(client, rows)
    assert client.post(f"{address}/take").status_code == 303
    return address, int(address.rpartition("/")[2])


def test_how_far_it_is_is_shown_and_what_took_a_step_meanwhile_is_not_written_over(
    app: Flask, owner: FlaskClient, staff: Staff
) -> None:
    there = added(owner, staff["owner"], number="P1", title="Before")
    address, import_id = asked_for(owner, [HEAD, row("P1", "After"), row("P2", "New")])
    assert "It waits its turn" in owner.get(address).text
    with app.app_context():
        entries = prepare(import_id)
    assert "All 2 lines are ready" in owner.get(address).text

    with app.app_context(), transaction() as session:
        by = acting(session, staff["owner"])
        act(session, int(there.rpartition("/")[2]), "begin_review", by=by, seen=1, answers={})
    with app.app_context():
        with pytest.raises(Refused, match="were changed since you were shown"), transaction() as session:
            write(session, session.get_one(PolicyImport, import_id), entries)
        assert db.session.scalars(
            select(Policy.title).where(Policy.organisation_id == staff.organisation_id)
        ).all() == ["Before"]


def test_the_register_shows_what_a_file_changed(app: Flask, database: Session) -> None:
    made = make_assessment(at="draft")
    number = database.get_one(Policy, made.policy_id).number
    taken(app, signed_in(app, made.lead["owner"]), [HEAD, row(number, "A title from a file")])
    assert list(verify_register(database, only=made.reference)) == []
    key = select(RegisterLine.title_key).where(RegisterLine.version_id == made.version_id)
    assert set(database.scalars(key)) == {"a title from a file"}


def test_the_coverage_counts_what_a_file_brought_and_changed(
    app: Flask, owner: FlaskClient, staff: Staff, neighbour: Staff
) -> None:
    added(owner, staff["owner"], number="P1")
    rows = [HEAD, row("P1", "Uniform", category="estates"), row("P2", "Café"),
            row("P3", "Dogs", organisations=neighbour.code, status="Draft")]  # fmt: skip
    taken(app, owner, rows)
    with app.app_context():
        kept, mine = PolicyCoverage, Policy.organisation_id == staff.organisation_id
        wrong = {finding.entry for finding in verify_coverage(db.session())}
        policies = db.session.scalars(select(Policy.id).where(mine)).all()
        assert wrong & {f"coverage:{one}" for one in policies} == set()
        assert f"coverage of organisation {staff.organisation_id}" not in wrong
        query = select(Policy.number, kept.policy_class, kept.covered).join(kept, kept.policy_id == Policy.id)
        found = sorted(tuple(one) for one in db.session.execute(query.where(mine)))
        assert found == [("P1", "estates", "never"), ("P2", "", "never"), *[("P3", "", "draft")] * 2]


def test_a_title_that_is_being_checked_is_not_changed_by_a_file(app: Flask, database: Session) -> None:
    made = make_assessment(at="adviser_review")
    number = database.get_one(Policy, made.policy_id).number
    client = signed_in(app, made.lead["owner"])

    assert f"{made.reference} is being checked with this title" in sent(client, [HEAD, row(number, "Other")])


def test_a_file_can_be_put_aside_and_only_policy_owners_bring_one(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    address = sent(owner, [HEAD, row("P1", "One")])
    assert owner.post(f"{address}/drop").status_code == 303
    assert "Put aside" in owner.get(address).text
    assert signed_in(app, staff["adviser"]).get(NEW).status_code == 403


def test_the_list_is_taken_away_as_it_is_narrowed_and_can_be_sent_back(
    app: Flask, owner: FlaskClient, staff: Staff
) -> None:
    for number, title in (("P1", "=1+1"), ("P2", "Dogs"), ("P3", "Dogs again")):
        added(owner, staff["owner"], number=number, title=title, policy_class="people")

    away = owner.get("/policies/list.json?q=dogs").get_data()
    assert [one["title"] for one in json.loads(away)] == ["Dogs", "Dogs again"]
    book = CalamineWorkbook.from_filelike(BytesIO(owner.get("/policies/list.xlsx").get_data()))
    assert [line[1] for line in book.get_sheet_by_index(0).to_python()] == ["Title", "=1+1", "Dogs", "Dogs again"]
    csv = owner.get("/policies/list.csv").get_data()
    assert b"'=1+1" in csv
    back = owner.post(NEW, data={"file": (BytesIO(csv), "l.csv")}, content_type="multipart/form-data")
    assert "3 as before" in owner.get(back.headers["Location"]).text
    for form in ("csv", "xlsx"):
        assert owner.get(f"/policies/files/template.{form}").status_code == 200
    assert owner.get("/policies/list.exe").status_code == owner.get("/policies/files/template.json").status_code == 404


@pytest.mark.only_on("sqlite", because="the statements are the same on both")
def test_many_lines_are_looked_up_in_few_statements(app: Flask, owner: FlaskClient) -> None:
    asked = []
    for count in (5, 200):
        owner.post(f"{sent(owner, [HEAD, *(row(f'{count}-{n}', f'T{n}') for n in range(count))])}/take")
        with app.app_context(), counted(app) as statements:
            take_asked()
        asked.append(sum(1 for one in statements if not one.startswith("INSERT")))
    assert asked[1] <= asked[0] + 5, asked


@pytest.mark.parametrize(
    "cell", ["2026-12-03", "3/12/2026", "03.12.26", "3 December 2026", "03-Dec-26", "46359", "2026-12-03 00:00:00"]
)
def test_a_day_is_read_in_the_shapes_people_write(cell: str) -> None:
    assert date_of(cell) == date(2026, 12, 3)


@pytest.mark.parametrize("cell", ["12/31/2026", "soon", "2026", "31/02/2026", "1/1/99999"])
def test_what_is_no_day_is_said_in_words(cell: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as fault:
        date_of(cell)
    assert str(fault.value) == NO_DATE.format(cell)
