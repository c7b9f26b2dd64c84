"""What a step asks. The table names the form; the revision the reader saw travels in each."""

from collections.abc import Mapping
from typing import Any

from wtforms.validators import ValidationError

from eia.assessments.case import Case
from eia.assessments.forms import people
from eia.assessments.forms.step import StepForm
from eia.assessments.sections import sections_of
from eia.assessments.workflow import TABLE, WRITING
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    PickField,
    ProseField,
    Required,
)
from eia.people.queries import Standings


class ConfirmForm(StepForm):
    pass


class ReasonForm(StepForm):
    reason = ProseField("Reason", [Required()], description="It stands in the trail and in the message that is sent.")


class WithdrawalForm(StepForm):
    cause = ChoiceField(
        "Why is it withdrawn?",
        [Required()],
        choices=[
            ("wrong", "It was wrong"),
            ("overtaken", "It has been overtaken"),
            ("retired", "What it assesses was retired"),
        ],
    )
    reason = ProseField("Say more", [Required()])


class DeclarationForm(StepForm):
    declared = ChoicesField("I declare that", [Required("Tick every point to sign. If one does not hold, return it.")])
    remark = ProseField("Remark", description="If you want to add something. It belongs to your signature.")


class OpinionForm(StepForm):
    opinion = ChoiceField("Your opinion", [Required()])
    remark = ProseField("Why?", description="Needed when you have concerns or do not agree.")


class ReturnForm(StepForm):
    """Three points at a time; a returner with more adds them by saving what matters most first."""

    stage = ChoiceField("Where should the author start again?", [Required()])
    section_1 = PickField("Section", [Required()], empty="Select a section")
    code_1 = ChoiceField("What is wrong?", [Required()])
    remark_1 = ProseField("Say what to do", [Required()], render_kw={"rows": 3})
    section_2 = PickField("Section", empty="No second point")
    code_2 = ChoiceField("What is wrong?")
    remark_2 = ProseField("Say what to do", render_kw={"rows": 3})
    section_3 = PickField("Section", empty="No third point")
    code_3 = ChoiceField("What is wrong?")
    remark_3 = ProseField("Say what to do", render_kw={"rows": 3})

    def answers(self) -> dict[str, Any]:
        points = [self._point(number) for number in (1, 2, 3)]
        return {"stage": self.stage.data, "points": [point for point in points if point["section"] and point["reason"]]}

    def _point(self, number: int) -> dict[str, str]:
        asked = {"section": f"section_{number}", "reason": f"code_{number}", "remark": f"remark_{number}"}
        return {name: str(self._fields[key].data or "") for name, key in asked.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for number in (2, 3):
            section, code = self._fields[f"section_{number}"], self._fields[f"code_{number}"]
            if section.data and not code.data:
                code.errors = [*code.errors, "Select what is wrong, or take the section away"]
                fine = False
            if code.data and not section.data:
                section.errors = [*section.errors, "Select the section this is about"]
                fine = False
        return fine


FORMS: Mapping[str, type[StepForm]] = {
    "": ConfirmForm,
    "confirm": ConfirmForm,
    "reason": ReasonForm,
    "withdrawal": WithdrawalForm,
    "declaration": DeclarationForm,
    "opinion": OpinionForm,
    "return": ReturnForm,
    "give": people.GiveForm,
    "hand_back": people.HandBackForm,
    "take_back": people.TakeBackForm,
    "hand_over": people.HandOverForm,
}


def step_form(case: Case, action: str, by: Standings | None = None) -> StepForm:
    """The form a step asks, with the framework's words and what this person can choose from."""
    form = FORMS[TABLE.steps[action].asks](data={"seen": case.revision})
    framework = case.framework
    if isinstance(form, DeclarationForm):
        points = framework.declaration(declaration_of(case, action)).points
        form.declared.choices = [Choice(str(number), point) for number, point in enumerate(points)]
        form.declared.validators = [*form.declared.validators, _every_point]
    if isinstance(form, OpinionForm):
        form.opinion.choices = [Choice(o.key, o.title, o.plain) for o in framework.opinions if o.given]
        needing = {o.key for o in framework.opinions if o.needs_reason}
        form.remark.validators = [*form.remark.validators, _reason_for(form, needing)]
    if isinstance(form, ReturnForm):
        _return_choices(case, form)
    people.fill(case, form, by)
    return form


def declaration_of(case: Case, action: str) -> str:
    if action == "screen_out" or case.submission is None:
        return "screened_out"
    return case.framework.outcome(case.submission.outcome).declaration


def _every_point(form: Any, field: Any) -> None:
    if len(field.data) < len(field.choices):
        raise ValidationError("Tick every point to sign. If one does not hold, return it instead")


def _reason_for(form: OpinionForm, needing: set[str]) -> Any:
    def check(_: Any, field: Any) -> None:
        if form.opinion.data in needing and not (field.data or "").strip():
            raise ValidationError("Say why: it is what the approvers need to know")

    return check


def _return_choices(case: Case, form: ReturnForm) -> None:
    stages = ("draft", "screening") if case.state == "screening_review" else WRITING
    form.stage.choices = [Choice(stage, TABLE.states[stage].title) for stage in stages]
    sections = [Choice(section.key, section.title) for section in sections_of(case.framework)]
    codes = [Choice(r.key, r.title, r.plain) for r in case.framework.return_reasons]
    for number in (1, 2, 3):
        form._fields[f"section_{number}"].choices = sections
        form._fields[f"code_{number}"].choices = codes
