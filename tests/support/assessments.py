"""Assessments for the tests: each walks the table through the real commands, so none is in an impossible state.

    made = make_assessment(at="sign_off", organisations=2)
    take(made, "sign", made.lead["approver"])

Every command runs in a transaction of its own. Call them inside an app context (the fixture `database` has one).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.case import Case
from eia.assessments.commands.acting import act
from eia.assessments.commands.actions import act_on, load_action
from eia.assessments.commands.after import record_decision
from eia.assessments.commands.starting import start_assessment
from eia.db import db, transaction
from tests.support.policies import add_policy as add_policy
from tests.support.staff import Staff, acting, new_staff
from tests.support.undoing import lent
from tests.support.writing import (
    action,
    all_no,
    harm,
    harmed,
    read,
    revision_of,
    step_on,
    write_everything,
    write_proposal,
    write_row,
    write_screening,
    write_section,
)

EQUALITY_ACT = "equality_act_2010.v1"
SECTION_75 = "section_75_ni.v1"


@dataclass(frozen=True)
class Made:
    """One version that a factory made, and the people around it."""

    version_id: int
    reference: str
    number: int
    lead: Staff
    others: tuple[Staff, ...]
    policy_id: int

    @property
    def address(self) -> str:
        return f"/assessments/{self.reference}/v{self.number}"

    @property
    def everybody(self) -> tuple[Staff, ...]:
        return (self.lead, *self.others)


def make_assessment(
    session: Session | None = None,
    *,
    at: str = "draft",
    organisations: int = 1,
    framework: str = EQUALITY_ACT,
    outcome: str = "",
    staff: tuple[Staff, ...] = (),
    screening: str = "none",
) -> Made:
    """A version at that state. `screening` says what a screened-out one found: "none" or "minor" harm.

    `session` is the test's own and only read; the commands commit for themselves. Without `staff` it may have been
    walked to before, by a test whose changes to it were undone.
    """

    def make() -> Made:
        made = start(staff or tuple(new_staff() for _ in range(organisations)), framework)
        walk(made, at, outcome=outcome, screening=screening)
        return made

    made = make() if staff else lent(make, "assessment", at, organisations, framework, outcome, screening)
    if session is not None:
        session.rollback()
    return made


def walk(made: Made, at: str, *, outcome: str = "", screening: str = "none") -> None:
    """Take a version in draft, with nothing written yet, to that state."""
    _WALKS[at](made, outcome or ("stop" if at == "stopped" else _adjusting(made)), screening)


def start(
    staff: tuple[Staff, ...],
    framework: str = EQUALITY_ACT,
    title: str = "Move of the front desk",
    policy_owner: str = "owner",
) -> Made:
    """Version 1 in draft, about a new policy that binds all these organisations; the first leads."""
    lead, *others = staff
    with transaction() as session:
        policy = add_policy(session, staff, title, policy_owner)
        case = start_assessment(session, policy, framework, by=acting(session, lead["owner"]))
        return Made(case.version.id, case.assessment.reference, 1, lead, tuple(others), policy.id)


def take(made: Made, step: str, person_id: int, *, seen: int | None = None, **answers: Any) -> Case:
    """This person takes the step now; `answers` are added to what the step's form asks."""
    now = revision_of(made.version_id)
    always = {"reason": "Because", "remark": "", "cause": "wrong", "opinion": "agrees", "title": "Moving a desk"}
    asked = {**always, **answers}
    with transaction() as session:
        by = acting(session, person_id)
        return act(session, made.version_id, step, by=by, seen=now if seen is None else seen, answers=asked)


def decide(made: Made, person_id: int, **other: Any) -> None:
    """Record the decision about the subject."""
    values: dict[str, Any] = {
        "organisation_id": made.lead.organisation_id,
        "outcome": "adopt",
        "decider": "The Head of Estates",
        "decided_on": clock.today(),
        "decided_at": None,
        "regard": "I weighed what it found.",
        "had_it": True,
    }
    with transaction() as session:
        record_decision(session, made.version_id, by=acting(session, person_id), **values | other)


DONE = {"note": "Built", "proof": "Photographs in the estates folder", "result": "40 of 40", "residual": "none"}


def take_action(
    made: Made, action_id: int, step: str, person_id: int, *, seen: int | None = None, **answers: Any
) -> ActionCase:
    """This person takes a step of the table of actions now; what a full report says is there unless it is given."""
    if seen is None:
        seen = load_action(db.session(), read(made.version_id), action_id).revision
    with transaction() as session:
        by = acting(session, person_id)
        said = {**(DONE if step == "report_done" else {}), "reason": "Because", **answers}
        return act_on(session, made.version_id, action_id, step, by=by, seen=seen, answers=said)


