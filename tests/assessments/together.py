"""Situations that several people make: sections in others' hands, an author who has left, something to be fixed, a
later version that is signed.
"""

from collections.abc import Callable

from eia import clock
from eia.assessments.commands.comments import begin_thread
from eia.assessments.commands.writing import save_row
from eia.db import transaction
from eia.people.models import Person
from eia.people.offices import Office
from tests.support.assessments import Made, take, walk
from tests.support.staff import acting, appoint_another
from tests.support.writing import read, step_on, write_section


def given(made: Made) -> None:
    """Evidence is with the partner's member; the HR lead had options, and they were taken back. The partner's
    secretary has its local part.
    """
    walk(made, "full_assessment")
    author = made.lead["second_owner"]
    take(made, "give_sections", author, person=made.lead["hr_lead"], sections=["options"])
    take(made, "give_sections", author, person=made.others[0]["member"], sections=["evidence"])
    partner = made.others[0]
    take(made, "give_local_part", partner["owner"], person=partner["secretary"], sections=[f"local:{partner.code}"])
    theirs = read(made.version_id).in_hand[0]
    take(made, "take_back_sections", author, assignments=[theirs.id])


def asked(made: Made) -> None:
    """The lead's HR lead is asked as legal adviser, by the author; its secretary has answered as a staff network."""
    author = made.lead["second_owner"]
    question = "Is it within our powers?"
    take(made, "ask_opinion", author, person=made.lead["secretary"], capacity="staff_network", question=question)
    take(made, "answer_opinion", made.lead["secretary"], opinion="concerns", words="Nobody asked us")
    take(made, "ask_opinion", author, person=made.lead["hr_lead"], capacity="legal", question=question)


def author_left(made: Made) -> None:
    """It was handed over to somebody whose account is closed by now."""
    leaver = appoint_another(made.lead, f"leaver {made.version_id}", Office.POLICY_OWNER)
    take(made, "hand_over", made.lead["second_owner"], person=leaver)
    with transaction() as session:
        session.get_one(Person, leaver).closed_at = clock.now()


def to_fix(state: str, *, claimed: bool = False) -> Callable[[Made], None]:
    """The lead's second adviser marks something as “must fix”."""

    def go(made: Made) -> None:
        walk(made, state)
        if claimed:
            take(made, "claim", made.lead["adviser"])
        with transaction() as session:
            by, said = acting(session, made.lead["second_adviser"]), "Say who was asked."
            begin_thread(session, made.version_id, by=by, section="consultation", text=said, must_fix=True)

    return go


def sign_again(later: Made, without: int | None = None) -> None:
    """Confirm everything that was carried over and sign for every organisation.

    The action of that number is left out: a control meets the same thing in its place.
    """
    for step in ("go_to_screening", "go_to_full_assessment", "go_to_mitigation"):
        step_on(later.version_id, step)
    if without is not None:
        _meet_otherwise(later, without)
    for section in read(later.version_id).version.sections:
        write_section(later.version_id, section.key, {})
    step_on(later.version_id, "send_to_adviser")
    take(later, "claim", later.lead["adviser"])
    opinion = next(o.key for o in read(later.version_id).framework.opinions if o.given)
    take(later, "give_opinion", later.lead["adviser"], opinion=opinion)
    for staff in later.everybody:
        take(later, "sign", staff["approver"])


def _meet_otherwise(later: Made, without: int) -> None:
    case = read(later.version_id)
    row = case.version.mitigations[without]
    meets = {"impact_id": row.impact_id, "gap_id": row.gap_id}
    values = {"kind": "control" if row.impact_id else "reason", "what": "There is a ramp", **meets}
    section = case.section("mitigation")
    with transaction() as session:
        by, seen = acting(session, case.version.author_id), section.revision if section else 0
        save_row(session, later.version_id, "mitigation", row.id, values, by=by, seen=seen)


def then(state: str, *steps: tuple[str, int, str]) -> Callable[[Made], None]:
    """Walk there; then each step is taken, by somebody of the lead (0) or the partner (1)."""

    def go(made: Made) -> None:
        walk(made, state)
        for action, whose, part in steps:
            take(made, action, made.everybody[whose][part])

    return go
