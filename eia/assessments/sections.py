"""The sections of an assessment: their order and the stage each belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

from eia.assessments.case import Case
from eia.frameworks.shape import Framework


@dataclass(frozen=True, slots=True)
class SectionInfo:
    """One section. `key` is also what is stored; `stage` the state it is written in first."""

    key: str
    title: str
    stage: str

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")


PROPOSAL = SectionInfo("proposal", "What changes and who decides", "draft")
HAPPENED = SectionInfo("happened", "What happened since", "draft")
SCREENING = SectionInfo("screening", "Screening", "screening")
EVIDENCE = SectionInfo("evidence", "Evidence and gaps", "full_assessment")
CONSULTATION = SectionInfo("consultation", "Consultation", "full_assessment")
OPTIONS = SectionInfo("options", "Options", "full_assessment")
IMPACTS = SectionInfo("impacts", "Impacts", "full_assessment")
EXTRA = SectionInfo("extra", "Further questions", "full_assessment")
MITIGATION = SectionInfo("mitigation", "Mitigation and justifications", "mitigation")
CONCLUSION = SectionInfo("conclusion", "Conclusion and outcome", "mitigation")
REVIEW = SectionInfo("review", "Review date", "mitigation")
PUBLIC_SUMMARY = SectionInfo("public_summary", "Public summary", "mitigation")

FIXED = {
    s.key: s
    for s in (
        HAPPENED,
        PROPOSAL,
        SCREENING,
        EVIDENCE,
        CONSULTATION,
        OPTIONS,
        IMPACTS,
        EXTRA,
        MITIGATION,
        CONCLUSION,
        REVIEW,
        PUBLIC_SUMMARY,
    )
}


def sections_under(framework: Framework, *, bilingual: bool, reviews: bool = False) -> Sequence[SectionInfo]:
    """The sections in order; what happened since only where an earlier version foresaw something, "further questions"
    only where the framework asks any, the public summary only where the assessment is in two languages.
    """
    left_out = {HAPPENED.key: not reviews, EXTRA.key: not framework.extra_questions, PUBLIC_SUMMARY.key: not bilingual}
    return [s for s in FIXED.values() if not left_out.get(s.key)]


def sections_of(case: Case) -> Sequence[SectionInfo]:
    return sections_under(case.framework, bilingual=bool(case.second_language), reviews=case.reviewed_id is not None)


def sections_in_play(case: Case, *, screening: bool) -> list[SectionInfo]:
    """All sections; of one that is only screened, those that are written for it."""
    every = sections_of(case)
    if screening:
        met = bool(case.version.mitigations)
        return [s for s in every if s in (HAPPENED, PROPOSAL, SCREENING, PUBLIC_SUMMARY) or (met and s is MITIGATION)]
    return list(every)


def section_titles(case: Case) -> dict[str, str]:
    return {section.key: section.title for section in sections_of(case)}
