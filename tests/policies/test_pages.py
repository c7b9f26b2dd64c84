"""What people see and do on the pages of policies."""

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eia.db import transaction
from eia.people.models import Organisation, Person
from eia.policies.commands import add_policy
from eia.policies.queries import PAGE
from tests.support.assessments import Made, make_assessment, open_version, start
from tests.support.staff import Staff, acting, make_staff, signed_in
from tests.support.statements import counted


@pytest.fixture
def staff(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture
def neighbour(app: Flask) -> Staff:
    with app.app_context():
        return make_staff()


@pytest.fixture
def owner(app: Flask, staff: Staff) -> FlaskClient:
    return signed_in(app, staff["owner"])


def make_policies(app: Flask, staff: Staff, titles: Sequence[str], *, shared_with: Sequence[Staff] = ()) -> list[str]:
    """Policies with these titles, each with a number of its own; their addresses."""
    with app.app_context(), transaction() as session:
        others = [session.get_one(Organisation, one.organisation_id) for one in shared_with]
        person, by = session.get_one(Person, staff["owner"]), acting(session, staff["owner"])
        made = [
            add_policy(session, number=f"{title}-{n}", title=title, owner=person, shared_with=others, by=by)
            for n, title in enumerate(titles)
        ]
        return [f"/policies/{policy.id}" for policy in made]


def begin(app: Flask, *staff: Staff, title: str = "Move of the front desk") -> Made:
    """An assessment in draft, about a new policy of these organisations."""
    with app.app_context():
        return start(staff, title=title)


def added(client: FlaskClient, owner_id: int, **answers: object) -> str:
    """The address of the policy that was added."""
    answer = client.post("/policies/new", data={"number": "P1", "title": "Dress code", "owner": owner_id} | answers)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def seen_on(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(f"{address}/change").text)
    assert found
    return found[1]


def titles(text: str) -> list[str]:
    return re.findall(r'href="/policies/\d+">([^<]+)</a>', text)


def test_a_policy_is_added_with_what_was_answered(owner: FlaskClient, staff: Staff, neighbour: Staff) -> None:
    address = added(owner, staff["second_owner"], number="BCH17/001", shared_with=[neighbour.organisation_id])

    text = owner.get(address).text
    for words in ("BCH17/001", "Dress code", f"Second owner, {staff.code}", f"Organisation {neighbour.code}"):
        assert words in text
    assert "BCH17/001 “Dress code” was added" in text


def test_hr_lead_may_add_a_policy(app: Flask, staff: Staff) -> None:
    added(signed_in(app, staff["hr_lead"]), staff["hr_lead"])


def test_staff_without_the_office_cannot_add_a_policy(app: Flask, staff: Staff) -> None:
    client = signed_in(app, staff["member"])

    assert client.get("/policies/new").status_code == 403
    assert client.post("/policies/new", data={"number": "P1"}).status_code == 403
    assert "Add a policy" not in client.get("/policies").text


@pytest.mark.parametrize("number", ["BCH17/001", "bch17/001", "  BCH17/001 "])
def test_a_number_that_is_taken_is_refused_in_words(owner: FlaskClient, staff: Staff, number: str) -> None:
    added(owner, staff["owner"], number="BCH17/001", title="The first")

    answer = owner.post("/policies/new", data={"number": number, "title": "Another", "owner": staff["owner"]})

    assert "already has a policy" in answer.text
    assert "“The first”. Enter another number." in answer.text
    assert 'href="#number"' in answer.text
    assert 'value="Another"' in answer.text


def test_two_organisations_may_use_the_same_number(
    app: Flask, staff: Staff, owner: FlaskClient, neighbour: Staff
) -> None:
    added(owner, staff["owner"])

    added(signed_in(app, neighbour["owner"]), neighbour["owner"])


def test_the_owner_must_work_for_the_organisation(owner: FlaskClient, neighbour: Staff) -> None:
    answer = owner.post("/policies/new", data={"number": "P1", "title": "T", "owner": neighbour["owner"]})

    assert "Select the owner from the list" in answer.text


def test_a_changed_policy_says_in_its_trail_what_changed(owner: FlaskClient, staff: Staff) -> None:
    address = added(owner, staff["owner"])
    answers = {"number": "P1", "title": "Uniform", "owner": staff["second_owner"], "seen": seen_on(owner, address)}

    assert owner.post(f"{address}/change", data=answers).status_code == 303

    text = owner.get(address).text
    assert "Changed: title, owner" in text
    assert "Uniform" in text


def test_a_change_of_nothing_leaves_no_entry(owner: FlaskClient, staff: Staff) -> None:
    address = added(owner, staff["owner"])
    answers = {"number": "P1", "title": "Dress code", "owner": staff["owner"], "seen": seen_on(owner, address)}

    assert owner.post(f"{address}/change", data=answers).status_code == 303
    assert "Changed" not in owner.get(address).text


def test_who_reads_an_old_page_does_not_overwrite_a_newer_change(owner: FlaskClient, staff: Staff) -> None:
    address = added(owner, staff["owner"])
    answers = {"number": "P1", "title": "Uniform", "owner": staff["owner"], "seen": seen_on(owner, address)}
    owner.post(f"{address}/change", data=answers)

    answer = owner.post(f"{address}/change", data=answers | {"title": "Clothing"})

    assert answer.status_code == 409
    assert "Somebody changed this policy after you opened it" in answer.text
    assert "Clothing" in answer.text  # kept, to be copied
    assert "Uniform" in owner.get(address).text


def test_only_owner_and_office_holders_may_change_a_policy(app: Flask, staff: Staff, owner: FlaskClient) -> None:
    address = added(owner, staff["member"])

    assert signed_in(app, staff["adviser"]).get(f"{address}/change").status_code == 403
    assert signed_in(app, staff["member"]).get(f"{address}/change").status_code == 200  # owns it
    assert signed_in(app, staff["hr_lead"]).get(f"{address}/change").status_code == 200


def test_a_policy_of_others_is_not_found(app: Flask, staff: Staff, owner: FlaskClient, neighbour: Staff) -> None:
    address = added(owner, staff["owner"])
    stranger = signed_in(app, neighbour["owner"])

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/change").status_code == 404
    assert "Dress code" not in stranger.get("/policies").text


def test_a_shared_policy_is_listed_by_those_who_share_it(app: Flask, staff: Staff, neighbour: Staff) -> None:
    make_policies(app, staff, ["Shared"], shared_with=[neighbour])
    make_policies(app, staff, ["Not shared"])

    assert titles(signed_in(app, neighbour["member"]).get("/policies").text) == ["Shared"]


def test_those_who_share_a_policy_neither_change_it_nor_start_its_assessment(
    app: Flask, staff: Staff, neighbour: Staff
) -> None:
    (address,) = make_policies(app, staff, ["Shared"], shared_with=[neighbour])
    client = signed_in(app, neighbour["owner"])

    text = client.get(address).text

    assert "/assessments/start/" not in text
    assert "Change this policy" not in text
    assert client.get(f"{address}/change").status_code == 403


def test_the_list_is_in_the_order_of_folded_titles(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    make_policies(app, staff, ["éclair", "Zebra", "Eclipse", "apple"])

    assert titles(owner.get("/policies").text) == ["apple", "éclair", "Eclipse", "Zebra"]


def test_every_policy_is_on_exactly_one_page(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    make_policies(app, staff, [f"Same title {number % 3}" for number in range(PAGE + 5)])

    first = owner.get("/policies").text
    following = re.search(r'href="(/policies\?after=\d+)" rel="next"', first)
    assert following
    second = owner.get(following[1]).text

    on_first, on_second = (set(re.findall(r'href="(/policies/\d+)"', text)) for text in (first, second))
    assert (len(on_first), len(on_second), len(on_first & on_second)) == (PAGE, 5, 0)
    assert 'rel="next"' not in second


@pytest.mark.parametrize("after", ["-1", "x", "99999999999999999999", "2147483648", "0"])
def test_a_made_up_place_in_the_list_shows_the_first_page(owner: FlaskClient, staff: Staff, after: str) -> None:
    added(owner, staff["owner"])

    assert "Dress code" in owner.get(f"/policies?after={after}").text


def test_the_list_asks_the_database_no_more_for_more_policies(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    counts = []
    for number in (1, 2, 3):
        begin(app, staff)
        with counted(app) as statements:
            assert len(titles(owner.get("/policies").text)) == number
        counts.append(len(statements))

    assert counts[0] == counts[1] == counts[2] <= 8, counts


def test_the_list_says_where_each_assessment_stands(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    make_policies(app, staff, ["Without"])
    with app.app_context():
        reference = make_assessment(at="screening", staff=(staff,)).reference

    text = owner.get("/policies").text

    assert text.index("Move of the front desk<") < text.index("Screening</strong>") < text.index(reference)
    assert text.index("Without<") < text.index("None to read yet")


def test_the_latest_version_is_the_one_that_is_listed(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    with app.app_context():
        open_version(make_assessment(at="screened_out", staff=(staff,)), staff["owner"])

    text = owner.get("/policies").text

    assert "Draft</strong>" in text
    assert "Screened out" not in text


def test_what_others_may_not_know_yet_is_not_listed(app: Flask, staff: Staff, neighbour: Staff) -> None:
    made = begin(app, staff, neighbour)

    client = signed_in(app, neighbour["member"])

    assert titles(client.get("/policies").text) == ["Move of the front desk"]
    assert made.reference not in client.get("/policies").text
    assert made.reference not in client.get(f"/policies/{made.policy_id}").text


def test_the_page_leads_straight_to_the_start(owner: FlaskClient, staff: Staff) -> None:
    text = owner.get(added(owner, staff["owner"])).text

    (start,) = re.findall(r'href="(/assessments/start/\d+)"', text)
    assert owner.get(start).status_code == 200


def test_who_cannot_start_is_told_who_can(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    address = added(owner, staff["owner"])

    text = signed_in(app, staff["adviser"]).get(address).text

    assert "/assessments/start/" not in text
    assert "A policy owner or HR lead of" in text


def test_an_assessment_that_was_begun_takes_the_place_of_the_start(
    app: Flask, owner: FlaskClient, staff: Staff
) -> None:
    made = begin(app, staff)

    text = owner.get(f"/policies/{made.policy_id}").text

    assert made.reference in text
    assert "/assessments/start/" not in text


@pytest.mark.parametrize("address", ["/policies/0", "/policies/2147483648", "/policies/999999999999999999999"])
def test_an_address_without_a_policy_is_not_found(owner: FlaskClient, address: str) -> None:
    assert owner.get(address).status_code == 404


@pytest.mark.parametrize("text", ["nul\x00", "a\u202eb", "👍" * 100, "x" * 200_000, "<script>alert(1)</script>"])
def test_whatever_is_pasted_is_kept_or_refused_in_words(owner: FlaskClient, staff: Staff, text: str) -> None:
    answer = owner.post("/policies/new", data={"number": "P1", "title": text, "owner": staff["owner"]})

    assert answer.status_code in (200, 303)
    assert "<script>alert" not in owner.get("/policies").text


def test_closing_an_account_shows_the_policies_it_leaves_behind(app: Flask, staff: Staff) -> None:
    (address,) = make_policies(app, staff, ["Left behind"])

    text = signed_in(app, staff["administrator"]).get(f"/people/{staff['owner']}/close").text

    assert "“Left behind”" in text
    assert address in text