def actions_of(made: Made) -> list[int]:
    return [m.id for m in read(made.version_id).version.mitigations if m.kind == "action"]


def open_version(made: Made, person_id: int, step: str = "open_version") -> Made:
    """The later version that this step opens."""
    case = take(made, step, person_id)
    number = max(version.number for version in case.assessment.versions)
    version = next(v for v in case.assessment.versions if v.number == number)
    return Made(version.id, made.reference, number, made.lead, made.others, made.policy_id)


def to_screening(made: Made) -> None:
    write_proposal(made.version_id)
    step_on(made.version_id, "go_to_screening")


def screen(made: Made, *, full: bool, screening: str = "none") -> None:
    """Answer the screening: so that a full assessment follows, or so that it can be screened out."""
    case = read(made.version_id)
    framework = case.framework
    cells = all_no(framework)
    levels = [level.key for level in framework.levels]
    if full:
        cells |= harm(framework, *harmed(framework), level=levels[1])
    elif screening == "minor":
        cells |= harm(framework, *harmed(framework), level=levels[0])
    case = write_screening(made.version_id, cells)
    if screening == "minor" and not full:
        write_row(made.version_id, "mitigation", cell_id=case.harmful_cells()[0].id, **action(case))


def answer_all(made: Made, step: str, part: str) -> None:
    """Every organisation answers, the lead last."""
    for staff in (*made.others, made.lead):
        take(made, step, staff[part])


def _adjusting(made: Made) -> str:
    """The outcome of this framework that asks for an action and no more."""
    outcomes = read(made.version_id).framework.outcomes
    return next(o.key for o in outcomes if o.needs_action and not o.stops and not o.needs_justification)


def _draft(made: Made, outcome: str, screening: str) -> None:
    """It is there already."""


def _screening(made: Made, outcome: str, screening: str) -> None:
    to_screening(made)


def _full_assessment(made: Made, outcome: str, screening: str) -> None:
    to_screening(made)
    screen(made, full=True)
    step_on(made.version_id, "go_to_full_assessment")


def _mitigation(made: Made, outcome: str, screening: str) -> None:
    _full_assessment(made, outcome, screening)
    write_everything(made.version_id, outcome)


def _screening_review(made: Made, outcome: str, screening: str) -> None:
    to_screening(made)
    screen(made, full=False, screening=screening)
    step_on(made.version_id, "send_screening")


def _screened_out(made: Made, outcome: str, screening: str) -> None:
    _screening_review(made, outcome, screening)
    answer_all(made, "screen_out", "adviser")


def _adviser_review(made: Made, outcome: str, screening: str) -> None:
    _mitigation(made, outcome, screening)
    step_on(made.version_id, "send_to_adviser")


def send_for_sign_off(made: Made) -> None:
    """From mitigation, with everything said, to sign-off."""
    step_on(made.version_id, "send_to_adviser")
    _check(made)


def _sign_off(made: Made, outcome: str, screening: str) -> None:
    _adviser_review(made, outcome, screening)
    _check(made)


def _check(made: Made) -> None:
    take(made, "claim", made.lead["adviser"])
    opinion = next(o.key for o in read(made.version_id).framework.opinions if o.given)
    take(made, "give_opinion", made.lead["adviser"], opinion=opinion)


def _signed_off(made: Made, outcome: str, screening: str) -> None:
    _sign_off(made, outcome, screening)
    answer_all(made, "sign", "approver")


def _withdrawn(made: Made, outcome: str, screening: str) -> None:
    take(made, "withdraw_draft", made.lead["owner"])


def _superseded(made: Made, outcome: str, screening: str) -> None:
    """Screened out, and a later version of it screened out too."""
    _screened_out(made, outcome, screening)
    screen_out_again(open_version(made, made.lead["owner"]))


def screen_out_again(later: Made) -> None:
    """A later version that was just opened, from draft."""
    confirm_what_was_carried_over(later)
    _screened_out(later, "", "none")


def confirm_what_was_carried_over(made: Made) -> None:
    """Save again, in the stage where it may be written, each section of a screening that was carried over."""
    for section in read(made.version_id).version.sections:
        if section.key == "proposal":
            write_section(made.version_id, section.key, {})


_WALKS: dict[str, Callable[[Made, str, str], None]] = {
    "draft": _draft,
    "screening": _screening,
    "full_assessment": _full_assessment,
    "mitigation": _mitigation,
    "screening_review": _screening_review,
    "screened_out": _screened_out,
    "adviser_review": _adviser_review,
    "sign_off": _sign_off,
    "signed_off": _signed_off,
    "stopped": _signed_off,
    "withdrawn": _withdrawn,
    "superseded": _superseded,
}
