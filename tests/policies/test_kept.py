"""What is kept of how policies stand is what it would be if everything were looked at anew, whatever was done.

Random people take random steps with assessments and policies while time passes; after each, every row, every number on
the page and a list behind one of them is held against `from_scratch`.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock, counting
from eia.assessments.commands.acting import act
from eia.assessments.commands.covering import tell_lost_covers
from eia.assessments.models import Assessment, Version
from eia.assessments.workflow import TABLE
from eia.db import db, transaction
from eia.errors import Refusal
from eia.people.models import Organisation, Unit
from eia.policies.commands.acting import act as act_on_policy
from eia.policies.commands.policies import add_policy, change_policy
from eia.policies.commands.retiring import Retirement, retire
from eia.policies.coverage.counts import truth
from eia.policies.coverage.gap import coverage
from eia.policies.coverage.keeping import turn_due
from eia.policies.coverage.lists import policies_wanted
from eia.policies.coverage.sources import KEPT, Kept
from eia.policies.coverage.words import IN_LISTS, NOT_FOLLOWED, Covered
from eia.policies.facts import Facts
from eia.policies.models import CoverageCount, Policy, PolicyCoverage
from eia.policies.queries import Wanted, fingerprint
from eia.subjects.models import subject_organisation
from eia.upkeep.folding import fold_all
from tests.assessments.test_cover import screened_out_under
from tests.policies.from_scratch import standing
from tests.support.assessments import start, walk
from tests.support.counts import times
from tests.support.past import make_past
from tests.support.staff import Staff, acting, new_staff
from tests.support.writing import read

WALKS, MOVES = times(12, else_few=1), times(60, else_few=30)
BEGUN = ("draft", "adviser_review", "sign_off", "signed_off", "signed_off", "screened_out")
CLASSES = ("", "people", "estates")
ANSWERS: dict[str, Any] = {
    "reason": "Because", "remark": "", "cause": "wrong", "title": "For every desk", "over": "It is known.",
    "opinion": "agrees", "points": [{"section": "impacts", "reason": "too_general", "remark": "Say who."}],
    "conditions": [], "assignments": [], "sections": ["review"], "verdicts": [], "stage": "draft",
}  # fmt: skip
POLICY_STEPS = ("bring_into_force", "begin_review", "end_review", "take_up_again")


class People:
    """Two organisations, what one of them leads and shares, and everything anybody may do with it."""

    def __init__(self, seed: int, traveller: time_machine.Traveller) -> None:
        self.random, self.traveller = Random(seed), traveller  # noqa: S311  the same every time
        self.staff: tuple[Staff, ...] = (new_staff(), new_staff())
        with transaction() as session:
            units = [Unit(organisation_id=self.staff[0].organisation_id, name=f"Unit {n}") for n in range(2)]
            session.add_all(units)
        parent = start(self.staff, title="All desks")
        walk(parent, "signed_off")
        screened_out_under(parent)
        for state in self.random.sample(BEGUN, 2):
            walk(start(self.staff[: self.random.choice((1, 2))], title=f"Desk {state}"), state)
        self.moves = (self.steps, self.steps, self.steps, self.steps, self.moves_a_policy, self.changes, self.adds,
                      self.imports, self.retires, self.waits, self.waits, self.jobs)  # fmt: skip

    def persons(self) -> list[int]:
        return sorted({person for one in self.staff for person in one.people.values()})

    def policy(self) -> Policy:
        lead = Policy.organisation_id == self.staff[0].organisation_id
        return self.random.choice(db.session.scalars(select(Policy).where(lead).order_by(Policy.id)).all())

    def steps(self) -> None:
        """Whoever may takes a step with one of the assessments."""
        lead = Assessment.organisation_id == self.staff[0].organisation_id
        versions = db.session.scalars(select(Version.id).join(Version.assessment).where(lead).order_by(Version.id))
        case = read(self.random.choice(versions.all()))
        offered = [step for step in TABLE.from_state(case.state) if step.by]
        if not offered:
            return
        step = self.random.choice(offered)
        may = [one for one in self.persons() if step.standing(case, acting(db.session(), one))]
        if may:
            person, seen, version = self.random.choice(may), case.revision, case.version.id
            with transaction() as session:
                by = acting(session, person)
                act(session, version, step.action, by=by, seen=seen, answers=ANSWERS | {"person": person})

    def moves_a_policy(self) -> None:
        policy, step = self.policy(), self.random.choice(POLICY_STEPS)
        policy_id, seen = policy.id, policy.revision
        answers = {"reason": "Because", "adopted_on": clock.today(), "review_on": clock.today() + timedelta(days=9)}
        with transaction() as session:
            by = acting(session, self.staff[0]["owner"])
            act_on_policy(session, policy_id, step, by=by, seen=seen, answers=answers)

    def changes(self) -> None:
        """Its title, unit, class and who shares it."""
        policy_id = self.policy().id
        with transaction() as session:
            policy, lead = session.get_one(Policy, policy_id), self.staff[0].organisation_id
            units = session.scalars(select(Unit).where(Unit.organisation_id == lead).order_by(Unit.id)).all()
            shared = [session.get_one(Organisation, one.organisation_id) for one in self.random.sample(self.staff, 2)]
            facts = Facts(self.random.choice([None, *units]), self.random.choice(CLASSES))
            title = policy.title if self.random.random() < 0.5 else f"{self.random.choice('aZé')}{policy.title}"[:200]
            change_policy(
                session, policy, number=policy.number, title=title, owner=policy.owner, facts=facts,
                shared_with=shared[: self.random.choice((0, 2))], seen=fingerprint(policy),
                by=acting(session, self.staff[0]["owner"]),
            )  # fmt: skip

    def adds(self) -> None:
        with transaction() as session:
            by = acting(session, self.staff[0]["owner"])
            add_policy(
                session, number=f"N{self.random.random()}", title="Another", owner=self.policy().owner, by=by,
                shared_with=[], state=self.random.choice(("draft", "in_force")),
                facts=Facts(policy_class=self.random.choice(CLASSES)),
            )  # fmt: skip

    def imports(self) -> None:
        """A past assessment, of a policy or of another than before."""
        make_past(self.staff[0], reference=self.random.choice("ABC"), policy_number=self.policy().number)

    def retires(self) -> None:
        policy = self.policy()
        policy_id, seen, draft = policy.id, policy.revision, self.random.choice(("", "withdraw"))
        if self.random.random() < 0.5:
            with transaction() as session:
                by = acting(session, self.staff[0]["owner"])
                retire(session, policy_id, Retirement("Because", draft, actions={}), by=by, seen=seen)

    def waits(self) -> None:
        self.traveller.shift(timedelta(days=self.random.choice((1, 29, 29, 400))))

    def jobs(self) -> None:
        self.random.choice((turn_due, fold_all, tell_lost_covers))()

    def move(self) -> None:
        with suppress(Refusal):
            self.random.choice(self.moves)()
        db.session.rollback()
        db.session.expunge_all()


def worked_out(session: Session, organisations: list[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """(policy, organisation) -> how it stands, its unit and class, where its open version is and since when."""
    rows = session.execute(standing(organisations)).all()
    return {(row[0], row[1]): (row.covered, row.unit_id, row[3], row.place or "", row.since) for row in rows}


def kept(session: Session, organisations: list[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    rows = session.execute(select(*KEPT).where(PolicyCoverage.organisation_id.in_(organisations)))
    now = [Kept(*row).as_of(clock.now()) for row in rows]
    return {
        (one.policy_id, one.organisation_id): (one.covered, one.unit_id, one.policy_class, one.place, one.since)
        for one in now
        if one.covered not in NOT_FOLLOWED
    }


def everything_holds(people: People) -> None:
    session, organisations = db.session(), [one.organisation_id for one in people.staff]
    found = worked_out(session, organisations)
    assert kept(session, organisations) == found
    assert not counting.wrong(session, CoverageCount, truth())
    for staff in people.staff:
        by = acting(session, staff["administrator"])
        mine = {key: row for key, row in found.items() if key[1] == staff.organisation_id}
        (page,) = (one for one in coverage(session, by) if one.organisation.id == staff.organisation_id)
        assert {one: count for one, count in page.counts.items() if count} == Counter(row[0] for row in mine.values())
        stuck = [row for row in mine.values() if row[0] == Covered.STUCK]
        since = {state: min(row[4] for row in stuck if row[3] == state) for state in {row[3] for row in stuck}}
        assert {one.state: one.since for one in page.stuck} == since
        others = (
            select(Policy.state)
            .join(subject_organisation, subject_organisation.c.subject_id == Policy.id)
            .where(subject_organisation.c.organisation_id == staff.organisation_id, Policy.state.in_(NOT_FOLLOWED))
        )
        assert page.others == Counter(session.scalars(others))
        for groups, place in ((page.units, 1), (page.classes, 2)):
            totals = Counter(str(row[place] or "none") for row in mine.values())
            gaps = Counter(str(row[place] or "none") for row in mine.values() if Covered(row[0]).is_gap)
            assert {one.key: (one.total, one.gap) for one in groups} == {k: (n, gaps[k]) for k, n in totals.items()}
        covered = people.random.choice(list(Covered))
        those = {one.value for one in IN_LISTS.get(covered, (covered,))}
        listed = list(every_page(session, by, Wanted(organisation=staff.organisation_id, covered=covered.value)))
        assert sorted(listed) == sorted(policy for (policy, _), row in mine.items() if row[0] in those)


def every_page(session: Session, by: Any, wanted: Wanted) -> Iterator[int]:
    """Two at a time, each page after the last of the one before."""
    while page := policies_wanted(session, by, wanted, most=2):
        yield from (policy.id for policy in page)
        wanted = replace(wanted, after=page[-1].id)


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_is_done_what_is_kept_is_what_holds(app: Flask, seed: int) -> None:
    with app.app_context(), time_machine.travel(clock.now(), tick=True) as traveller:
        people = People(seed, traveller)
        everything_holds(people)
        for _ in range(MOVES):
            people.move()
            everything_holds(people)
