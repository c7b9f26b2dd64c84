"""With the triggers gone, whatever was changed by SQL is found by `eia verify`, which names the entry."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from eia import triggers
from eia.db import db
from tests.support.assessments import Made, answer_all, decide, make_assessment, open_version, send_for_sign_off, take
from tests.support.files import add_evidence_file
from tests.support.tampering import Tampered, findings

COMPARED = pytest.mark.only_on("sqlite", because="it reads these rows on both above, and compares them in Python")


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def made(tampered: Tampered) -> Made:
    """Signed by two organisations, decided, with a later version in draft."""
    with tampered.app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
        add_evidence_file(made.version_id)
        send_for_sign_off(made)
        answer_all(made, "sign", "approver")
        decide(made, made.lead["owner"])
        open_version(made, made.lead["second_owner"])
        db.session.rollback()
        return made


@pytest.fixture
def hands(tampered: Tampered, made: Made) -> Iterator[Connection]:
    """The owner of the tables, past every trigger. Everything is rolled back."""
    with tampered.as_owner(without_triggers=True) as connection:
        yield connection


def stream(made: Made) -> str:
    return f"assessment:{made.reference}"


def number_of(connection: Connection, made: Made, event: str) -> int:
    """The sequence of the last entry of that event."""
    query = "SELECT max(sequence) FROM audit_entry WHERE stream = :stream AND event = :event"
    return int(connection.execute(text(query), {"stream": stream(made), "event": event}).scalar_one())


def last(connection: Connection, made: Made) -> int:
    query = "SELECT max(sequence) FROM audit_entry WHERE stream = :stream"
    return int(connection.execute(text(query), {"stream": stream(made)}).scalar_one())


def test_nothing_is_found_where_nobody_tampered(hands: Connection) -> None:
    assert findings(hands) == []


def test_a_changed_entry_is_named(hands: Connection, made: Made) -> None:
    sequence = number_of(hands, made, "signed")
    hands.exec_driver_sql(
        f"UPDATE audit_entry SET event = 'refused' WHERE stream = '{stream(made)}' AND sequence = {sequence}"
    )
    assert f"{stream(made)}#{sequence}: was changed after it was written" in findings(hands)


@pytest.mark.parametrize("column", ["actor_id = 99999", "command = 'x'", "payload_digest = 'x'", "previous = 'x'"])
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_every_column_of_an_entry_counts(hands: Connection, made: Made, column: str) -> None:
    hands.exec_driver_sql(f"UPDATE audit_entry SET {column} WHERE stream = '{stream(made)}' AND sequence = 5")
    assert f"{stream(made)}#5: was changed after it was written" in findings(hands)


def test_changed_details_are_named(hands: Connection, made: Made) -> None:
    where = f"(SELECT id FROM audit_entry WHERE stream = '{stream(made)}' AND sequence = 3)"
    body = '{"actor": {"name": "Somebody else"}}'
    hands.execute(
        text(f"UPDATE audit_payload SET body = '{body.replace(':', chr(92) + ':')}' WHERE entry_id = {where}")
    )
    assert f"{stream(made)}#3: has details other than those that were written" in findings(hands)


def test_details_blanked_without_a_record_are_named(hands: Connection, made: Made) -> None:
    where = f"(SELECT id FROM audit_entry WHERE stream = '{stream(made)}' AND sequence = 3)"
    hands.exec_driver_sql(f"UPDATE audit_payload SET body = NULL, salt = NULL WHERE entry_id = {where}")
    assert f"{stream(made)}#3: has lost its details without a recorded redaction" in findings(hands)


def delete_entries(connection: Connection, which: str) -> None:
    connection.exec_driver_sql(
        f"DELETE FROM audit_payload WHERE entry_id IN (SELECT id FROM audit_entry WHERE {which})"
    )
    connection.exec_driver_sql(f"DELETE FROM audit_entry WHERE {which}")


def test_an_entry_taken_from_the_middle_is_missed(hands: Connection, made: Made) -> None:
    delete_entries(hands, f"stream = '{stream(made)}' AND sequence = 4")
    assert f"{stream(made)}#5: entry 4 is missing before it" in findings(hands)


def test_a_tail_that_was_cut_off_is_missed(hands: Connection, made: Made) -> None:
    end = last(hands, made)
    delete_entries(hands, f"stream = '{stream(made)}' AND sequence > {end - 2}")
    assert f"{stream(made)}#{end - 2}: is the last entry, but {end} were written" in findings(hands)


def test_a_tail_cut_off_together_with_its_head_is_missed_by_the_record(hands: Connection, made: Made) -> None:
    """The chain alone cannot know; the version's own state and revision do."""
    first = number_of(hands, made, "signed")
    delete_entries(hands, f"stream = '{stream(made)}' AND sequence >= {first}")
    query = f"SELECT hash FROM audit_entry WHERE stream = '{stream(made)}' AND sequence = {first - 1}"
    head = hands.exec_driver_sql(query).scalar_one()
    hands.exec_driver_sql(
        f"UPDATE audit_stream SET sequence = {first - 1}, head = '{head}' WHERE name = '{stream(made)}'"
    )
    found = findings(hands)
    assert any("left version 1 at “sign_off”" in line and "“signed_off”" in line for line in found)
    assert f"{stream(made)}: says nothing of version 2" in found


