"""Tampering by SQL is refused by a trigger or for want of a right. What `verify` finds without them: test_verify.py."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from eia.db import db
from tests.support.assessments import Made, answer_all, decide, make_assessment, send_for_sign_off, start
from tests.support.files import PDF, add_evidence_file
from tests.support.library import keep_entry
from tests.support.tampering import Tampered
from tests.support.writing import step_on, write_row

Fill = Callable[[str], str]
REFUSED = r"eia: |permission denied|must be owner"


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def signed(tampered: Tampered) -> Made:
    """Signed by two organisations and decided: every kind of record is there. Nobody manages to change it."""
    with tampered.app.app_context():
        made = make_assessment(at="mitigation", organisations=2)
        add_evidence_file(made.version_id)
        keep_entry(made.lead, file=PDF)
        send_for_sign_off(made)
        answer_all(made, "sign", "approver")
        decide(made, made.lead["owner"])
        return made


EVIDENCE = "evidence_id IN (SELECT id FROM evidence WHERE version_id = {version})"
SIGNATURE = "submission_id IN (SELECT id FROM submission WHERE version_id = {version})"
ATTEMPTS = {
    "update an entry": "UPDATE audit_entry SET event = 'signed' WHERE stream = '{stream}'",
    "delete an entry": "DELETE FROM audit_entry WHERE stream = '{stream}'",
    "update details": "UPDATE audit_payload SET body = '{{}}' WHERE entry_id IN ({entries})",
    "blank details without a record": "UPDATE audit_payload SET body = NULL, salt = NULL WHERE entry_id IN ({entries})",
    "delete details": "DELETE FROM audit_payload WHERE entry_id IN ({entries})",
    "turn the head back": "UPDATE audit_stream SET sequence = 1 WHERE name = '{stream}'",
    "delete the head": "DELETE FROM audit_stream WHERE name = '{stream}'",
    "update a signature": f"UPDATE signature SET remark = 'not I' WHERE {SIGNATURE}",
    "delete a signature": f"DELETE FROM signature WHERE {SIGNATURE}",
    "update signed bytes": f"UPDATE signed_part SET digest = 'x' WHERE {SIGNATURE}",
    "delete signed bytes": f"DELETE FROM signed_part WHERE {SIGNATURE}",
    "delete a contributor": "DELETE FROM contributor WHERE version_id = {version}",
    "update a contributor": "UPDATE contributor SET person_id = {stranger} WHERE version_id = {version}",
    "delete the version": "DELETE FROM version WHERE id = {version}",
    "delete an adoption": "DELETE FROM adoption WHERE version_id = {version}",
    "delete a round": "DELETE FROM submission WHERE version_id = {version}",
    "update a decision": "UPDATE decision_record SET decided_on = '2020-01-01' WHERE version_id = {version}",
    "delete a decision": "DELETE FROM decision_record WHERE version_id = {version}",
    "update an opinion": f"UPDATE opinion SET opinion = 'agrees' WHERE {SIGNATURE}",
    "update a verdict": f"UPDATE section_verdict SET verdict = 'acceptable' WHERE {SIGNATURE}",
    "delete a verdict": f"DELETE FROM section_verdict WHERE {SIGNATURE}",
    "change a frozen answer": "UPDATE section SET answers = '{{}}' WHERE version_id = {version}",
    "change a frozen finding": "UPDATE impact SET reason = '' WHERE version_id = {version}",
    "change a frozen direction": "UPDATE impact_aim SET direction = 'positive' WHERE impact_id IN ({impacts})",
    "end an action without a note": "UPDATE action_standing SET status = 'confirmed', is_open = false"
    " WHERE version_id = {version}",
    "give an action more time": "UPDATE action_standing SET due = '2099-01-01', revision = revision + 1"
    " WHERE version_id = {version}",
    "add frozen evidence": "INSERT INTO evidence (version_id, title, source, says, area, strength, supplied_by)"
    " VALUES ({version}, 'x', '', '', '', '', '')",
    "move evidence to a draft": "UPDATE evidence SET version_id = {draft} WHERE version_id = {version}",
    "move evidence out of a draft": "UPDATE evidence SET version_id = {version} WHERE version_id = {draft}",
    "remove a frozen plan": "DELETE FROM mitigation WHERE version_id = {version}",
    "take a file from frozen evidence": f"DELETE FROM evidence_file WHERE {EVIDENCE}",
    "rename a frozen file": f"UPDATE evidence_file SET name = 'x' WHERE {EVIDENCE}",
    "give frozen evidence another file": f"INSERT INTO evidence_file (evidence_id, file_id, name) SELECT evidence_id,"
    f" (SELECT min(id) FROM stored_file), 'x' FROM evidence_file WHERE {EVIDENCE}",
    "say that a file has another digest": "UPDATE stored_file SET digest = 'x'",
    "change an edition of the library": "UPDATE library_edition SET says = ''",
    "remove an edition of the library": "DELETE FROM library_edition",
    "remove an entry of the library": "DELETE FROM library_entry",
    "take a file from an edition": "DELETE FROM library_file",
    "edit the framework": "UPDATE stored_framework SET content = ''",
    "sign as the author": "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration,"
    " remark, shared_digest, local_digest, signed_at) SELECT id, {stranger_organisation}, submitted_by, 'sign_off',"
    " '', '', '', '', '', submitted_at FROM submission WHERE version_id = {version}",
    "sign for the author": "INSERT INTO signature (submission_id, organisation_id, person_id, on_behalf_of_id, kind,"
    " office, declaration, remark, shared_digest, local_digest, signed_at) SELECT id, {stranger_organisation},"
    " {stranger}, submitted_by, 'sign_off', '', '', '', '', '', submitted_at FROM submission"
    " WHERE version_id = {version}",
    "contribute after a signature": "INSERT INTO contributor (version_id, person_id, since)"
    " SELECT {version}, {stranger}, submitted_at FROM submission WHERE version_id = {version}",
}
ONLY_SQLITE = {
    "replace an entry": "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE stream = '{stream}'",
    "replace details": "INSERT OR REPLACE INTO audit_payload SELECT * FROM audit_payload WHERE entry_id IN ({entries})",
    "replace the head": "INSERT OR REPLACE INTO audit_stream SELECT * FROM audit_stream WHERE name = '{stream}'",
    "replace a signature": f"INSERT OR REPLACE INTO signature SELECT * FROM signature WHERE {SIGNATURE}",
    "replace signed bytes": f"INSERT OR REPLACE INTO signed_part SELECT * FROM signed_part WHERE {SIGNATURE}",
    "replace a verdict": f"INSERT OR REPLACE INTO section_verdict SELECT * FROM section_verdict WHERE {SIGNATURE}",
    "replace the version": "INSERT OR REPLACE INTO version SELECT * FROM version WHERE id = {version}",
    "replace a file": "INSERT OR REPLACE INTO stored_file SELECT * FROM stored_file",
    "replace an edition": "INSERT OR REPLACE INTO library_edition SELECT * FROM library_edition",
    "replace a decision": "INSERT OR REPLACE INTO decision_record SELECT * FROM decision_record"
    " WHERE version_id = {version}",
    "update or replace a signature": f"UPDATE OR REPLACE signature SET remark = '' WHERE {SIGNATURE}",
}
ONLY_POSTGRESQL = {
    f"truncate {table}": f"TRUNCATE {table} CASCADE"
    for table in ("audit_entry", "audit_stream", "signature", "signed_part", "contributor", "version", "opinion")
} | {"switch triggers off": "ALTER TABLE audit_entry DISABLE TRIGGER ALL", "drop a table": "DROP TABLE opinion"}


def draft_with_evidence(signed: Made) -> int:
    draft = start((signed.lead,)).version_id
    step_on(draft, "go_to_screening")
    step_on(draft, "go_to_full_assessment")
    write_row(draft, "evidence", title="In a draft")
    db.session.rollback()
    return draft


@pytest.fixture(scope="module")
def fill(tampered: Tampered, signed: Made) -> Fill:
    """Puts the keys of the signed version into a statement."""
    stream = f"assessment:{signed.reference}"
    with tampered.app.app_context():
        draft = draft_with_evidence(signed)
    keys = {
        "stream": stream,
        "version": signed.version_id,
        "entries": f"SELECT id FROM audit_entry WHERE stream = '{stream}'",
        "impacts": f"SELECT id FROM impact WHERE version_id = {signed.version_id}",
        "stranger": signed.lead["auditor"],
        "stranger_organisation": signed.lead.organisation_id,
        "draft": draft,
    }
    return lambda statement: statement.format(**keys)


def refuses(tampered: Tampered, statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED), tampered.as_application() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_application_itself_cannot(tampered: Tampered, fill: Fill, attempt: str) -> None:
    refuses(tampered, fill(ATTEMPTS[attempt]))


@pytest.mark.only_on("sqlite", because="only SQLite replaces a row with another of the same key")
@pytest.mark.parametrize("attempt", ONLY_SQLITE)
def test_the_application_itself_replaces_nothing(tampered: Tampered, fill: Fill, attempt: str) -> None:
    refuses(tampered, fill(ONLY_SQLITE[attempt]))


@pytest.mark.only_on("postgresql", because="SQLite has no TRUNCATE and no roles")
@pytest.mark.parametrize("attempt", ONLY_POSTGRESQL)
def test_the_application_itself_neither_truncates_nor_alters(tampered: Tampered, attempt: str) -> None:
    refuses(tampered, ONLY_POSTGRESQL[attempt])


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_not_even_the_owner_can_while_triggers_are_there(tampered: Tampered, fill: Fill, attempt: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_owner() as connection:
        connection.exec_driver_sql(fill(ATTEMPTS[attempt]))


@pytest.mark.only_on("postgresql", because="SQLite has no TRUNCATE")
@pytest.mark.parametrize("attempt", [one for one in ONLY_POSTGRESQL if one.startswith("truncate")])
def test_not_even_the_owner_truncates_while_triggers_are_there(tampered: Tampered, attempt: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_owner() as connection:
        connection.exec_driver_sql(ONLY_POSTGRESQL[attempt])
