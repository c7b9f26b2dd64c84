"""What a policy says of itself, how it is found, and how it comes into force and is reviewed."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.db import db, transaction
from eia.errors import NotOffered
from eia.notices.models import Notice
from eia.people.models import Unit
from eia.policies.commands.acting import act
from eia.policies.models import Policy
from tests.policies.adding import added, make_policies, seen_on, titles
from tests.support.staff import Staff, acting, signed_in

DAYS = {"adopted_on-day": "3", "adopted_on-month": "12", "adopted_on-year": "2026"}
DAYS |= {"review_on-day": "3", "review_on-month": "12", "review_on-year": "2028"}
LINKS = "Full policy https://example.org/policy.pdf\nhttps://example.org/more"


def id_of(address: str) -> int:
    return int(address.rpartition("/")[2])


def unit_of(app: Flask, staff: Staff, name: str = "Estates") -> int:
    with app.app_context(), transaction() as session:
        unit = Unit(organisation_id=staff.organisation_id, name=name)
        session.add(unit)
        session.flush()
        return unit.id


def seen(policy_id: int) -> int:
    db.session.rollback()
    return db.session().get_one(Policy, policy_id).revision


def test_what_was_said_of_a_policy_stands_on_its_page_and_in_its_form(
    app: Flask, owner: FlaskClient, staff: Staff
) -> None:
    said = {"unit": unit_of(app, staff), "policy_class": "people", "links": LINKS, "state": "draft", **DAYS}
    address = added(owner, staff["owner"], **said)

    page = owner.get(address).text
    for words in ("Estates", "People and employment", "3 December 2026", "3 December 2028", "Draft</strong>"):
        assert words in page
    assert '<a class="govuk-link" href="https://example.org/policy.pdf"' in page
    assert ">Document</a>" in page
    form = owner.get(f"{address}/change").text
    assert "Document https://example.org/more" in form
    answers = {"number": "P1", "title": "Dress code", "owner": staff["owner"], "seen": seen_on(owner, address)}
    assert owner.post(f"{address}/change", data=answers | {"policy_class": "estates", "links": ""}).status_code == 303
    assert "Changed: unit, class, date of adoption, date of review, links" in owner.get(address).text


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"links": "Full policy http://example.org"}, "must end with an address that begins with https://"),
        ({"links": "javascript:alert(1)"}, "must end with an address that begins with https://"),
        ({"links": "https://a.example\n" * 21}, "Give at most 20 links"),
        ({**DAYS, "review_on-year": "2025"}, "The date of review must be after the date of adoption."),
        ({"policy_class": "no-such"}, "Select the class from the list"),
        ({"unit": "9"}, "Select the unit from the list"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    app: Flask, owner: FlaskClient, staff: Staff, answers: dict[str, str], words: str
) -> None:
    unit_of(app, staff)
    given = {"number": "P1", "title": "Kept", "owner": staff["owner"]} | answers

    answer = owner.post("/policies/new", data=given)

    assert words in answer.text
    assert 'value="Kept"' in answer.text


def test_a_list_is_narrowed_by_its_address(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    first, second, _ = make_policies(app, staff, ["Dogs at work", "100% effort", "Élan"])
    unit_id = unit_of(app, staff)
    with app.app_context(), transaction() as session:
        session.get_one(Policy, id_of(first)).unit_id = unit_id
        session.get_one(Policy, id_of(second)).policy_class = "people"
        session.get_one(Policy, id_of(second)).state = "retired"

    found = {
        "q=work+dogs": ["Dogs at work"], "q=elan": ["Élan"], "q=100%25": ["100% effort"], "q=_": [], "q=%22)(": [],
        "q=DOGS+AT+WORK-0": ["Dogs at work"], f"unit={unit_id}": ["Dogs at work"], "unit=none": ["100% effort", "Élan"],
        "class=people": ["100% effort"], "class=none": ["Dogs at work", "Élan"], "state=retired": ["100% effort"],
        "class=no-such&state=x&unit=x&organisation=x&covered=x": ["100% effort", "Dogs at work", "Élan"],
        "covered=never&q=work": ["Dogs at work"],
    }  # fmt: skip
    assert {asked: titles(owner.get(f"/policies?{asked}").text) for asked in found} == found


def test_a_policy_comes_into_force_is_reviewed_and_its_people_are_told(app: Flask, staff: Staff) -> None:
    (address,) = make_policies(app, staff, ["Draft"])
    client = signed_in(app, staff["second_owner"])
    with app.app_context(), transaction() as session:
        session.get_one(Policy, id_of(address)).state = "draft"
    assert "Bring it into force" in client.get(address).text

    assert "Enter the date of adoption" in client.post(f"{address}/steps/bring_into_force", data={"seen": 1}).text
    for step, answers in (
        ("bring_into_force", DAYS), ("begin_review", {}),
        ("end_review", {**DAYS, "review_on-year": "2030", "reason": "Nothing has changed"}),
    ):  # fmt: skip
        with app.app_context():
            given = {"seen": seen(id_of(address)), **answers}
        assert client.post(f"{address}/steps/{step}", data=given).status_code == 303

    page = client.get(address).text
    for words in ("In force</strong>", "Reviewed, and in force", "3 December 2030", "Brought into force"):
        assert words in page
    with app.app_context():
        told = select(Notice.event).where(Notice.person_id == staff["owner"], Notice.about.like("policy:%"))
        events = set(db.session.scalars(told))
    assert events == {"policy_in_force", "policy_under_review", "policy_reviewed"}


def test_only_keepers_move_a_policy_and_only_as_its_table_says(app: Flask, staff: Staff) -> None:
    (address,) = make_policies(app, staff, ["In force"])

    assert signed_in(app, staff["adviser"]).get(f"{address}/steps/begin_review").status_code == 403
    assert signed_in(app, staff["owner"]).get(f"{address}/steps/take_up_again").status_code == 409
    stale = signed_in(app, staff["owner"]).post(f"{address}/steps/begin_review", data={"seen": 7})
    assert stale.status_code == 409


def test_a_step_that_is_not_open_is_refused_whoever_asks(app: Flask, staff: Staff, database: Session) -> None:
    (address,) = make_policies(app, staff, ["In force"])

    by = acting(database, staff["owner"])
    with pytest.raises(NotOffered):
        act(database, id_of(address), "end_review", by=by, seen=1, answers={"review_on": date(2030, 1, 1)})
