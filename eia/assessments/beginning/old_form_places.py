"""Where the lines of an old form can go in a version, and their words on pages."""

from collections.abc import Iterator

from eia.assessments.case import Case
from eia.old_forms.placing import EVERYBODY

ANSWERS = {
    "proposal/changes": "What changes?",
    "proposal/why": "Why?",
    "proposal/affected": "The people affected",
    "proposal/open_options": "Which options are still open?",
    "proposal/decider": "Who takes the decision?",
}
ROWS = {
    "evidence": "Evidence: a source",
    "gap": "Evidence: what is not known",
    "consultation": "Consultation: who was asked, and what they said",
    "option": "Options: one option",
}
CONCLUDING = {
    "consultation/nobody_because": "Consultation: why nobody was asked",
    "conclusion/conclusion": "Conclusion",
    "review/watch": "Review: what will be watched",
}
LINES = ("proposal/decider",)
"""Answers of one line."""


def places_of(case: Case) -> dict[str, str]:
    """Place -> its words, in the order of the sections."""
    extra = {f"extra/{question.key}": question.text for question in case.framework.extra_questions}
    return ANSWERS | dict(_screening(case)) | ROWS | CONCLUDING | extra


def _screening(case: Case) -> Iterator[tuple[str, str]]:
    for characteristic in case.framework.characteristics:
        populations = [p for c, p in case.pairs if c.key == characteristic.key]
        if len(populations) > 1:
            whom = " and ".join(population.who for population in populations)
            yield f"screening/{characteristic.key}/{EVERYBODY}", f"Screening: {characteristic.title} ({whom})"
        for population in populations:
            place = f"screening/{characteristic.key}/{population.key}"
            yield place, f"Screening: {characteristic.title} ({population.who})"
