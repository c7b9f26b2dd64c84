"""What waits to be read anew for search: a row for each change, written with the change itself."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from eia.assessments.models import SearchDue
from eia.db import at_the_end


def read_anew(session: Session, assessment_id: int) -> None:
    """Once this transaction is committed, `eia jobs` reads what that assessment says then."""
    at_the_end(session, _wait, assessment_id)


def _wait(session: Session, assessment_ids: set[int]) -> None:
    session.execute(insert(SearchDue), [{"assessment_id": one} for one in sorted(assessment_ids)])
