"""What a checker says of sections: verdicts one by one, and the rest accepted in one press."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.checking.acceptance import acceptance, accepting, content_of, correcting
from eia.assessments.models import SectionVerdict, Submission
from eia.assessments.sections import SectionInfo, sections_in_play
from eia.errors import Refused
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]
Given = Mapping[str, str]
"""The columns of one verdict: section, verdict, reason, remark."""


def give_verdicts(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """Keep the verdicts that say something new; the ones before stay on record."""
    given: Sequence[Given] = answers["verdicts"]
    standing = acceptance(case)
    here = {section.key for section in checked_sections(case)}
    new = [one for one in given if one["section"] in here and not _is_said(standing.get(one["section"]), one)]
    if not new:
        raise Refused("Nothing is new in these verdicts. Choose one where something must change, then save.")
    details = write_verdicts(session, case, going_on(case), new, by=permitted.by.person_id)
    words = {one.key: one.title for one in case.framework.verdicts}
    titles = {section.key: section.title for section in checked_sections(case)}
    said = "; ".join(f"{titles[one['section']]}: {words[one['verdict']].lower()}" for one in new)
    return {"sentence": f"Verdicts given. {said}", "details": {"verdicts": details}}


def _is_said(standing: Any, one: Given) -> bool:
    """Whether the same stands already, on the same content."""
    if standing is None or not standing.unchanged:
        return False
    row = standing.given
    return (row.verdict, row.reason, row.remark) == (one["verdict"], one["reason"], one["remark"])


def accept_the_rest(session: Session, case: Case, *, by: int, but: Iterable[str] = ()) -> list[list[str]]:
    """Every section that has no verdict that holds is acceptable; answers with what the trail keeps."""
    standing, verdict = acceptance(case), accepting(case.framework)
    left = [
        section.key
        for section in checked_sections(case)
        if section.key not in but and not (section.key in standing and standing[section.key].unchanged)
    ]
    rows = [{"section": key, "verdict": verdict.key, "reason": "", "remark": ""} for key in left]
    return write_verdicts(session, case, going_on(case), rows, by=by)


def verdicts_of_points(case: Case, points: Iterable[Given]) -> list[Given]:
    """A section that is returned is to be corrected."""
    verdict = correcting(case.framework).key
    return [{**point, "verdict": verdict} for point in points]


def write_verdicts(
    session: Session, case: Case, submission: Submission, given: Iterable[Given], *, by: int
) -> list[list[str]]:
    """Answers with section, verdict and content of each, for the trail."""
    content, now, details = content_of(case), clock.now(), []
    for one in given:
        key = one["section"]
        row = SectionVerdict(
            submission_id=submission.id, section=key, verdict=one["verdict"], reason=one["reason"],
            remark=one["remark"], content=content.get(key, ""), given_by=by, given_at=now,
        )  # fmt: skip
        session.add(row)
        details.append([key, row.verdict, row.content])
    session.flush()
    return details


def checked_sections(case: Case) -> list[SectionInfo]:
    """The sections of what is checked now: of a screening only those that were written for it."""
    return sections_in_play(case, screening=case.state == "screening_review")


def going_on(case: Case) -> Submission:
    if case.submission is None or case.submission.ended_as:
        raise Refused("There is no round going on.")
    return case.submission
