"""“Do I need one?”: three questions, an answer with its reason, kept under a number; a late start is marked."""

import re

from flask import Flask
from flask.testing import FlaskClient

from eia.policies.catalogue.triggers import LEVELS, triggers
from tests.policies.adding import added
from tests.support.staff import Staff, signed_in

ASKED = {"title": "Closing a desk", "kind": "service", "reach": "many", "stage": "open"}
TAKEN = {"stage": "taken", "decider": "Head of Estates", "taken_on-day": "1", "taken_on-month": "2"}
TAKEN |= {"taken_on-year": "2025"}


def answered(client: FlaskClient, address: str = "/policies/needed", **answers: str) -> tuple[str, str]:
    answer = client.post(address, data=ASKED | answers)
    assert answer.status_code == 303, re.findall("error-message[^<]*<[^<]*<[^<]*", answer.text)
    return answer.headers["Location"], client.get(answer.headers["Location"]).text


def test_every_kind_has_a_source_and_a_level_for_each_reach() -> None:
    known = triggers()
    for kind in known.kinds.values():
        assert kind.source
        assert {known.proposed(kind.key, reach) for reach in known.reaches} <= set(LEVELS)


def test_the_answer_says_why_and_is_kept_under_a_number(app: Flask, owner: FlaskClient, staff: Staff) -> None:
    address, page = answered(owner)

    for words in ("Needed in full: Closing a desk", "the table says needed in full", "section", "Add a policy"):
        assert words in page
    (number,) = set(re.findall(rf"{staff.code}-NEED-\d+", page))
    assert number in owner.get("/policies/needed/all").text
    assert number in signed_in(app, staff["member"]).get(address).text
    assert "Keep the number" in answered(owner, reach="nobody")[1]
    assert "A screening first" in answered(owner, reach="unknown")[1]


def test_another_level_than_the_tables_needs_a_reason(owner: FlaskClient) -> None:
    refused = owner.post("/policies/needed", data=ASKED | {"level": "not_needed"}).text
    assert "Say why you do otherwise than the table says" in refused
    assert 'value="Closing a desk"' in refused

    page = answered(owner, level="not_needed", because="The desk was never open")[1]
    assert "Not needed: Closing a desk" in page
    assert "Chosen otherwise than the table says (needed in full)" in page


def test_a_decision_that_was_taken_marks_the_assessment_late(owner: FlaskClient, staff: Staff) -> None:
    assert "Answer “Who took it?”" in owner.post("/policies/needed", data=ASKED | {"stage": "taken"}).text
    policy = added(owner, staff["owner"])
    assert "Three questions" in owner.get(policy).text
    asked = f"/policies/needed?policy={policy.rpartition('/')[2]}"

    page = answered(owner, asked, **TAKEN)[1]
    assert "The decision was taken already, on 1 February 2025" in page
    assert "Late start" in owner.get(policy).text

    (start,) = re.findall(r'href="(/assessments/start/\d+)"', page)
    began = owner.post(start, data={"framework": "equality_act_2010.v1", "begin": "empty"})
    assert began.status_code == 303
    version = began.headers["Location"].partition("/sections")[0]
    assert "Late" in owner.get(version).text
    trail = owner.get(f"{version}/trail").text
    assert "The decision had been taken before the assessment was started" in trail


def test_others_do_not_read_what_was_answered(app: Flask, owner: FlaskClient, neighbour: Staff) -> None:
    address, _ = answered(owner)

    stranger = signed_in(app, neighbour["owner"])
    assert stranger.get(address).status_code == 404
    assert "Closing a desk" not in stranger.get("/policies/needed/all").text
