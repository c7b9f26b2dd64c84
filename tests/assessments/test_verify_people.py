"""Who wrote, whose hands a section is in, what readers outside did: refused by a trigger, else found by `verify`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from eia.assessments.commands.outside import decline, make_link, note_opening, revoke_link, take_over, write_comment
from eia.assessments.models import OutsideComment
from eia.db import db, transaction
from tests.support.assessments import Made, make_assessment, open_version, take
from tests.support.staff import acting
from tests.support.tampering import Tampered, findings, refused_to_everybody
from tests.support.writing import read

WHERE = "WHERE version_id = {version}"
LINK = "link_id IN (SELECT id FROM outside_link WHERE version_id = {version})"
CONTRIBUTOR = "INSERT INTO contributor (version_id, person_id, since) SELECT {version}, {stranger}, created_at"
ATTEMPTS = {
    "forget who wrote": (f"DELETE FROM contributor {WHERE} AND person_id = {{writer}}", "somebody who wrote in"),
    "say somebody else wrote": (
        f"UPDATE contributor SET person_id = {{stranger}} {WHERE} AND person_id = {{writer}}",
        "who never wrote in it",
    ),
    "give a section to another": (f"UPDATE assignment SET person_id = {{stranger}} {WHERE}", "as it was recorded"),
    "ask for something else": (f"UPDATE assignment SET note = 'x' {WHERE}", "as it was recorded"),
    "forget that it was given": (f"DELETE FROM assignment {WHERE} AND ended_as = ''", "as it was recorded"),
    "give it again": (
        f"UPDATE assignment SET ended_as = '', ended_at = NULL, ended_by = NULL {WHERE} AND ended_as <> ''",
        "as it was recorded",
    ),
    "another hand-back": (f"UPDATE assignment SET word = 'x' {WHERE} AND ended_as <> ''", "as it was recorded"),
    "open a revoked link": (
        f"UPDATE outside_link SET revoked_at = NULL, revoked_by = NULL {WHERE} AND revoked_at IS NOT NULL",
        "is not what was recorded",
    ),
    "let a link live longer": (f"UPDATE outside_link SET until_day = '2039-01-01' {WHERE}", "link"),
    "show more by a link": (f"UPDATE outside_link SET parts = '' {WHERE}", "is not what was recorded"),
    "remove an opening": (f"DELETE FROM link_opening WHERE {LINK}", ""),
    "move an opening": (f"UPDATE link_opening SET at = '2020-01-01 00:00:00' WHERE {LINK}", "its link opened nothing"),
    "change a comment": (f"UPDATE outside_comment SET words = 'Fine' {WHERE}", "comment by link"),
    "change who wrote it": (f"UPDATE outside_comment SET name = 'x' {WHERE}", "comment by link"),
    "remove a comment": (f"DELETE FROM outside_comment {WHERE} AND status = 'waiting'", "is gone"),
    "take a decline back": (
        f"UPDATE outside_comment SET status = 'waiting', answered_by = NULL {WHERE} AND status = 'declined'",
        "is not what was recorded",
    ),
    "another reason": (f"UPDATE outside_comment SET reason = 'x' {WHERE} AND status = 'declined'", "not what was"),
}
"""What is tried, and what is found without the triggers ("": only they keep it)."""
FOUND = {
    **{name: attempt for name, attempt in ATTEMPTS.items() if attempt[1]},
    "make somebody a contributor": (f"{CONTRIBUTOR} FROM version WHERE id = {{version}}", "who never wrote in it"),
    "decline what waits": (
        f"UPDATE outside_comment SET status = 'declined', answered_by = {{writer}} {WHERE} AND status = 'waiting'",
        "is not what was recorded",
    ),
    "revoke a link unseen": (f"UPDATE outside_link SET revoked_at = made_at, revoked_by = made_by {WHERE}", "link"),
}
"""What a trigger lets the application do is found in the trail."""
ONLY_SQLITE = [
    f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    for table in ("contributor", "assignment", "outside_link", "outside_comment", "link_opening")
]
ONLY_POSTGRESQL = [
    f"TRUNCATE {table} CASCADE" for table in ("assignment", "outside_link", "outside_comment", "link_opening")
]
Fill = Callable[[str], str]


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def made(tampered: Tampered) -> Made:
    """One section handed back and one in hand, two links, an opening, and comments answered each way."""
    with tampered.app.app_context():
        made = make_assessment(at="mitigation")
        owner, writer = made.lead["owner"], made.lead["hr_lead"]
        for section in ("evidence", "options"):
            take(made, "give_sections", owner, person=writer, sections=[section], remark="Ask the network.")
        mine = [row.id for row in read(made.version_id).in_hand if row.section == "evidence"]
        take(made, "hand_back_sections", writer, assignments=mine, remark="Done.")
        _let_readers_in(made)
        take(made, "hand_over", owner, person=made.lead["second_owner"])
        db.session.rollback()
        return made


def _let_readers_in(made: Made) -> None:
    version_id, owner = made.version_id, made.lead["owner"]
    with transaction() as session:
        by = acting(session, owner)
        link, token = make_link(session, version_id, by=by, group_name="Staff network", days=5, parts=["proposal"])
        other, _ = make_link(session, version_id, by=by, group_name="Union", days=5, parts=[])
        revoke_link(session, version_id, other.id, by=by)
        note_opening(session, link.id)
        for words in ("Taken", "Declined", "Waiting"):
            write_comment(session, token, words=words, name="Sam", section="proposal")
    comments = db.session.scalars(select(OutsideComment.id).order_by(OutsideComment.id)).all()
    with transaction() as session:
        by = acting(session, owner)
        take_over(session, version_id, comments[0], by=by, seen=0)
        decline(session, version_id, comments[1], by=by, reason="Known already.")


@pytest.fixture(scope="module")
def fill(made: Made) -> Fill:
    keys = {"version": made.version_id, "stranger": made.lead["auditor"], "writer": made.lead["owner"]}
    return lambda statement: statement.format(**keys)


def test_nothing_is_found_where_nobody_tampered(tampered: Tampered, made: Made) -> None:
    with tampered.as_owner() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_neither_the_application_nor_the_owner_can(tampered: Tampered, fill: Fill, attempt: str) -> None:
    refused_to_everybody(tampered, fill(ATTEMPTS[attempt][0]))


@pytest.mark.only_on("sqlite", because="only SQLite replaces a row with another of the same key")
@pytest.mark.parametrize("statement", ONLY_SQLITE)
def test_nothing_is_replaced(tampered: Tampered, made: Made, statement: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_application() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.only_on("postgresql", because="SQLite has no TRUNCATE")
@pytest.mark.parametrize("statement", ONLY_POSTGRESQL)
def test_nothing_is_truncated(tampered: Tampered, made: Made, statement: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_owner() as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("attempt", FOUND)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_without_the_triggers_it_is_found(tampered: Tampered, fill: Fill, attempt: str) -> None:
    statement, words = FOUND[attempt]
    with tampered.as_owner(without_triggers=True) as connection:
        assert connection.exec_driver_sql(fill(statement)).rowcount > 0
        assert any(words in line for line in findings(connection))


def test_a_later_version_and_a_challenge_leave_nothing_to_find(tampered: Tampered) -> None:
    with tampered.app.app_context():
        signed, screened = make_assessment(at="signed_off"), make_assessment(at="screened_out")
        open_version(signed, signed.lead["second_owner"])
        open_version(screened, screened.lead["approver"], "challenge")
        db.session.rollback()
    with tampered.as_owner() as connection:
        assert findings(connection) == []
