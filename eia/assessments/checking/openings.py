"""Who opened what to read it, and the exact text of each round: what “since you last saw it” is held against."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.models import Assessment, Opening, SignedPart, Submission, Version
from eia.assessments.readers import Part, reads
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings

MOST = 200
"""So many openings of one person are looked at, the newest first."""
_KEPT = select(Opening.id).where(
    Opening.person_id == bindparam("person_id"),
    Opening.version_id == bindparam("version_id"),
    Opening.revision == bindparam("revision"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A round that this person opened, in this version or an earlier one."""

    version_id: int
    number: int
    round: int
    revision: int
    opened_at: datetime
    submission_id: int


_SENT = select(SignedPart.submission_id, SignedPart.content).where(
    SignedPart.submission_id.in_(bindparam("submissions", expanding=True)), SignedPart.organisation_id.is_(None)
)


def reads_to_decide(case: Case, by: Standings) -> bool:
    """Whether this person checks or signs here: their openings are kept."""
    return any(by.holds(office, case.organisation_ids) for office in (Office.ADVISER, Office.APPROVER, Office.HEAD))


def openings(session: Session, case: Case, by: Standings) -> Sequence[Seen]:
    """The rounds of this assessment that this person has opened and may still read, the newest first.

    Of the first version they were read with it, where it was read whole.
    """
    opened, version = case.known("opened"), case.version
    if opened is not None and version.number == 1:  # what they opened of later ones is of no account here
        sent = {one.round: one.id for one in version.submissions}
        here = ((number, revision, at, sent[number]) for number, revision, at in opened[:MOST] if number in sent)
        return [Seen(version.id, 1, *one) for one in here]
    given = {"person_id": by.person_id, "assessment_id": case.assessment.id}
    return [Seen(*row) for row in session.execute(_opened_by(by), given)]


@lru_cache(KEPT)
def _opened_by(by: Standings) -> Select[*tuple[Any, ...]]:
    return (
        select(Version.id, Version.number, Opening.round, Opening.revision, Opening.opened_at, Submission.id)
        .join(Version, Version.id == Opening.version_id)
        .join(Submission, (Submission.version_id == Version.id) & (Submission.round == Opening.round))
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Opening.person_id == bindparam("person_id"), Assessment.id == bindparam("assessment_id"))
        .where(reads(by, Part.ALL))
        .order_by(Version.number.desc(), Opening.round.desc(), Opening.id.desc())
        .limit(MOST)
    )


def is_kept(session: Session, case: Case, by: Standings) -> bool:
    """Whether the receipt of this person for this revision is there already."""
    if (opened := case.known("opened")) is not None:
        return any(revision == case.revision for _, revision, _ in opened)
    given = {"person_id": by.person_id, "version_id": case.version.id, "revision": case.revision}
    return session.scalar(_KEPT, given) is not None


def last_seen(case: Case, seen: Sequence[Seen]) -> Seen | None:
    """The last round before this one that they opened."""
    here = (case.version.number, case.version.round)
    return next((one for one in seen if (one.number, one.round) < here), None)


def sent_texts(session: Session, submission_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Submission id -> the shared part that was sent, from the bytes that are kept."""
    return {row[0]: json.loads(row[1]) for row in session.execute(_SENT, {"submissions": submission_ids})}
