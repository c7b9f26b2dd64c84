"""What people see and do on the pages of policies."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.policies.adding import added, begin, make_policies, seen_on
from tests.support.staff import Staff, signed_in


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


def test_those_who_share_a_policy_neither_change_it_nor_start_its_assessment(
    app: Flask, staff: Staff, neighbour: Staff
) -> None:
    (address,) = make_policies(app, staff, ["Shared"], shared_with=[neighbour])
    client = signed_in(app, neighbour["owner"])

    text = client.get(address).text

    assert "/assessments/start/" not in text
    assert "Change this policy" not in text
    assert client.get(f"{address}/change").status_code == 403


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
