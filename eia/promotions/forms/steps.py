"""What a step of a process asks. The table names the form; the revision the reader saw travels in each."""

from collections.abc import Mapping
from typing import Any

from eia.forms import Choice, EiaForm, HiddenNumberField, PickField, ProseField, Required
from eia.promotions.case import ProcessCase
from eia.promotions.workflow import PROCESS_TABLE


class StepForm(EiaForm):
    """`seen` is the revision of the process that the person read."""

    seen = HiddenNumberField()

    def answers(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items() if name not in ("seen", "csrf_token")}


class ReasonForm(StepForm):
    reason = ProseField(
        "Reason", [Required()], description="It stays with the process and in the message that is sent."
    )


class ReviewForm(StepForm):
    review = ProseField(
        "What do the figures show, and what follows from it?",
        [Required()],
        description="Say what you looked at, what you think is behind it, and what is done next. Give no figure "
        "that was not released: others read this.",
    )


class ThresholdForm(StepForm):
    threshold = PickField(
        "From how many people on is a number shown?",
        [Required()],
        choices=[Choice(10, "10 people"), Choice(5, "5 people")],
        description="Smaller numbers are hidden, and as many others as it takes that nobody can work them out. Choose "
        "5 only where every organisation that takes part agreed to that.",
    )


class PreviewForm(StepForm):
    """`preview` is the one that was looked at."""

    preview = HiddenNumberField()


FORMS: Mapping[str, type[StepForm]] = {
    "": StepForm,
    "reason": ReasonForm,
    "review": ReviewForm,
    "threshold": ThresholdForm,
    "preview": PreviewForm,
}


def step_form(case: ProcessCase, action: str) -> StepForm:
    data: dict[str, Any] = {"seen": case.revision}
    if PROCESS_TABLE.steps[action].asks == "preview" and case.preview:
        data["preview"] = case.preview.id
    return FORMS[PROCESS_TABLE.steps[action].asks](data=data)
