"""Take sources from a library into a version: the values and files of an edition, as they are today."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.commands.revising import next_revision
from eia.assessments.commands.writing import open_for_writing, saved
from eia.assessments.models import Evidence, EvidenceFile
from eia.errors import Refused
from eia.library.commands import FACTS
from eia.library.models import LibraryEdition
from eia.library.queries import editions_for
from eia.people.queries import Standings

SECTION = "evidence"


def take_from_library(session: Session, version_id: int, edition_ids: Sequence[int], *, by: Standings) -> Case:
    """One row for each edition. What is in the library may change later; what was taken stays as it was taken."""
    case = open_for_writing(session, version_id, SECTION, by)
    editions = editions_for(session, edition_ids, by)
    if len(editions) != len(set(edition_ids)):
        raise Refused("What you ticked was changed or retired in the library meanwhile. Look again, then take it.")
    there = {(row.library_entry_id, row.library_edition) for row in case.version.evidence}
    for edition in editions:
        if (edition.entry_id, edition.number) in there:
            raise Refused(f"“{edition.title}” is here already, in the edition the library has now.")
    next_revision(session, case, SECTION, by, None)
    session.add_all([_copied(case, edition) for edition in editions])
    changes = {f"edition {one.number} of entry {one.entry_id}": ("", _said(one)) for one in editions}
    titles = ", ".join(f"“{one.title}”" for one in editions)
    return saved(session, case, SECTION, by, changes, what=f"{titles} from the library", verb="Added to")


def _copied(case: Case, edition: LibraryEdition) -> Evidence:
    """The strength in the framework's own words, when it has such a word."""
    facts = {name: getattr(edition, name) for name in FACTS}
    if facts["strength"] not in {strength.key for strength in case.framework.evidence_strengths}:
        facts["strength"] = ""
    row = Evidence(
        version_id=case.version.id, library_entry_id=edition.entry_id, library_edition=edition.number,
        supplied_by=edition.entry.organisation.name, **facts,
    )  # fmt: skip
    row.files = [EvidenceFile(file_id=one.file_id, name=one.name) for one in edition.files]
    return row


def _said(edition: LibraryEdition) -> dict[str, object]:
    return {"title": edition.title, "files": [{"name": one.name, "sha256": one.file.digest} for one in edition.files]}
