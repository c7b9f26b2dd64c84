"""What is kept of how policies stand: turned when its time has come, named where it differs, put right, never lost."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.commands.acting import act
from eia.db import db, transaction
from eia.people.models import Unit
from eia.policies.coverage.gap import coverage
from eia.policies.coverage.keeping import keep, put_in_order, rebuild, turn_due, verify_coverage
from eia.policies.coverage.words import STUCK_DAYS
from eia.policies.models import CoverageCount, Policy, PolicyCoverage
from eia.upkeep.folding import fold_all
from tests.support.assessments import Made, make_assessment
from tests.support.staff import acting
from tests.support.writing import read

PATIENCE = 20


def kept(made: Made) -> list[tuple[str, bool]]:
    """How its policy stands, as it is written, and whether that will turn; for each organisation it binds."""
    row = PolicyCoverage
    query = select(row.covered, row.turns_at).where(row.policy_id == made.policy_id).order_by(row.organisation_id)
    db.session.rollback()
    return [(covered, turns_at is not None) for covered, turns_at in db.session.execute(query)]


TURNING = [("signed_off", "assessed", "overdue"), ("draft", "in_progress", "stuck")]


@pytest.mark.parametrize(("at", "before", "then"), TURNING)
def test_what_stands_otherwise_since_its_time_has_come_is_written_by_a_job(
    database: Session, at: str, before: str, then: str
) -> None:
    made = make_assessment(at=at)
    turn_due()
    assert kept(made) == [(before, True)]
    with time_machine.travel(clock.now() + timedelta(days=365 * 12), tick=True):
        assert kept(made) == [(before, True)]
        assert list(verify_coverage(database, only=made.reference)) == []
        assert turn_due() >= 1
        assert kept(made) == [(then, False)]
        assert list(verify_coverage(database, only=made.reference)) == []
        assert turn_due() == 0


def test_a_review_is_overdue_when_its_day_is_over_in_london(database: Session) -> None:
    made = make_assessment(at="signed_off")
    turns_at = db.session.scalars(
        select(PolicyCoverage.turns_at).where(PolicyCoverage.policy_id == made.policy_id)
    ).one()
    assert turns_at is not None
    day = read(made.version_id).section("review").answers["review_day"]  # type: ignore[union-attr]
    assert clock.london(turns_at - timedelta(seconds=1)).date().isoformat() == day
    assert clock.london(turns_at).hour == clock.london(turns_at).minute == 0


def test_many_changes_leave_one_row_for_each_number(database: Session) -> None:
    made = make_assessment(at="signed_off", organisations=2)
    for name in ("a", "b"):
        with transaction() as session:
            policy = session.get_one(Policy, made.policy_id)
            policy.unit = Unit(organisation_id=made.lead.organisation_id, name=name)
            put_in_order(session, policy.id)
    before = coverage(db.session(), acting(db.session(), made.lead["administrator"]))[0]
    fold_all()
    mine = CoverageCount.organisation_id == made.lead.organisation_id
    keys = select(CoverageCount.part, CoverageCount.key, func.sum(CoverageCount.number)).where(mine)
    rows = db.session.execute(keys.group_by(CoverageCount.part, CoverageCount.key)).all()
    assert len(rows) == db.session.scalar(select(func.count()).select_from(CoverageCount).where(mine))
    after = coverage(db.session(), acting(db.session(), made.lead["administrator"]))[0]
    assert (after.counts, after.units, after.classes) == (before.counts, before.units, before.classes)


def test_what_differs_is_named_and_put_right(database: Session) -> None:
    first, second, third = (make_assessment(at=at) for at in ("signed_off", "draft", "screened_out"))
    rebuild()
    assert list(verify_coverage(database)) == []
    with transaction() as session:
        row = update(PolicyCoverage).where(PolicyCoverage.policy_id == first.policy_id)
        session.execute(row.values(covered="never", turns_at=None))
        session.execute(delete(PolicyCoverage).where(PolicyCoverage.policy_id == second.policy_id))
        whose = CoverageCount.organisation_id == third.lead.organisation_id
        session.execute(update(CoverageCount).where(whose).values(number=CoverageCount.number + 1))
    found = {one.entry for one in verify_coverage(db.session())}
    assert found >= {f"coverage:{first.policy_id}", f"coverage:{second.policy_id}"}
    assert f"coverage of organisation {third.lead.organisation_id}" in found
    assert [one.entry for one in verify_coverage(db.session(), only=first.reference)] == [f"coverage:{first.policy_id}"]
    assert rebuild() >= 2
    assert list(verify_coverage(db.session())) == []


def test_all_of_it_is_made_from_nothing(database: Session) -> None:
    """As after the migration that brings it."""
    made = make_assessment(at="signed_off", organisations=2)
    before = kept(made)
    with transaction() as session:
        session.execute(delete(PolicyCoverage))
        session.execute(delete(CoverageCount))
    rebuild()
    assert kept(made) == before
    assert list(verify_coverage(db.session())) == []


@pytest.mark.commits(because="two threads write at once")
def test_what_a_step_wrote_is_not_turned_by_whoever_read_before_it(app: Flask) -> None:
    """The job waits for the step, and then sees that there is nothing to turn."""
    long_ago = clock.now() - timedelta(days=STUCK_DAYS + 12)
    with app.app_context(), time_machine.travel(long_ago, tick=True):
        made = make_assessment(at="draft")
        seen = read(made.version_id).revision

    def turns() -> None:
        with app.app_context():
            turn_due()

    with app.app_context():
        with transaction() as session:
            by = acting(session, made.lead["owner"])
            act(session, made.version_id, "withdraw_draft", by=by, seen=seen, answers={"reason": "Because"})
            keep(session, [made.policy_id])
            other = threading.Thread(target=turns)
            other.start()
            time.sleep(1)
        other.join(PATIENCE)
        assert kept(made) == [("never", False)]
