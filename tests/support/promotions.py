"""Promotion processes for the tests, made by the real commands.

run = make_process(staff)                      # planned, an exam counted by sex
run = make_process(staff, at="open")           # opened without the signed assessment
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eia import clock
from eia.assessments.commands.starting import start_assessment
from eia.db import db, transaction
from eia.people.models import Organisation, Person
from eia.promotions.case import load_process
from eia.promotions.commands.acting import act
from eia.promotions.commands.counting import save_counts
from eia.promotions.commands.importing import stage_lines
from eia.promotions.commands.processes import Facts, add_process, set_breakdowns, set_stages
from eia.promotions.computing import compute_new
from eia.promotions.counted import Place
from eia.promotions.figures.counts import StageKind, Tally
from eia.promotions.intake import Line
from eia.promotions.models import PromotionProcess
from eia.promotions.preparing import prepare_asked
from tests.support.assessments import EQUALITY_ACT, Made, walk
from tests.support.staff import Staff, acting

SEX = "sex.v1"
OSPRE_2014 = {"female": Tally(entered=91, passed=79), "male": Tally(entered=293, passed=214)}
FAIR = {"female": Tally(entered=91, passed=68), "male": Tally(entered=293, passed=214)}
"""Nothing in it is flagged, so nothing has to be answered before its review."""
NOBODY = dict.fromkeys(("prefer_not_to_say", "not_stated"), Tally(entered=0, passed=0))
SMALL = {"female": Tally(entered=4719, passed=7), "male": Tally(entered=8153, passed=6317), **NOBODY}
"""Seven who passed; the others are hidden besides, for the total would give the seven away."""
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Run:
    """A process that a factory made, and the people around it."""

    process_id: int
    staff: tuple[Staff, ...]

    @property
    def lead(self) -> Staff:
        return self.staff[0]

    @property
    def address(self) -> str:
        return f"/promotions/{self.process_id}"

    def place(self, breakdown: str = SEX, stage: str = "exam", organisation: int = 0) -> Place:
        return Place(stage, breakdown, self.staff[organisation].code)


def make_process(
    *staff: Staff, at: str = "planned", title: str = "Inspectors", empty: bool = False, **facts: str
) -> Run:
    """Led by the first; `empty`: nobody said its stages, groups or day yet. `at` a state on its way to closed."""
    lead = staff[0]
    with transaction() as session:
        by, owner = acting(session, lead["hr_lead"]), session.get_one(Person, lead["owner"])
        shared = [session.get_one(Organisation, one.organisation_id) for one in staff[1:]]
        said = {"rank_from": "Sergeant", "rank_to": "Inspector", "opens_on": None if empty else clock.today()}
        said |= {"criteria": "", "changed": "", "panel": "", "encouraged": "", "preferred": "", **facts}
        every = Facts(f"INSP-{next(_numbers)}", title, owner, shared, said)
        process = add_process(session, every, by=by)
        if not empty:
            set_stages(session, process.id, [(StageKind.EXAM, "")], seen=1, by=by)
            set_breakdowns(session, process.id, {SEX: ("male", False)}, seen=2, by=by)
        run = Run(process.id, staff)
    for state, action, part in ON_THE_WAY:
        if at == "planned":
            break
        if action == "results_in":
            count(run, FAIR if at in ("reviewed", "closed") else OSPRE_2014)
        if action == "review":
            compute_new()
        take_step(run, action, lead[part])
        if at == state:
            break
    return run


ON_THE_WAY = (
    ("open", "open_without", "approver"),
    ("results_in", "results_in", "hr_lead"),
    ("reviewed", "review", "adviser"),
    ("closed", "close", "hr_lead"),
)


def take_step(run: Run, action: str, person_id: int, **answers: object) -> None:
    with transaction() as session:
        seen = load_process(session, run.process_id).revision
        said = {"reason": "It cannot wait", "review": "Looked at the exam.", **answers}
        act(session, run.process_id, action, by=acting(session, person_id), seen=seen, answers=said)


def count(run: Run, cells: Mapping[str, Tally] = OSPRE_2014, *, part: str = "hr_lead", at: Place | None = None) -> None:
    """This person of the lead enters these counts on the page."""
    enter(run, {at or run.place(): cells}, part=part)


def enter(run: Run, sheets: Mapping[Place, Mapping[str, Tally]], *, part: str = "hr_lead") -> None:
    """Several sheets at once, as a file brings them."""
    with transaction() as session:
        seen, by = load_process(session, run.process_id).process.counts_from, acting(session, run.lead[part])
        save_counts(session, run.process_id, sheets, came_by="form", seen=seen, by=by)


def preview(run: Run, threshold: int = 10) -> int:
    """The HR lead asks for a preview, and it is made; its number."""
    take_step(run, "prepare_release", run.lead["hr_lead"], threshold=threshold)
    prepare_asked()
    made = load_process(db.session(), run.process_id).preview
    db.session.rollback()
    assert made is not None
    return made.id


def release(run: Run, threshold: int = 10) -> None:
    """What the counts show is released, as they stand."""
    take_step(run, "release", run.lead["hr_lead"], preview=preview(run, threshold))


def stage_file(run: Run, lines: Sequence[Line] = ()) -> int:
    """A file that the lead's HR lead sent and that waits for a yes."""
    lines = lines or [("exam", SEX, run.lead.code, "female", 91, 79, None, None)]
    with transaction() as session:
        return stage_lines(session, run.process_id, lines, by=acting(session, run.lead["hr_lead"])).id


def assess(run: Run, at: str = "signed_off") -> Made:
    """The assessment of the process, taken to that state."""
    with transaction() as session:
        process = session.get_one(PromotionProcess, run.process_id)
        case = start_assessment(session, process, EQUALITY_ACT, by=acting(session, run.lead["owner"]))
        made = Made(case.version.id, case.assessment.reference, 1, run.lead, run.staff[1:], process.id)
    walk(made, at)
    return made


def state_of(run: Run) -> str:
    state = db.session().get_one(PromotionProcess, run.process_id, populate_existing=True).state
    db.session.rollback()
    return state
