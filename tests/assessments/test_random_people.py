"""Random people of three organisations take random steps and save random text, and the rules hold all the same.

After every move: each state stands in the table, the trail's last entry says what the record says, nobody signed what
they wrote or sent, adoptions say what signatures say, and somebody can go on. What was refused changed nothing.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.acting import act
from eia.assessments.commands.local import save_local
from eia.assessments.commands.writing import save_section
from eia.assessments.joint.jointly import local_key
from eia.assessments.models import Version
from eia.assessments.workflow import TABLE
from eia.audit.models import AuditEntry
from eia.db import db, transaction
from eia.errors import Refusal
from eia.people.routes import Level
from tests.assessments.invariants import broken
from tests.support.assessments import Made, screen, start, take, to_screening, walk
from tests.support.counts import times
from tests.support.routing import ADVISER, HEAD, lay_route
from tests.support.staff import Staff, acting, make_staff, new_staff
from tests.support.writing import read, write_the_least

EXAMPLES, MOVES = times(25, else_few=4), times(20, else_few=15)
ANSWERS: dict[str, Any] = {
    "reason": "Because",
    "remark": "",
    "cause": "wrong",
    "title": "For every desk",
    "over": "It is known and accepted.",
    "opinion": "agrees",
    "points": [{"section": "impacts", "reason": "too_general", "remark": "Say who."}],
}
SECTIONS = ("proposal", "conclusion", "review")
SIGNERS_TRIED = 40
SIGN = text(
    "INSERT INTO signature (submission_id, organisation_id, person_id, kind, office, declaration, remark,"
    " shared_digest, local_digest, signed_at) SELECT id, :organisation, :person, 'sign_off', '', '', '', '', '',"
    " submitted_at FROM submission WHERE id = :submission"
)

NEVER = r"eia: (author, contributors|whoever declared an interest|an organisation signs once|each stage of a route)"


class People(RuleBasedStateMachine):
    """One assessment and everybody around it. `version` is the one they look at: always the newest."""

    def __init__(self, staff: tuple[Staff, ...]) -> None:
        super().__init__()
        self.staff = staff
        self.persons = sorted({person for one in staff for person in one.people.values()})
        self.standings = {person: acting(db.session(), person) for person in self.persons}
        """Nobody gets or loses an office here."""

    @initialize(
        others=st.sampled_from([2, 2, 1, 0]),
        written=st.sampled_from(["nothing", "screening", "everything", "sent"]),
    )
    def begin(self, others: int, written: str) -> None:
        self.made = start(self.staff[: others + 1])
        self.version = self.made.version_id
        _WRITTEN[written](self.made)

    def newest(self) -> Case:
        query = select(func.max(Version.id)).where(Version.assessment_id == read(self.version).assessment.id)
        self.version = db.session.scalars(query).one()
        return read(self.version)

    @rule(data=st.data())
    def somebody_who_may_takes_a_step(self, data: st.DataObject) -> None:
        case = self.newest()
        steps = [step for step in TABLE.from_state(case.state) if step.by]
        if not steps:
            return
        step = data.draw(st.sampled_from(steps), "step")
        may = [p for p in self.persons if step.standing(case, self.standings[p])]
        if may:
            self.takes(data.draw(st.sampled_from(may), "person"), step.action, data)

    @rule(data=st.data())
    def anybody_takes_any_step(self, data: st.DataObject) -> None:
        self.newest()
        action = data.draw(st.sampled_from(sorted(TABLE.steps)), "step")
        self.takes(data.draw(st.sampled_from(self.persons), "person"), action, data)

    def takes(self, person: int, action: str, data: st.DataObject) -> None:
        case = read(self.version)
        seen = case.revision - data.draw(st.sampled_from([0, 0, 0, 0, 1]), "behind")
        answers = ANSWERS | {
            "stage": data.draw(st.sampled_from(sorted(TABLE.states)), "stage"),
            "person": data.draw(st.sampled_from(self.persons), "whom"),
            "sections": [data.draw(st.sampled_from([*SECTIONS, *map(local_key, self.codes())]), "section")],
            "conditions": data.draw(st.sampled_from([[], [self.condition()]]), "conditions"),
            "assignments": [row.id for row in case.in_hand],
            "verdicts": [data.draw(st.sampled_from(_verdicts(case)), "verdict")],
        }
        self.changes_all_or_nothing(lambda: self.act(person, action, seen, answers))

    def those_who_are_asked_sign_one_after_another(self) -> None:
        for turn in range(SIGNERS_TRIED):
            case = self.newest()
            may = [p for p in self.persons if TABLE.steps["sign"].standing(case, self.standings[p])]
            if case.state != "sign_off" or not may:
                return
            person, seen = may[turn % len(may)], case.revision
            self.changes_all_or_nothing(partial(self.act, person, "sign", seen, ANSWERS))

    def act(self, person: int, action: str, seen: int, answers: dict[str, Any]) -> None:
        with transaction() as session:
            act(session, self.version, action, by=acting(session, person), seen=seen, answers=answers)

    def codes(self) -> list[str]:
        return [staff.code for staff in self.made.everybody]

    def condition(self) -> dict[str, Any]:
        return {"what": "Count who comes on foot", "owner_id": self.made.lead["member"], "due": clock.today()}

    @rule(data=st.data())
    def anybody_writes_a_local_part(self, data: st.DataObject) -> None:
        case = self.newest()
        staff = data.draw(st.sampled_from(self.made.everybody), "organisation")
        given = [row.person_id for row in case.in_hand if row.section == local_key(staff.code)]
        writers = [staff["owner"], staff["second_owner"], staff["approver"], *given]
        person = data.draw(st.sampled_from(writers), "person")
        own = case.local_of(staff.organisation_id)
        self.changes_all_or_nothing(lambda: self.write_local(person, staff.code, own.revision if own else 0))

    def write_local(self, person: int, code: str, seen: int) -> None:
        with transaction() as session:
            save_local(session, self.version, code, {"applies": "More."}, by=acting(session, person), seen=seen)

    @rule(data=st.data(), section=st.sampled_from(SECTIONS))
    def anybody_saves(self, data: st.DataObject, section: str) -> None:
        case = self.newest()
        person = data.draw(st.sampled_from([case.version.author_id, *self.persons[:8]]), "person")
        kept = case.section(section)
        self.changes_all_or_nothing(lambda: self.save(person, section, kept.revision if kept else 0))

    def save(self, person: int, section: str, seen: int) -> None:
        with transaction() as session:
            by = acting(session, person)
            save_section(session, self.version, section, {"note": "More."}, by=by, seen=seen, finished=True)

    @invariant()
    def no_writer_and_nobody_with_an_interest_can_sign_by_sql(self) -> None:
        """Nor for any organisation that takes part, whatever their office."""
        case = read(self.version) if hasattr(self, "version") else None
        if case is None or case.submission is None:
            return
        submission, organisations = case.submission.id, sorted(case.organisation_ids)
        for number, person in enumerate(sorted(case.barred)):
            organisation = organisations[number % len(organisations)]
            keys = {"submission": submission, "organisation": organisation, "person": person}
            with pytest.raises(DBAPIError, match=NEVER), transaction() as session:
                session.execute(SIGN, keys)

    def changes_all_or_nothing(self, change: Callable[[], None]) -> None:
        before, refused = self.everything_that_counts(), ""
        try:
            change()
        except Refusal as refusal:
            refused = str(refusal)
        same = self.everything_that_counts() == before
        assert same == bool(refused), f"refused, and changed all the same: {refused}" if refused else "nothing changed"

    def everything_that_counts(self) -> list[Any]:
        case = read(self.version)
        entries = select(func.count()).where(AuditEntry.stream == case.assessment.stream)
        return [
            db.session.scalar(entries),
            *((v.number, v.state, v.revision, v.round, v.adviser_id) for v in case.assessment.versions),
            *((a.round, a.organisation_id, a.status) for a in case.version.adoptions),
            *((s.round, s.ended_as, len(s.signatures), len(s.points)) for s in case.version.submissions),
        ]

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "version"):
            assert broken(read(self.version)) == []

    @invariant()
    def somebody_can_go_on(self) -> None:
        if not hasattr(self, "version"):
            return
        case = self.newest()
        ways = [
            step.action
            for step in TABLE.from_state(case.state)
            for by in self.standings.values()
            if (standing := step.standing(case, by)) and not step.reasons(case, by, standing)
        ]
        assert ways, f"a dead end: {case.state}"


def _verdicts(case: Case) -> list[dict[str, str]]:
    said = {"section": "proposal", "reason": "too_general", "remark": "Say who."}
    return [said | {"verdict": verdict.key} for verdict in case.framework.verdicts]


def _screened(made: Made) -> None:
    to_screening(made)
    screen(made, full=False)


def _sent(made: Made) -> None:
    write_the_least(made.version_id)
    take(made, "send_to_adviser", made.lead["owner"])


_WRITTEN: dict[str, Callable[[Made], None]] = {
    "nothing": lambda made: None,
    "screening": _screened,
    "everything": lambda made: write_the_least(made.version_id),
    "sent": _sent,
    "checked": lambda made: walk(made, "sign_off"),
}


def _on_a_route() -> Staff:
    """Its head of department and an adviser sign before its approver, its head before the adviser who screens out."""
    staff = new_staff()
    lay_route(staff, Level.FULL, (HEAD, ADVISER))
    lay_route(staff, Level.SCREENED_OUT, (HEAD,))
    return staff


def _all_sign(people: People) -> None:
    """Chance seldom gets so far in few moves."""
    people.begin(others=2, written="checked")
    people.those_who_are_asked_sign_one_after_another()
    people.everything_holds()
    people.somebody_can_go_on()


def test_whatever_people_do_the_rules_hold(app: Flask) -> None:
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=MOVES,
        deadline=None,
        derandomize=times(0, else_few=1) == 1,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    with app.app_context():
        staff = (_on_a_route(), make_staff(), _on_a_route())
        _all_sign(People(staff))
        run_state_machine_as_test(partial(People, staff), settings=how)  # type: ignore[arg-type]
        db.session.rollback()
