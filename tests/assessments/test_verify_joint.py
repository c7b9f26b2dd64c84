"""What several organisations leave beside their signatures: refused by a trigger, else found by `verify`."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from eia import clock
from eia.assessments.commands.comments import begin_thread
from eia.assessments.commands.correcting import correct, object_to
from eia.assessments.commands.covering import cover_by_parent, tell_lost_covers
from eia.assessments.models import Cover
from eia.assessments.verifying.joint import as_far_as_told
from eia.assessments.writing.saying import revision_of_cover
from eia.db import db, transaction
from eia.people.routes import Level
from tests.support.assessments import Made, answer_all, start, take, to_screening, walk
from tests.support.local import write_local
from tests.support.routing import HEAD, lay_route
from tests.support.staff import acting, new_staff
from tests.support.tampering import Tampered, findings, refused_to_everybody
from tests.support.writing import read, step_on

REFUSED = r"eia: |permission denied|must be owner"
ROUND = "WHERE submission_id IN (SELECT id FROM submission WHERE version_id = {version})"
WHERE = "WHERE version_id = {version}"
NOT_ASKED = f"{WHERE} AND taken_back_at IS NOT NULL"
NAMED = f"WHERE comment_id IN (SELECT id FROM comment {WHERE})"
AMENDED = f"{ROUND} AND made_by IS NOT NULL"
CORRECTED = f"WHERE correction_id IN (SELECT id FROM correction {WHERE})"
SIGN = (
    "INSERT INTO signature (submission_id, organisation_id, person_id, on_behalf_of_id, kind, office, declaration,"
    " remark, shared_digest, local_digest, signed_at, turn) SELECT id, {{organisation}}, {person}, {whose}, 'sign_off',"
    " '', '', '', '', '', submitted_at, 9 FROM submission WHERE version_id = {{version}}"
)
ATTEMPTS = {
    "soften a condition": (f"UPDATE condition SET what = 'x' {ROUND}", "the conditions of version 1"),
    "give a condition more time": (f"UPDATE condition SET due = '2099-01-01' {ROUND}", "the conditions of version 1"),
    "give a condition to another": (f"UPDATE condition SET owner_id = {{stranger}} {ROUND}", "the conditions"),
    "forget an interest": (f"DELETE FROM recusal {WHERE}", "the declarations of interest"),
    "another interest": (f"UPDATE recusal SET interest = 'none' {WHERE}", "the declarations of interest"),
    "another's interest": (f"UPDATE recusal SET person_id = {{stranger}} {WHERE}", "the declarations of interest"),
    "forget a withdrawal": (f"DELETE FROM adoption_withdrawal {ROUND}", "the withdrawn adoptions"),
    "withdrawn for something else": (f"UPDATE adoption_withdrawal SET cause = 'retired' {ROUND}", "the withdrawn"),
    "withdrawn by another": (f"UPDATE adoption_withdrawal SET person_id = {{stranger}} {ROUND}", "the withdrawn"),
    "forget a check": (f"DELETE FROM local_check {ROUND}", "the checks of local parts"),
    "another opinion": (f"UPDATE local_check SET opinion = 'disagrees' {ROUND}", "the checks of local parts"),
    "check something else": (f"UPDATE local_check SET digest = 'x' {ROUND}", "the checks of local parts"),
    "another route": (f"UPDATE owed_signature SET office = 'equality_adviser' {ROUND} AND stage = 1", "the routes of"),
    "forget a route": (f"DELETE FROM owed_signature {ROUND}", "the routes of"),
    "sign as somebody else": (f"UPDATE signature SET seat = 'chair' {ROUND} AND stage = 2", "who signed as what"),
    "sign before the turn": (f"UPDATE signature SET turn = 2 {ROUND} AND stage = 2", "came before its turn"),
    "soften what a consultee said": (
        f"UPDATE consultee_opinion SET opinion = 'agrees' {WHERE} AND answered_at IS NOT NULL",
        "the opinions of consultees",
    ),
    "say it for a consultee": (f"UPDATE consultee_opinion SET words = 'x' {WHERE}", "the opinions of consultees"),
    "ask something else": (f"UPDATE consultee_opinion SET question = 'x' {WHERE}", "the opinions asked for"),
    "ask again": (
        f"UPDATE consultee_opinion SET taken_back_at = NULL, taken_back_because = '' {NOT_ASKED}",
        "the requests that were taken back",
    ),
    "another reason not to ask": (
        f"UPDATE consultee_opinion SET taken_back_because = 'x' {NOT_ASKED}",
        "the requests that were taken back",
    ),
    "forget an opinion": (f"DELETE FROM consultee_opinion {WHERE}", "the opinions of consultees"),
    "forget a mention": (f"DELETE FROM mention {NAMED}", "is not what was recorded"),
    "name another": (f"UPDATE mention SET person_id = {{stranger}} {NAMED}", "is not what was recorded"),
    "change an edition": (f"UPDATE signed_part SET content = '' {AMENDED}", "not those of their digest"),
    "forget an edition": (f"DELETE FROM signed_part {AMENDED}", "the amended local parts"),
    "hide who amended": (f"UPDATE signed_part SET made_by = NULL {AMENDED}", "the amended local parts"),
    "say another amended": (f"UPDATE signed_part SET made_by = {{stranger}} {AMENDED}", "the amended local parts"),
    "another reason for a cover": ("UPDATE cover SET reason = 'x' WHERE version_id = {child}", "“cover” of version"),
    "another loss": (
        "UPDATE cover_loss SET why = 'x' WHERE cover_id IN (SELECT id FROM cover WHERE version_id = {child})",
        "the losses of its cover",
    ),
    "correct something else": (f"UPDATE correction SET \"right\" = 'x' {WHERE}", "correction 1 is not what"),
    "say another corrected it": (f"UPDATE correction SET person_id = {{stranger}} {WHERE}", "correction 2 is not what"),
    "another objection": (f"UPDATE correction_objection SET reason = 'x' {CORRECTED}", "the objection to correction 1"),
    "forget an objection": (f"DELETE FROM correction_objection {CORRECTED}", "the objection to correction 1"),
    "forget a loss": ("DELETE FROM cover_loss WHERE cover_id IN ({cover})", "the losses of its cover"),
}
FOUND = {
    **{name: attempt for name, attempt in ATTEMPTS.items() if attempt[1]},
    "change a local part": (f"UPDATE local_part SET applies = 'x' {WHERE}", "is no longer what was sent"),
    "remove a local part": (f"DELETE FROM local_part {WHERE}", "is no longer what was sent"),
    "stop nobody": (f"UPDATE adoption SET must_fix_stops = NOT must_fix_stops {WHERE}", "whom “must fix” stops"),
    "wait for somebody else": (f"UPDATE adoption SET waits_for = ',approver,' {WHERE} AND leads", "waits for somebody"),
    "forget a correction": (f"DELETE FROM correction {WHERE} AND number = 2", "a correction, or the objection"),
    "make up an objection": (
        "INSERT INTO correction_objection (correction_id, person_id, reason, made_at) SELECT id, {stranger}, 'x',"
        f" made_at FROM correction {WHERE} AND number = 2",
        "the objection to correction 2",
    ),
    "owe one more": (
        "INSERT INTO owed_signature (submission_id, organisation_id, stage, office) SELECT id, {organisation}, 1,"
        " 'approver' FROM submission WHERE version_id = {child}",
        "the routes of",
    ),
    "make up an interest": (
        "INSERT INTO recusal (version_id, organisation_id, person_id, office, interest, declared_at)"
        " SELECT {child}, {organisation}, {stranger}, 'approver', 'x', created_at FROM version WHERE id = {child}",
        "the declarations of interest",
    ),
    "make up a check": (
        "INSERT INTO local_check (submission_id, organisation_id, person_id, opinion, remark, digest, checked_at)"
        " SELECT id, {organisation}, {stranger}, 'agrees', '', '', submitted_at FROM submission"
        " WHERE version_id = {child}",
        "the checks of local parts",
    ),
}
"""What a trigger lets the application do is found in the trail."""
REFUSED_SIGNATURES = {
    "by one who amended": SIGN.format(person="{amender}", whose="NULL"),
    "by one with an interest": SIGN.format(person="{recused}", whose="NULL"),
    "for one with an interest": SIGN.format(person="{stranger}", whose="{recused}"),
}
TABLES = (
    "condition",
    "recusal",
    "adoption_withdrawal",
    "local_check",
    "cover_loss",
    "signed_part",
    "consultee_opinion",
    "owed_signature",
    "correction",
    "correction_objection",
)
Fill = Callable[[str], str]


@pytest.fixture(scope="module")
def tampered(engine_name: str, folder: Path) -> Tampered:
    return Tampered(engine_name, folder)


@pytest.fixture(scope="module")
def made(tampered: Tampered) -> Made:
    """One signed on a condition, amended its part after it was sent, withdrew, wrote again, and was checked; the
    other signed in two stages."""
    with tampered.app.app_context():
        lead, partner = new_staff(), new_staff()
        lay_route(lead, Level.FULL, (HEAD,))
        made = start((lead, partner))
        walk(made, "sign_off")
        write_local(made, partner)
        due = clock.today() + timedelta(days=10)
        condition = {"what": "Count who comes on foot", "owner_id": partner["member"], "due": due}
        take(made, "declare_interest", partner["approver"], reason="I run the desk.")
        take(made, "ask_opinion", made.lead["owner"], person=made.lead["member"], capacity="legal", question="Is it?")
        take(made, "answer_opinion", made.lead["member"], opinion="concerns", words="It is not.")
        whom = made.lead["secretary"]
        case = take(made, "ask_opinion", made.lead["owner"], person=whom, capacity="staff_network", question="And you?")
        take(made, "take_back_request", made.lead["owner"], request=case.version.consultees[-1].id)
        with transaction() as session:
            by, named = acting(session, made.lead["adviser"]), [made.lead["second_adviser"]]
            begin_thread(session, made.version_id, by=by, section="evidence", text="Look at this.", tell=named)
        take(made, "sign", partner["second_approver"], conditions=[condition])
        take(made, "sign", lead["head"])
        take(made, "sign", lead["approver"])
        _corrected(made)
        _resting_on(made)
        take(made, "withdraw_adoption", partner["second_approver"])
        write_local(made, partner, words="Another desk.")
        take(made, "check_local", partner["adviser"])
        tell_lost_covers()
        db.session.rollback()
        return made


def _corrected(made: Made) -> None:
    """Twice, and an approver of the other organisation objects to the first."""
    with transaction() as session:
        by = acting(session, made.lead["owner"])
        said = {"wrong": "town hall", "right": "Town Hall", "reason": "It is its name."}
        first = correct(session, made.version_id, by=by, **said).id
        session.expire_all()
        correct(session, made.version_id, by=by, wrong="desk moves", right="desks move", reason="There are two.")
        session.expire_all()
        by = acting(session, made.others[0]["second_approver"])
        object_to(session, made.version_id, first, by=by, reason="It is no name.")


def _resting_on(parent: Made) -> Made:
    child = start(parent.everybody, title="The desk of one town")
    to_screening(child)
    seen = revision_of_cover(read(child.version_id))
    with transaction() as session:
        by = acting(session, child.lead["owner"])
        cover_by_parent(session, child.version_id, parent.version_id, "All of it is within.", by=by, seen=seen)
    step_on(child.version_id, "send_screening")
    answer_all(child, "screen_out", "adviser")
    return child


@pytest.fixture(scope="module")
def fill(tampered: Tampered, made: Made) -> Fill:
    with tampered.app.app_context():
        cover = db.session.scalars(select(Cover)).one()
        child, cover_id = cover.version_id, cover.id
        db.session.rollback()
    partner = made.others[0]
    keys = {
        "version": made.version_id, "child": child, "cover": cover_id, "stranger": made.lead["auditor"],
        "organisation": partner.organisation_id, "amender": partner["owner"], "recused": partner["approver"],
    }  # fmt: skip
    return lambda statement: statement.format(**keys)


def test_what_an_older_entry_did_not_say_yet_is_not_held_against_the_row() -> None:
    older, newer = (3, 7, "wrong", "Sold", None, None), (3, 7, "wrong", "Sold", 12, 9)
    event = "adoption_withdrawn"
    assert as_far_as_told(event, Counter([newer]), Counter([older])) == Counter([older])
    assert as_far_as_told(event, Counter([(3, 8, *newer[2:])]), Counter([older])) != Counter([older])
    assert as_far_as_told(event, Counter([(*newer[:-1], 4)]), Counter([newer])) != Counter([newer])


def test_nothing_is_found_where_nobody_tampered(tampered: Tampered, made: Made) -> None:
    with tampered.as_owner() as connection:
        assert findings(connection) == []


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_neither_the_application_nor_the_owner_can(tampered: Tampered, fill: Fill, attempt: str) -> None:
    refused_to_everybody(tampered, fill(ATTEMPTS[attempt][0]))


@pytest.mark.parametrize("attempt", FOUND)
@pytest.mark.first_on("postgresql", because="it reads the same rows for each, and there too")
def test_without_the_triggers_it_is_found(tampered: Tampered, fill: Fill, attempt: str) -> None:
    statement, words = FOUND[attempt]
    with tampered.as_owner(without_triggers=True) as connection:
        assert connection.exec_driver_sql(fill(statement)).rowcount > 0
        assert any(words in line for line in findings(connection))


@pytest.mark.parametrize("attempt", REFUSED_SIGNATURES)
def test_a_signature_is_refused(tampered: Tampered, fill: Fill, attempt: str) -> None:
    with pytest.raises(DBAPIError, match=r"eia: (author|whoever declared)"), tampered.as_owner() as connection:
        connection.exec_driver_sql(fill(REFUSED_SIGNATURES[attempt]))


@pytest.mark.only_on("sqlite", because="only SQLite replaces a row with another of the same key")
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(tampered: Tampered, made: Made, table: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_application() as connection:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.only_on("postgresql", because="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_truncated(tampered: Tampered, made: Made, table: str) -> None:
    with pytest.raises(DBAPIError, match="eia: "), tampered.as_owner() as connection:
        connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")