def test_an_entry_put_in_between_is_named(hands: Connection, made: Made) -> None:
    """The later ones are moved up by one, from the last down, to make room."""
    end = last(hands, made)
    for sequence in range(end, 5, -1):
        hands.exec_driver_sql(
            f"UPDATE audit_entry SET sequence = {sequence + 1}"
            f" WHERE stream = '{stream(made)}' AND sequence = {sequence}"
        )
    columns = "stream, at, actor_id, event, command, format, payload_digest, previous, hash"
    hands.exec_driver_sql(
        f"INSERT INTO audit_entry (sequence, {columns}) SELECT 6, {columns} FROM audit_entry"
        f" WHERE stream = '{stream(made)}' AND sequence = 5"
    )
    found = findings(hands)
    assert f"{stream(made)}#6: was changed after it was written" in found
    assert f"{stream(made)}#6: has lost its details" in found


@COMPARED
def test_a_state_without_an_entry_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE version SET state = 'withdrawn' WHERE id = {made.version_id}")
    found, *beside = findings(hands)
    assert found.startswith(f"{stream(made)}#")
    assert "left version 1 at “signed_off”" in found
    assert "the record says “withdrawn”" in found
    assert beside[0] == f"register:{made.version_id}: is not what its assessment says: eia register"
    assert beside[1:] == [f"coverage:{made.policy_id}: is not how its policy stands: eia coverage"]


