"""The sections of an assessment: their order and the stage each belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

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
SCREENING = SectionInfo("screening", "Screening", "screening")
EVIDENCE = SectionInfo("evidence", "Evidence and gaps", "full_assessment")
CONSULTATION = SectionInfo("consultation", "Consultation", "full_assessment")
OPTIONS = SectionInfo("options", "Options", "full_assessment")
IMPACTS = SectionInfo("impacts", "Impacts", "full_assessment")
EXTRA = SectionInfo("extra", "Further questions", "full_assessment")
MITIGATION = SectionInfo("mitigation", "Mitigation and justifications", "mitigation")
CONCLUSION = SectionInfo("conclusion", "Conclusion and outcome", "mitigation")
REVIEW = SectionInfo("review", "Review date", "mitigation")

FIXED = {
    s.key: s
    for s in (
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
    )
}


def sections_of(framework: Framework) -> Sequence[SectionInfo]:
    """The sections in order; "further questions" only where the framework asks any."""
    return [s for s in FIXED.values() if s is not EXTRA or framework.extra_questions]


def sections_in_play(framework: Framework, *, screening: bool, met: bool) -> list[SectionInfo]:
    """All sections; of one that is only screened, those that are written for it. `met` says it has actions."""
    every = sections_of(framework)
    if screening:
        return [s for s in every if s in (PROPOSAL, SCREENING) or (met and s is MITIGATION)]
    return list(every)


def section_titles(framework: Framework) -> dict[str, str]:
    return {section.key: section.title for section in sections_of(framework)}
