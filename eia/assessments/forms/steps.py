"""What a step asks. The table names the form; the revision the reader saw travels in each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms.validators import ValidationError

from eia.assessments.case import Case
from eia.assessments.forms import consultees, people
from eia.assessments.forms.declaring import DeclarationForm
from eia.assessments.forms.returning import return_form
from eia.assessments.forms.step import StepForm
from eia.assessments.forms.verdicts import verdicts_form
from eia.assessments.workflow import TABLE
from eia.forms import Choice, ChoiceField, LineField, ProseField, Required
from eia.people.models import Person
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


class InterestForm(StepForm):
    reason = ProseField(
        "Which interest do you have?",
        [Required()],
        description="A personal, family, financial or working interest in what is decided. It stands on record.",
    )


class TemplateForm(StepForm):
    title = LineField("What is the template called?", [Required()], description="For example: Moving a front desk.")


class OpinionForm(StepForm):
    opinion = ChoiceField("Your opinion", [Required()])
    remark = ProseField("Why?", description="Needed when you have concerns or do not agree.")


FORMS: Mapping[str, type[StepForm]] = {
    "": ConfirmForm,
    "confirm": ConfirmForm,
    "reason": ReasonForm,
    "withdrawal": WithdrawalForm,
    "template": TemplateForm,
    "declaration": DeclarationForm,
    "interest": InterestForm,
    "opinion": OpinionForm,
    "give": people.GiveForm,
    "give_local": people.GiveLocalForm,
    "hand_back": people.HandBackForm,
    "take_back": people.TakeBackForm,
    "hand_over": people.HandOverForm,
    "ask_opinion": consultees.AskOpinionForm,
    "answer_opinion": consultees.AnswerOpinionForm,
    "take_back_request": consultees.TakeBackRequestForm,
}
MADE_FOR: Mapping[str, Callable[[Case], StepForm]] = {"return": return_form, "verdicts": verdicts_form}
"""Forms whose questions come from the case."""


def step_form(case: Case, action: str, by: Standings | None = None, owners: Sequence[Person] = ()) -> StepForm:
    """The form a step asks, with the framework's words and what this person can choose from.

    `owners` are those to whom a condition may be given.
    """
    asks = TABLE.steps[action].asks
    if asks in MADE_FOR:
        return MADE_FOR[asks](case)
    form = FORMS[asks](data={"seen": case.revision})
    framework = case.framework
    if isinstance(form, DeclarationForm):
        points = framework.declaration(declaration_of(case, action)).points
        form.declared.choices = [Choice(str(number), point) for number, point in enumerate(points)]
        form.declared.validators = [*form.declared.validators, _every_point]
        if not TABLE.steps[action].to_be_said(case):
            del form.over
        form.offer_conditions(owners if action in ("sign", "adopt") else ())
    if isinstance(form, OpinionForm):
        form.opinion.choices = [Choice(o.key, o.title, o.plain) for o in framework.opinions if o.given]
        needing = {o.key for o in framework.opinions if o.needs_reason}
        form.remark.validators = [*form.remark.validators, _reason_for(form, needing)]
    people.fill(case, form, by)
    consultees.fill(case, form, by)
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
