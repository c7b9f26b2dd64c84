"""Situations that several people make: sections in others' hands, an author who has left, something to be fixed."""

from collections.abc import Callable

from eia import clock
from eia.assessments.commands.comments import begin_thread
from eia.db import transaction
from eia.people.models import Person
from eia.people.offices import Office
from tests.support.assessments import Made, take, walk
from tests.support.staff import acting, appoint_another
from tests.support.writing import read


def given(made: Made) -> None:
    """Evidence is with the partner's member; the HR lead had options, and they were taken back."""
    walk(made, "full_assessment")
    author = made.lead["second_owner"]
    take(made, "give_sections", author, person=made.lead["hr_lead"], sections=["options"])
    take(made, "give_sections", author, person=made.others[0]["member"], sections=["evidence"])
    theirs = read(made.version_id).in_hand[0]
    take(made, "take_back_sections", author, assignments=[theirs.id])


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
