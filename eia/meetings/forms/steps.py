"""What a step of a meeting asks. The table names the form; the revision the reader saw travels in each."""

from collections.abc import Mapping
from typing import Any

from eia.forms import EiaForm, HiddenNumberField, ProseField, Required
from eia.meetings.case import MeetingCase
from eia.meetings.workflow import MEETING_TABLE


class StepForm(EiaForm):
    """`seen` is the revision of the meeting that the person read."""

    seen = HiddenNumberField()

    def answers(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items() if name not in ("seen", "csrf_token")}


class ReasonForm(StepForm):
    reason = ProseField("Reason", [Required()], description="It stands in the trail and in the message that is sent.")


FORMS: Mapping[str, type[StepForm]] = {"": StepForm, "reason": ReasonForm}


def step_form(case: MeetingCase, action: str) -> StepForm:
    return FORMS[MEETING_TABLE.steps[action].asks](data={"seen": case.revision})
