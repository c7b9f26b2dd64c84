"""Released figures of what is assessed: which can be put in as evidence, and what answers what was flagged."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from eia.assessments.case import Case
from eia.assessments.contracts import FlagBefore, ReleasedSource, released_sources
from eia.assessments.models import Evidence


class Held(StrEnum):
    """Where a version has a release: nowhere yet, in its evidence, or cited by the answer that is looked at."""

    FREE = "free"
    THERE = "there"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Offered:
    source: ReleasedSource
    held: Held


@dataclass(frozen=True, slots=True)
class Answered:
    """A flag of earlier results on one characteristic: whether it is answered here, and by citing its release."""

    flag: FlagBefore
    is_answered: bool
    cites: bool


def offered(session: Session, case: Case, about: str = "") -> Sequence[Offered]:
    """Every release that may be cited; `about` is the characteristic whose answers are looked at, "" for none."""
    there = {_named(row) for row in case.version.evidence}
    cited = _cited(case, about) if about else set()
    return [
        Offered(one, Held.CITED if key in cited else Held.THERE if key in there else Held.FREE)
        for one in released_sources(session, case.subject)
        for key in [(one.entry_id, one.edition)]
    ]


def answers_to_flags(case: Case, about: str) -> Sequence[Answered]:
    parts, cited = about.split("+"), _cited(case, about)
    open_still = {one.characteristic for one in case.flags}
    return [
        Answered(flag, flag.characteristic not in open_still, (flag.entry_id, flag.edition) in cited)
        for flag in case.flagged_before
        if flag.characteristic in parts
    ]


def _cited(case: Case, about: str) -> set[tuple[int | None, int | None]]:
    return {_named(row) for impact in case.version.impacts if impact.about == about for row in impact.evidence}


def _named(row: Evidence) -> tuple[int | None, int | None]:
    return row.library_entry_id, row.library_edition
