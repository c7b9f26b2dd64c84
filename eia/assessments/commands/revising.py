"""A section moves on by one revision; what it said before is kept, for those who are still writing over it."""

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models import Section, SectionRevision
from eia.assessments.writing.saying import saying
from eia.errors import Stale
from eia.people.queries import Standings

CHANGED = (
    "This was saved by somebody else, or in another window of yours, since you opened it. Open it again and read it "
    "before you go on."
)


def next_revision(session: Session, case: Case, key: str, by: Standings, seen: int | None) -> Section:
    """The section row, made if need be and stamped; refused when it changed since `seen` (None: whatever it is).

    Call it before anything of the section is changed.
    """
    section = case.section(key)
    at = section.revision if section else 0
    if seen is not None and at != seen:
        raise Stale(CHANGED)
    before = SectionRevision(
        version_id=case.version.id, key=key, revision=at, said=saying(case, key), ended_at=clock.now()
    )
    session.add(before)
    if section is None:
        section = Section(version_id=case.version.id, key=key, answers={}, finished=False, revision=0)
        case.version.sections.append(section)
    section.revision += 1
    section.saved_at, section.saved_by = clock.now(), by.person_id
    return section
