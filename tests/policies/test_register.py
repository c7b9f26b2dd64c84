"""The list of policies: who sees which, in which order, on which page."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eia.policies.queries import PAGE
from tests.policies.adding import added, begin, make_policies, titles
from tests.support.assessments import make_assessment, open_version
from tests.support.staff import Staff, signed_in
from tests.support.statements import counted


def test_a_shared_policy_is_listed_by_those_who_share_it(app: Flask, staff: Staff, neighbour: Staff) -> None:
    make_policies(app, staff, ["Shared"], shared_with=[neighbour])
    make_policies(app, staff, ["Not shared"])

    assert titles(signed_in(app, neighbour["member"]).get("/policies").text) == ["Shared"]


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


@pytest.mark.only_on("sqlite", because="the statements are the same on both")
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
    assert "Screened out</strong>" not in text


def test_what_others_may_not_know_yet_is_not_listed(app: Flask, staff: Staff, neighbour: Staff) -> None:
    made = begin(app, staff, neighbour)

    client = signed_in(app, neighbour["member"])

    assert titles(client.get("/policies").text) == ["Move of the front desk"]
    assert made.reference not in client.get("/policies").text
    assert made.reference not in client.get(f"/policies/{made.policy_id}").text
