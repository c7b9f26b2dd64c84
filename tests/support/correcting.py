"""Corrections of what was signed."""

from itertools import cycle

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.correcting import correct
from eia.assessments.models import Correction, CorrectionObjection
from eia.db import transaction
from tests.support.assessments import Made
from tests.support.staff import acting


def put_right(made: Made, person_id: int, wrong: str, right: str) -> int:
    with transaction() as session:
        by = acting(session, person_id)
        return correct(session, made.version_id, by=by, wrong=wrong, right=right, reason="A typing error").id


def correct_gaps(session: Session, case: Case, people: list[int], rows: int) -> None:
    """Straight into the tables: one of each gap, every other objected to, by one person after another."""
    by = cycle(people)
    for number, gap in zip(range(1, min(rows, 8) + 1), case.version.gaps, strict=False):
        row = Correction(
            version_id=case.version.id, number=number, place=f"gaps/{gap.id}/missing", label="Gap: what is not known",
            wrong="How many", right="how many", reason="A capital", person_id=next(by), made_at=clock.now(),
        )  # fmt: skip
        session.add(row)
        if number % 2:
            session.flush()
            objection = CorrectionObjection(correction_id=row.id, person_id=next(by), reason="No")
            objection.made_at = clock.now()
            session.add(objection)
