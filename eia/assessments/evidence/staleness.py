"""Evidence past its shelf life, or with a newer edition in the library: pointed out, never in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.models import Evidence
from eia.library.models import LibraryEntry
from eia.library.shelf import grown_old


@dataclass(frozen=True, slots=True)
class Old:
    """One source that has grown old. `since` is the end of its shelf life, or None when its date alone says so."""

    row: Evidence
    since: date | None


def old_evidence(case: Case, *, today: date, months: int) -> Sequence[Old]:
    return [
        Old(row, row.review_by)
        for row in case.version.evidence
        if grown_old(row.dated, row.review_by, today=today, months=months)
    ]


@dataclass(frozen=True, slots=True)
class Newer:
    """A source taken from the library, which has a later edition of it by now."""

    row: Evidence
    edition: int


def newer_editions(session: Session, case: Case) -> Sequence[Newer]:
    """The library is read once; what was cited stays as it was cited."""
    cited = {row.library_entry_id for row in case.version.evidence if row.library_entry_id}
    if not cited:
        return []
    query = select(LibraryEntry.id, LibraryEntry.number).where(LibraryEntry.id.in_(sorted(cited)))
    newest = {row.id: row.number for row in session.execute(query)}
    taken = {(row.library_entry_id, row.library_edition) for row in case.version.evidence}
    found = []
    for row in case.version.evidence:
        edition = newest.get(row.library_entry_id or 0, 0)
        if edition > (row.library_edition or 0) and (row.library_entry_id, edition) not in taken:
            found.append(Newer(row, edition))
    return found