def test_of_one_assessment_the_same_is_found_as_among_all(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE version SET state = 'withdrawn' WHERE id = {made.version_id}")
    assert findings(hands, only=made.reference) == findings(hands)
    assert findings(hands, only="another") == []


@COMPARED
def test_a_revision_without_an_entry_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE version SET revision = revision + 1 WHERE id = {made.version_id}")
    assert len(findings(hands)) == 1


def of_version(made: Made) -> str:
    return f"submission_id IN (SELECT id FROM submission WHERE version_id = {made.version_id})"


@COMPARED
def test_other_bytes_under_a_signature_are_named(hands: Connection, made: Made) -> None:
    sent = number_of(hands, made, "sent_to_adviser")
    hands.exec_driver_sql(
        f"UPDATE signed_part SET content = CAST('{{}}' AS {blob(hands)})"
        f" WHERE organisation_id IS NULL AND {of_version(made)}"
    )
    found = findings(hands)
    assert f"{stream(made)}#{sent}: the bytes kept in round 1 are not those of their digest" in found


def blob(connection: Connection) -> str:
    return "BLOB" if connection.dialect.name == "sqlite" else "BYTEA"


@COMPARED
def test_other_bytes_with_a_digest_that_fits_are_named_by_the_trail_and_the_signatures(
    hands: Connection, made: Made
) -> None:
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
    hands.exec_driver_sql(
        f"UPDATE signed_part SET content = CAST('{{}}' AS {blob(hands)}), digest = '{digest}'"
        f" WHERE organisation_id IS NULL AND {of_version(made)}"
    )
    found = findings(hands)
    assert any("the digest kept in round 1 is not the one recorded here" in line for line in found)
    assert any("covers other bytes than were kept" in line for line in found)


@pytest.mark.parametrize(
    ("table", "change", "part"),
    [
        ("evidence", "title = 'Another audit'", "evidence"),
        ("mitigation", "what = 'Nothing'", "mitigations"),
        ("impact", "reason = 'None'", "impacts"),
        ("screening_cell", "answer = 'no', direction = '', level = ''", "screening"),
        ("consultation", "said = ''", "consultations"),
        ("option", "chosen = ''", "options"),
        ("gap", "missing = ''", "gaps"),
        ("section", "answers = '{}'", "sections"),
    ],
)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_frozen_content_that_changed_is_named(
    hands: Connection, made: Made, table: str, change: str, part: str
) -> None:
    sent = number_of(hands, made, "sent_to_adviser")
    hands.execute(text(f"UPDATE {table} SET {change} WHERE version_id = {made.version_id}"))
    assert f"{stream(made)}#{sent}: “{part}” of version 1 is no longer what was sent" in findings(hands)


@pytest.mark.parametrize("change", ["DELETE FROM evidence_file", "UPDATE evidence_file SET name = 'x.pdf'"])
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_a_file_that_is_no_longer_that_of_the_signed_bytes_is_named(hands: Connection, made: Made, change: str) -> None:
    hands.exec_driver_sql(
        f"{change} WHERE evidence_id IN (SELECT id FROM evidence WHERE version_id = {made.version_id})"
    )
    assert any("“evidence” of version 1 is no longer what was sent" in line for line in findings(hands))


@COMPARED
def test_a_file_of_which_another_digest_is_said_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE stored_file SET digest = '{'0' * 64}'")
    found = findings(hands)
    assert any(line.startswith("file:") and "was changed" in line for line in found)
    assert any("“evidence” of version 1 is no longer what was sent" in line for line in found)


@COMPARED
def test_a_direction_turned_round_is_named(hands: Connection, made: Made) -> None:
    impacts = f"SELECT id FROM impact WHERE version_id = {made.version_id}"
    hands.exec_driver_sql(f"UPDATE impact_aim SET direction = 'positive' WHERE impact_id IN ({impacts})")
    assert any("“impacts” of version 1 is no longer what was sent" in line for line in findings(hands))


@COMPARED
def test_a_signature_that_is_gone_is_missed(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"DELETE FROM signature WHERE {of_version(made)} AND person_id = {made.lead['approver']}")
    found = findings(hands)
    assert any("the signatures of version 1 are not those in the trail" in line for line in found)
    assert any("Organisation" in line and "its signature says otherwise" in line for line in found)


@COMPARED
def test_a_signature_for_another_organisation_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE signature SET kind = 'refusal' WHERE {of_version(made)}")
    assert any("the signatures of version 1 are not those in the trail" in line for line in findings(hands))


@COMPARED
def test_an_adoption_that_says_otherwise_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE adoption SET status = 'refused' WHERE version_id = {made.version_id} AND leads")
    assert any("is “refused”, and its signature says otherwise" in line for line in findings(hands))


@COMPARED
def test_a_decision_that_is_gone_is_missed(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"DELETE FROM decision_record WHERE version_id = {made.version_id}")
    assert f"{stream(made)}: recorded 1 decisions, and 0 are kept" in findings(hands)


@COMPARED
def test_a_changed_verdict_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql("UPDATE section_verdict SET verdict = 'to_correct' WHERE section = 'impacts'")
    expected = f"{stream(made)}#{last(hands, made)}: the verdicts on version 1 are not those in the trail"
    assert [line for line in findings(hands) if "verdicts" in line] == [expected]


@COMPARED
def test_a_framework_with_other_bytes_is_named(hands: Connection, made: Made) -> None:
    hands.exec_driver_sql(f"UPDATE stored_framework SET digest = '{'0' * 64}'")
    assert any(line.startswith("framework:equality_act_2010.v1: has other bytes") for line in findings(hands))


def test_missing_triggers_are_found(tampered: Tampered) -> None:
    with tampered.as_owner(without_triggers=True) as connection:
        assert len(triggers.missing(connection)) == len(triggers.triggers(connection.dialect.name))


def test_a_return_and_a_withdrawal_leave_nothing_to_find(tampered: Tampered) -> None:
    """Rounds that ended, content that changed after a return: all of that is as it should be."""
    with tampered.app.app_context():
        made = make_assessment(at="sign_off", organisations=2)
        point = {"section": "impacts", "reason": "too_general", "remark": "Say who."}
        take(made, "sign", made.others[0]["approver"])
        take(made, "return_to_author", made.lead["approver"], stage="mitigation", points=[point])
        take(made, "withdraw_draft", made.lead["owner"])
        db.session.rollback()
    with tampered.as_owner() as connection:
        assert findings(connection) == []
