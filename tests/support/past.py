"""Past assessments for the tests: one that was imported, and a list that waits for a yes."""

from sqlalchemy import select

from eia.assessments.commands.past import stage_past, take_in_past
from eia.assessments.models import PastAssessment
from eia.assessments.past.comparing import compare_past
from eia.assessments.past.reading import Line
from eia.db import db, transaction
from tests.support.staff import Staff, acting


def stage_past_list(staff: Staff, **said: object) -> int:
    """A list of one line, read by their adviser."""
    line: Line = {"line": 2, "reference": "EQ 7", "title": "Uniform", **said}
    with transaction() as session:
        digest = compare_past(session, [line], staff.organisation_id).digest
        return stage_past(session, [line], digest, by=acting(session, staff["adviser"])).id


def make_past(staff: Staff, **said: object) -> int:
    import_id = stage_past_list(staff, **said)
    with transaction() as session:
        take_in_past(session, import_id, by=acting(session, staff["adviser"]))
    mine = PastAssessment.organisation_id == staff.organisation_id
    return db.session.scalars(select(PastAssessment.id).where(mine).order_by(PastAssessment.id.desc())).first() or 0
