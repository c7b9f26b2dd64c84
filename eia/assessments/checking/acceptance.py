"""Which sections are accepted: the newest verdict of each, held against what the section says now.

A verdict belongs to the exact content it was given on. Whoever changes that section takes it away; others keep it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import object_session

from eia.assessments.case import Case
from eia.assessments.content import section_digests, shared_part
from eia.assessments.models import SectionVerdict, Submission
from eia.assessments.readers import CHECKING
from eia.frameworks.shape import Framework, Verdict

_VERDICTS: Select[SectionVerdict, int] = (
    select(SectionVerdict, Submission.round)
    .join(Submission, Submission.id == SectionVerdict.submission_id)
    .where(Submission.version_id == bindparam("version_id"))
    .order_by(SectionVerdict.id)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one section stands with those who check: its newest verdict, and whether it still says the same."""

    given: SectionVerdict
    verdict: Verdict
    round: int
    unchanged: bool

    @property
    def accepted(self) -> bool:
        return self.unchanged and not self.verdict.must_change

    @property
    def to_correct(self) -> bool:
        return self.unchanged and self.verdict.must_change


Standings = Mapping[str, Standing]


def verdicts_of(case: Case) -> Sequence[tuple[SectionVerdict, int]]:
    """Every verdict on this version with its round, the oldest first."""
    session, known = object_session(case.version), case.known("verdicts")
    if known is not None:
        return list(known)
    if session is None or not case.version.round:
        return []
    return [(row[0], row[1]) for row in session.execute(_VERDICTS, {"version_id": case.version.id})]


def acceptance(case: Case) -> Standings:
    """Section -> where it stands; sections without a verdict are left out."""
    newest = {given.section: (given, number) for given, number in verdicts_of(case)}
    if not newest:
        return {}
    # What is being checked cannot change: what was said in this round was said of the text that stands there.
    checked = case.state in CHECKING
    before = {section for section, (_, number) in newest.items() if not checked or number != case.version.round}
    now = section_digests(shared_part(case, ""), before) if before else {}

    def unchanged(given: SectionVerdict, number: int) -> bool:
        return (checked and number == case.version.round) or given.content == now.get(given.section, "")

    return {
        section: Standing(given, verdict(case.framework, given.verdict), number, unchanged(given, number))
        for section, (given, number) in newest.items()
    }


def content_of(case: Case) -> dict[str, str]:
    """Section -> the digest of what it says now."""
    return section_digests(shared_part(case, ""))


def verdict(framework: Framework, key: str) -> Verdict:
    return next(one for one in framework.verdicts if one.key == key)


def accepting(framework: Framework) -> Verdict:
    """The verdict that the rest is given in one press: it changes nothing and asks for no words."""
    plain = [one for one in framework.verdicts if not (one.must_change or one.needs_comment)]
    return plain[-1] if plain else next(one for one in framework.verdicts if not one.must_change)


def correcting(framework: Framework) -> Verdict:
    return next(one for one in framework.verdicts if one.must_change)
