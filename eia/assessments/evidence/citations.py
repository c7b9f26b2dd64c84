"""Which versions cite an entry of the library, for the page of the entry."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, Evidence, Version
from eia.assessments.readers import readable_by
from eia.library.contracts import Citation, Citations
from eia.people.queries import Standings
from eia.subjects.models import Subject

SHOWN = 50


def citing(session: Session, entry_id: int, by: Standings) -> Citations:
    """The versions this reader may know of, the newest first, each once for each edition it cites."""
    query = (
        select(Assessment.reference, Version.number, Subject.title, Evidence.library_edition)
        .join(Version, Version.id == Evidence.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Evidence.library_entry_id == entry_id, readable_by(by))
        .group_by(Version.id, Assessment.reference, Version.number, Subject.title, Evidence.library_edition)
        .order_by(Version.id.desc(), Evidence.library_edition.desc())
        .limit(SHOWN + 1)
    )
    found = [
        Citation(
            f"{reference}, version {number}: {title}", edition or 0, "assessments.version",
            {"reference": reference, "number": number},
        )
        for reference, number, title, edition in session.execute(query)
    ]  # fmt: skip
    return Citations(found[:SHOWN], len(found) > SHOWN)
