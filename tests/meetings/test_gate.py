"""The gate: when a decision may be recorded on an item, and what is said when it may not."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from eia import clock
from eia.db import transaction
from eia.meetings.gate import Readiness, readiness
from eia.meetings.item_case import load_item
from eia.meetings.models import EqualityStatement
from tests.support.assessments import make_assessment, open_version, screen_out_again, take
from tests.support.meetings import CONCERNED, Sat, make_meeting, pin, told_where_pinned
from tests.support.writing import read


def asked(session: Session, sat: Sat) -> Readiness:
    session.rollback()
    found = readiness(session, load_item(session, sat.item_id))
    session.rollback()
    return found


def test_an_item_that_carries_nothing_is_not_ready(database: Session, staff: Any) -> None:
    found = asked(database, make_meeting(staff))
    assert not found.ready
    assert "carries no equality statement" in found.reasons[0].text
    assert found.words == "Not ready: no decision may be recorded"


@pytest.mark.only_on("sqlite", because="what it sends is sent there by others; the rest is Python")
def test_two_of_three_organisations_that_signed_are_not_ready(database: Session) -> None:
    made = make_assessment(at="sign_off", organisations=3)
    sat = make_meeting(*made.everybody)
    pin(sat, made)
    for one in made.others:
        take(made, "sign", one["approver"])
    found = asked(database, sat)
    assert not found.ready
    assert [one.signed for one in found.by_organisation] == [False, False, False]
    still = found.reasons[0].text
    assert "2 of 3 have signed; " in still
    assert still.endswith(" has not answered yet.")
    assert still.count("signed") == 1, "only who is still missing is named"
    take(made, "sign", made.lead["approver"])
    assert asked(database, sat).ready
    take(made, "withdraw_adoption", made.others[0]["approver"])
    assert told_where_pinned(sat) == {"is not adopted any longer by an organisation that had signed it": CONCERNED}
    found = asked(database, sat)
    assert not found.ready
    assert "2 of 3 have signed" in found.reasons[0].text
    assert "withdrew its adoption" in found.reasons[0].text


def test_what_is_withdrawn_is_marked_and_gated(database: Session) -> None:
    made = make_assessment(at="signed_off")
    sat = make_meeting(made.lead)
    pin(sat, made)
    assert asked(database, sat).ready
    take(made, "withdraw", made.lead["approver"])
    found = asked(database, sat)
    assert not found.ready
    assert [mark.kind for mark in found.marks] == ["withdrawn"]


def test_a_challenge_closes_the_gate_a_newer_version_is_only_marked_until_it_supersedes(database: Session) -> None:
    made = make_assessment(at="screened_out")
    sat = make_meeting(made.lead)
    pin(sat, made, "screened_out")
    challenged = open_version(made, made.lead["approver"], "challenge")
    found = asked(database, sat)
    assert not found.ready
    assert [mark.kind for mark in found.marks] == ["challenged"]
    take(challenged, "withdraw_draft", read(challenged.version_id).version.author_id)
    assert asked(database, sat).ready
    newer = open_version(made, made.lead["owner"])
    found = asked(database, sat)
    assert found.ready
    assert [mark.kind for mark in found.marks] == ["newer"]
    assert told_where_pinned(sat) == {"is challenged": CONCERNED}
    screen_out_again(newer)
    found = asked(database, sat)
    assert not found.ready
    assert [mark.kind for mark in found.marks] == ["superseded"]
    by_a_later_one = {"was superseded by a later version": CONCERNED}
    assert told_where_pinned(sat) == {"is challenged": CONCERNED, **by_a_later_one}


def test_a_text_that_was_changed_after_it_was_attached_is_not_ready(database: Session) -> None:
    made = make_assessment(at="sign_off")
    sat = make_meeting(made.lead)
    pin(sat, made)
    with transaction() as session:
        other = EqualityStatement(
            item_id=sat.item_id, kind="full", version_id=made.version_id, content_digest="another",
            signed_by=sat.lead["owner"], signed_at=clock.now(),
        )  # fmt: skip
        session.add(other)
    take(made, "sign", made.lead["approver"])
    found = asked(database, sat)
    assert not found.ready
    assert "changed after it was attached" in found.reasons[0].text
