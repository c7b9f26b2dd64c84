"""With the triggers gone, an action that does not stand where the trail left it is found by `eia verify`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from eia.db import db
from tests.assessments.together import sign_again
from tests.support.assessments import Made, actions_of, make_assessment, open_version, take, take_action
from tests.support.tampering import Tampered, findings


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def made(tampered: Tampered) -> Made:
    """Signed, one action confirmed and one going on."""
    with tampered.app.app_context():
        made = make_assessment(at="signed_off")
        done, goes_on = actions_of(made)
        take_action(made, done, "report_done", made.lead["owner"])
        take_action(made, done, "confirm_done", made.lead["adviser"])
        take_action(made, goes_on, "note_progress", made.lead["owner"], note="Half of it")
        db.session.rollback()
        return made


@pytest.fixture
def hands(tampered: Tampered, made: Made) -> Iterator[Connection]:
    """The owner of the tables, past every trigger. Everything is rolled back."""
    with tampered.as_owner(without_triggers=True) as connection:
        yield connection


def entry_of(connection: Connection, made: Made, event: str) -> str:
    """The last entry of that event."""
    stream = f"assessment:{made.reference}"
    query = "SELECT max(sequence) FROM audit_entry WHERE stream = :stream AND event = :event"
    return f"{stream}#{connection.execute(text(query), {'stream': stream, 'event': event}).scalar_one()}"


STANDS_OTHERWISE = {
    "status = 'confirmed'": "was left at “going_on”; the record says “confirmed”, open",
    "is_open = false": "was left at “going_on”; the record says “going_on”, ended",
    "revision = 7": "counts other notes than it has",
    "last_note_id = (SELECT min(id) FROM action_progress)": "counts other notes than it has",
    "due = '2099-01-01'": "has another owner or day than was signed",
    "owner_id = (SELECT max(id) FROM person)": "has another owner or day than was signed",
}


@pytest.mark.parametrize("change", STANDS_OTHERWISE)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_an_action_that_does_not_stand_where_the_trail_left_it_is_named(
    hands: Connection, made: Made, change: str
) -> None:
    action = actions_left_at(hands, made, "going_on")
    hands.execute(text(f"UPDATE action_standing SET {change} WHERE mitigation_id = {action}"))
    entry = entry_of(hands, made, "progress_noted")
    assert findings(hands) == [f"{entry}: action {action} of version 1 {STANDS_OTHERWISE[change]}"]


NOTES_OTHERWISE = (
    "UPDATE action_progress SET result = '0 of 40' WHERE status = 'done'",
    "UPDATE action_progress SET note = '' WHERE status = 'done'",
    "UPDATE action_progress SET noted_by = (SELECT min(id) FROM person) WHERE status = 'confirmed'",
    "UPDATE action_progress SET status = 'sent_back' WHERE status = 'done'",
    "UPDATE action_progress SET handed_to = (SELECT min(id) FROM person) WHERE status = 'done'",
)


@pytest.mark.parametrize("change", NOTES_OTHERWISE)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_a_note_on_an_action_that_is_not_what_was_recorded_is_named(hands: Connection, made: Made, change: str) -> None:
    action = actions_left_at(hands, made, "confirmed")
    hands.execute(text(change))
    entry = entry_of(hands, made, "action_confirmed")
    assert findings(hands) == [f"{entry}: action {action} of version 1 has other notes than the trail says"]


def test_an_action_that_is_gone_from_the_register_is_named(hands: Connection, made: Made) -> None:
    action = actions_left_at(hands, made, "going_on")
    hands.exec_driver_sql(f"DELETE FROM action_standing WHERE mitigation_id = {action}")
    (found,) = findings(hands)
    assert found.endswith(f"action {action} of version 1 was signed, and nothing says where it stands")


def actions_left_at(connection: Connection, made: Made, status: str) -> int:
    query = f"SELECT mitigation_id FROM action_standing WHERE status = '{status}' AND version_id = {made.version_id}"
    return int(connection.exec_driver_sql(query).scalar_one())


def test_actions_that_were_taken_over_closed_and_withdrawn_leave_nothing_to_find(tampered: Tampered) -> None:
    with tampered.app.app_context():
        first = make_assessment(at="signed_off")
        take_action(first, actions_of(first)[0], "report_done", first.lead["owner"])
        later = open_version(first, first.lead["second_owner"])
        sign_again(later, without=1)
        take_action(later, actions_of(later)[0], "send_back", first.lead["adviser"])
        take(later, "withdraw", first.lead["approver"])
        db.session.rollback()
    with tampered.as_owner() as connection:
        assert findings(connection) == []
