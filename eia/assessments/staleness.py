"""Evidence that is past its shelf life, for those who check and sign. Pointed out, never in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from eia.assessments.case import Case
from eia.assessments.models import Evidence
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
