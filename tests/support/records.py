"""What an assessment leaves behind: whom a message went to, and what `eia verify` has to say of it."""

from sqlalchemy import select

from eia.db import db
from eia.notices.models import Notice
from eia.verify import everything
from tests.support.assessments import Made
from tests.support.databases import FILES


def told(made: Made, event: str) -> set[int]:
    db.session.rollback()
    query = select(Notice.person_id).where(Notice.about == f"assessment:{made.reference}", Notice.event == event)
    return set(db.session.scalars(query))


def found(made: Made, words: str = "") -> list[str]:
    """What names that assessment, or has these words. The versions of others are not read: other tests begin there."""
    db.session.rollback()
    findings = everything(db.session(), FILES, lambda *_: None, only=made.reference)
    return [str(one) for one in findings if (words or made.reference) in str(one)]
