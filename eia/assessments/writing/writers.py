"""What a page asks about people writing side by side: my working copy, who else is here, what both started from."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.joint.jointly import COVER
from eia.assessments.models import LocalPart, Presence, Section, SectionRevision, WorkingCopy
from eia.assessments.writing.replies import POINTS, revision_of_replies
from eia.assessments.writing.saying import revision_of_cover, saying
from eia.people.models import Person

HERE = timedelta(minutes=2)
"""How long somebody counts as here after they were seen."""

_COPY = select(WorkingCopy).where(
    WorkingCopy.version_id == bindparam("version_id"),
    WorkingCopy.person_id == bindparam("person_id"),
    WorkingCopy.page == bindparam("page"),
)
_OTHERS = (
    select(Person.name)
    .join(Presence, Presence.person_id == Person.id)
    .where(
        Presence.version_id == bindparam("version_id"),
        Presence.section == bindparam("section"),
        Presence.person_id != bindparam("person_id"),
        Presence.seen_at > bindparam("since"),
    )
    .order_by(Person.sort_name, Person.id)
    .limit(10)
)


def copy_of(session: Session, version_id: int, page: str, person_id: int) -> WorkingCopy | None:
    """What this person typed on this page and did not save."""
    return session.scalar(_COPY, {"version_id": version_id, "person_id": person_id, "page": page})


def others_in(session: Session, version_id: int, section: str, person_id: int) -> Sequence[str]:
    """The names of whoever else is writing in the section now."""
    given = {"version_id": version_id, "section": section, "person_id": person_id, "since": clock.now() - HERE}
    return session.scalars(_OTHERS, given).all()


def revision_of(case: Case, section: str) -> int:
    if section == POINTS:
        return revision_of_replies(case)
    if section == COVER:
        return revision_of_cover(case)
    found = row_of(case, section)
    return found.revision if found else 0


def row_of(case: Case, section: str) -> Section | LocalPart | None:
    """What says who saved it last, and when."""
    return case.local_at(section) or case.section(section)


def said_at(session: Session, case: Case, section: str, revision: int) -> Mapping[str, Any] | None:
    """What the section said at that revision; None when it is not kept any more."""
    if revision == revision_of(case, section):
        return saying(case, section)
    kept = session.get(SectionRevision, (case.version.id, section, revision))
    return kept.said if kept else None
