"""Files of one source of a version: add one that was kept already, or take one out of a draft."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.commands.revising import next_revision
from eia.assessments.commands.writing import open_for_writing, saved
from eia.assessments.models import Evidence, EvidenceFile
from eia.errors import NotFound, Refused
from eia.files.keeping import Received, store
from eia.files.models import StoredFile
from eia.library.models import LibraryFile
from eia.people.queries import Standings

SECTION = "evidence"
MOST_FILES = 10


def add_file(session: Session, version_id: int, evidence_id: int, received: Received, *, by: Standings) -> Case:
    """The bytes lie in the folder by now; this commits the row that names them."""
    case = open_for_writing(session, version_id, SECTION, by)
    row = _source(case, evidence_id)
    if len(row.files) >= MOST_FILES:
        raise Refused(f"One source holds at most {MOST_FILES} files. Add another source for the rest.")
    if any(one.file.digest == received.digest for one in row.files):
        raise Refused(f"“{received.name}” is here already, with the same content.")
    next_revision(session, case, SECTION, by, None)
    file = store(session, received, by=by.person_id)
    session.add(EvidenceFile(evidence_id=row.id, file_id=file.id, name=received.name))
    said = {"file": {"name": received.name, "sha256": received.digest, "size": received.size, "type": received.type}}
    what = f"file “{received.name}” of “{row.title}”"
    return saved(session, case, SECTION, by, {"file": ("", said["file"])}, what=what, verb="Added to")


def remove_file(session: Session, version_id: int, evidence_id: int, file_id: int, *, by: Standings) -> Case:
    """Take a file out. What nothing else uses, and nobody was ever sent, goes from the server too."""
    case = open_for_writing(session, version_id, SECTION, by)
    row = _source(case, evidence_id)
    one = next((each for each in row.files if each.id == file_id), None)
    if one is None:
        raise NotFound("This file is not here any more. Somebody may have removed it.")
    file, name = one.file, one.name
    next_revision(session, case, SECTION, by, None)
    row.files.remove(one)
    session.flush()
    if case.version.round == 0 and not _is_used(session, file):
        session.delete(file)
    changes = {"file": ({"name": name, "sha256": file.digest, "size": file.size}, "")}
    return saved(session, case, SECTION, by, changes, what=f"file “{name}” of “{row.title}”", verb="Removed from")


def _source(case: Case, evidence_id: int) -> Evidence:
    row = next((each for each in case.version.evidence if each.id == evidence_id), None)
    if row is None:
        raise NotFound("This source is not here any more. Somebody may have removed it.")
    return row


def _is_used(session: Session, file: StoredFile) -> bool:
    uses = (
        select(EvidenceFile.id).where(EvidenceFile.file_id == file.id),
        select(LibraryFile.id).where(LibraryFile.file_id == file.id),
    )
    return any(session.scalar(use.limit(1)) is not None for use in uses)
