"""What is kept of live decisions says what was written, whatever is done, and is put right where it does not."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from eia import clock, counting
from eia.assessments.cumulative.beside import others_that_harm
from eia.assessments.cumulative.counted import Narrowed, areas, counts, years
from eia.assessments.cumulative.keeping import there
from eia.assessments.cumulative.listing import behind
from eia.assessments.models import LiveCount, LiveEffect
from eia.assessments.models.living import OUTCOMES
from eia.assessments.register.keeping import rebuild, verify_register
from eia.db import db, transaction
from eia.errors import Refusal
from eia.people.models import Organisation, Person
from eia.policies.commands.policies import change_policy
from eia.policies.models import Policy
from eia.policies.queries import fingerprint
from eia.upkeep.folding import folding
from tests.assessments.live_from_scratch import from_scratch
from tests.support.assessments import (
    Made,
    decide,
    make_assessment,
    open_version,
    screen_out_again,
    send_for_sign_off,
    start,
    take,
    walk,
)
from tests.support.counts import times
from tests.support.staff import Staff, acting, new_staff
from tests.support.writing import read, write_impact, write_row, write_the_least

EXAMPLES, MOVES = times(20, else_few=2), times(20, else_few=5)
NOBODY = ("", "", "")
ENDS = ("signed_off", "helps two", "screened_out", "nothing found", "sign_off")
PLACES = ("York", "york ", "Hull", "Café", "x" * 200)


def kept_for(session: Session, person_id: int, organisation_id: int) -> dict[tuple[int, str], dict[Any, int]]:
    """As `from_scratch` says it, from what is kept."""
    by = acting(session, person_id)
    there = [(year, area) for year in (0, *years(session, by, organisation_id))
             for area in ("", *areas(session, by, organisation_id))]  # fmt: skip
    found = {one: counts(session, by, Narrowed(organisation_id, *one)) for one in there}
    return {one: said for one, said in found.items() if said}


def listed_for(session: Session, person_id: int, organisation_id: int) -> dict[tuple[int, str], dict[Any, int]]:
    """The same from the lists behind the cells, read one at a time."""
    by = acting(session, person_id)
    found: dict[tuple[int, str], dict[Any, int]] = {}
    for (year, area), said in kept_for(session, person_id, organisation_id).items():
        for cell in said.keys() - {NOBODY}:
            narrowed, rows, below = Narrowed(organisation_id, year, area), [], None
            while page := behind(session, by, narrowed, cell, below=below, most=1):
                assert all(cell[2] in one.ways for one in page)
                rows += page[:1]
                below = (page[0].year, page[0].row.id)
            found.setdefault((year, area), {})[cell] = len({one.row.id for one in rows})
            assert len({one.row.id for one in rows}) == len(rows)
    return found


def cut(areas_of: dict[tuple[int, str], Any]) -> dict[tuple[int, str], Any]:
    """Long names of places are kept by their beginning."""
    return {(year, area[:80]): said for (year, area), said in areas_of.items()}


class Deciding(RuleBasedStateMachine):
    """Three organisations, what they decide together, and readers of all kinds."""

    def __init__(self, staff: Sequence[Staff], readers: Sequence[int]) -> None:
        super().__init__()
        self.staff, self.readers = staff, readers
        self.made: list[Made] = []

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.another(data)

    @rule(data=st.data())
    def another(self, data: st.DataObject) -> None:
        places = data.draw(st.lists(st.sampled_from(PLACES), max_size=2), "places")
        self.begins(data.draw(st.booleans(), "shared"), data.draw(st.sampled_from(ENDS), "at"), *places)

    def begins(self, shared: bool, at: str, *places: str) -> None:
        """One that all share or one of the first alone; signed, screened out, or not signed yet."""
        made = start(tuple(self.staff) if shared else tuple(self.staff[:1]))
        self.made.append(made)
        for place in places:
            write_row(made.version_id, "scope", kind="place", label="Station", value=place)
        if at != "helps two":
            nothing = at == "nothing found"
            walk(made, "screened_out" if nothing else at, screening="none" if nothing else "minor")
            return
        write_the_least(made.version_id)
        write_impact(made.version_id, "disability+sex", {"staff": "positive"})
        send_for_sign_off(made)
        for staff in (*made.others, made.lead):
            take(made, "sign", staff["approver"])

    def some(self, data: st.DataObject) -> tuple[Made, Staff]:
        made = data.draw(st.sampled_from(self.made), "assessment")
        return made, data.draw(st.sampled_from(made.everybody), "organisation")

    def perhaps(self, change: Callable[..., object], *given: object) -> None:
        """What is refused changes nothing, which the invariants see too."""
        try:
            change(*given)
        except Refusal:
            db.session.rollback()

    @rule(data=st.data(), outcome=st.sampled_from([*OUTCOMES]), ago=st.integers(0, 2))
    def somebody_decides(self, data: st.DataObject, outcome: str, ago: int) -> None:
        self.perhaps(self.decides, *self.some(data), outcome, ago)

    def decides(self, made: Made, staff: Staff, outcome: str, years_ago: int = 0) -> None:
        day = clock.today() - timedelta(days=366 * years_ago)
        decide(made, made.lead["owner"], organisation_id=staff.organisation_id, outcome=outcome, decided_on=day)

    @rule(data=st.data(), step=st.sampled_from(["withdraw", "withdraw_adoption"]))
    def it_is_withdrawn(self, data: st.DataObject, step: str) -> None:
        made, staff = self.some(data)
        self.perhaps(take, made, step, staff["approver"])

    @rule(data=st.data(), ends=st.booleans())
    def a_new_version_is_written(self, data: st.DataObject, ends: bool) -> None:
        self.perhaps(self.opens, self.some(data)[0], ends)

    def opens(self, made: Made, ends: bool) -> None:
        later = open_version(made, made.lead["owner"])
        if ends:
            screen_out_again(later)
        self.made.append(later)

    @rule(data=st.data())
    def it_is_shared_with_others(self, data: st.DataObject) -> None:
        shared = data.draw(st.lists(st.sampled_from(self.staff[1:]), unique_by=lambda one: one.code), "shared with")
        self.perhaps(share, self.some(data)[0], shared)

    @rule()
    def it_is_folded(self) -> None:
        folding().run()

    @invariant()
    def what_is_kept_is_what_was_written(self) -> None:
        db.session.rollback()
        for made in self.made:
            assert list(verify_register(db.session(), only=made.reference)) == []
        mine = [one.organisation_id for one in self.staff]
        assert [key for key, _ in counting.wrong(db.session(), LiveCount, there()) if key[0] in mine] == []

    @invariant()
    def everybody_counts_what_they_may_read(self) -> None:
        for person in self.readers:
            for staff in self.staff:
                scratch = from_scratch(db.session(), acting(db.session(), person), staff.organisation_id)
                kept = kept_for(db.session(), person, staff.organisation_id)
                assert kept == cut(scratch), (person, staff.code)
            self.beside_one(person)

    def beside_one(self, person: int) -> None:
        """Read beside an assessment, that one is left out."""
        by, lead = acting(db.session(), person), self.staff[0].organisation_id
        for made in self.made[:1]:
            number = read(made.version_id).assessment.id
            for (year, area), said in cut(from_scratch(db.session(), by, lead, but=number)).items():
                assert counts(db.session(), by, Narrowed(lead, year, area, but=number)) == said

    def each_cell_leads_to_as_many_as_it_says(self) -> None:
        for person in self.readers:
            for staff in self.staff:
                kept = kept_for(db.session(), person, staff.organisation_id)
                cells = {one: {cell: n for cell, n in said.items() if cell != NOBODY} for one, said in kept.items()}
                listed = listed_for(db.session(), person, staff.organisation_id)
                assert listed == {one: said for one, said in cells.items() if said}


def share(made: Made, others: Sequence[Staff]) -> None:
    with transaction() as session:
        policy = session.get_one(Policy, made.policy_id)
        shared = [session.get_one(Organisation, one.organisation_id) for one in others]
        owner = session.get_one(Person, policy.owner_id)
        change_policy(
            session, policy, number=policy.number, title=policy.title, owner=owner, shared_with=shared,
            seen=fingerprint(policy), by=acting(session, made.lead["owner"]),
        )  # fmt: skip


def readers_of(staff: Sequence[Staff]) -> list[int]:
    """Of the lead, of another that takes part, one with an office elsewhere that reads nothing there, a stranger."""
    return [staff[0]["member"], staff[1]["adviser"], staff[2]["owner"], new_staff()["adviser"]]


def test_each_step_keeps_what_is_written(app: Flask) -> None:
    with app.app_context():
        staff = tuple(new_staff() for _ in range(3))
        people = Deciding(staff, readers_of(staff))
        people.begins(True, "helps two", "York", "Hull")
        people.begins(False, "screened_out", "york ")
        people.begins(True, "signed_off", "Café", "x" * 200)
        people.begins(False, "nothing found")
        first, _, third, fourth = people.made
        counted = []
        for step in (
            lambda: None,
            lambda: people.decides(first, staff[0], "adopt", 1),
            lambda: people.decides(first, staff[1], "reject"),
            folding().run,
            lambda: people.decides(first, staff[1], "principle", 2),
            lambda: share(first, staff[1:2]),
            people.each_cell_leads_to_as_many_as_it_says,
            lambda: take(third, "withdraw_adoption", staff[1]["approver"]),
            lambda: people.opens(fourth, True),
            lambda: people.opens(third, False),
            lambda: take(first, "withdraw", staff[0]["approver"]),
            folding().run,
        ):
            step()
            people.what_is_kept_is_what_was_written()
            people.everybody_counts_what_they_may_read()
            mine = [kept_for(db.session(), one["member"], one.organisation_id).get((0, ""), {}) for one in staff]
            counted.append(tuple(said.get(NOBODY, 0) for said in mine))
        assert counted == [
            (4, 2, 2), (4, 2, 2), (4, 1, 2), (4, 1, 2), (4, 2, 2), (4, 2, 1), (4, 2, 1), (4, 1, 1), (4, 1, 1),
            (4, 1, 1), (3, 0, 1), (3, 0, 1),
        ]  # fmt: skip


def test_whatever_is_decided_what_is_kept_says_what_was_written(app: Flask) -> None:
    how = settings(
        max_examples=EXAMPLES, stateful_step_count=MOVES, deadline=None, derandomize=times(0, else_few=1) == 1,
        print_blob=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with app.app_context():
        staff = tuple(new_staff() for _ in range(3))
        run_state_machine_as_test(partial(Deciding, staff, readers_of(staff)), settings=how)  # type: ignore[arg-type]
        db.session.rollback()


def test_what_is_kept_wrongly_is_named_and_put_right(database: Session) -> None:
    made = make_assessment(at="signed_off")
    lead = made.lead.organisation_id
    right = kept_for(database, made.lead["member"], lead)
    with transaction() as session:
        session.execute(delete(LiveEffect).where(LiveEffect.version_id == made.version_id, LiveEffect.about != ""))
        session.execute(
            update(LiveCount).where(LiveCount.organisation_id == lead, LiveCount.about == "").values(number=7)
        )
    named = {finding.entry for finding in verify_register(db.session()) if f"{lead}/" in finding.entry}
    assert f"live:{lead}//leads/{clock.today().year}///" in named
    assert [finding.entry for finding in verify_register(db.session(), only=made.reference)]
    rebuild()
    db.session.rollback()
    assert list(verify_register(db.session(), only=made.reference)) == []
    assert [key for key, _ in counting.wrong(db.session(), LiveCount, there()) if key[0] == lead] == []
    assert kept_for(db.session(), made.lead["member"], lead) == right


def test_one_that_names_two_places_counts_once_beside_another_that_does(database: Session) -> None:
    staff = (new_staff(),)
    signed, written = start(staff, title="Signed"), start(staff, title="Written")
    for made in (signed, written):
        for place in ("York", "Hull"):
            write_row(made.version_id, "scope", kind="place", label="Station", value=place)
    walk(signed, "signed_off")
    walk(written, "mitigation")
    case = read(written.version_id)
    for reader in (staff[0]["adviser"], new_staff()["adviser"]):
        harmed = others_that_harm(db.session(), acting(db.session(), reader), case)
        assert set(harmed.values()) == ({(1, 1)} if reader == staff[0]["adviser"] else set())


def test_what_is_counted_is_folded_into_one_row_of_each_kind(database: Session) -> None:
    made = make_assessment(at="signed_off")
    for outcome in ("adopt", "reject", "keep"):
        decide(made, made.lead["owner"], outcome=outcome)
    of_lead = LiveCount.organisation_id == made.lead.organisation_id
    before = kept_for(db.session(), made.lead["member"], made.lead.organisation_id)
    assert folding().run() > 0
    rows = db.session.scalar(select(func.count()).select_from(LiveCount).where(of_lead))
    kept = there().where(LiveEffect.organisation_id == made.lead.organisation_id)
    assert rows == len(db.session.execute(kept).all())
    assert kept_for(db.session(), made.lead["member"], made.lead.organisation_id) == before
    assert folding().run() == 0
