"""What is asked about an action: how it goes, and whether a second person agrees."""

from collections.abc import Sequence

from wtforms.validators import ValidationError

from eia.assessments.afterwards.action_case import NONE, ActionCase
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.forms import Choice, ChoiceField, EiaForm, HiddenNumberField, LineField, PickField, ProseField, Required
from eia.people.models import Person

KEEPING = {
    "note_progress": Choice("note_progress", "It goes on"),
    "report_done": Choice("report_done", "It is done", "Somebody else confirms it before it ends."),
    "propose_dropping": Choice("propose_dropping", "It should not be done", "An adviser or approver has to agree."),
}
ANSWERING = ("confirm_done", "agree_dropping", "send_back")


class ProgressForm(EiaForm):
    seen = HiddenNumberField()
    status = ChoiceField("Where does it stand?", [Required()])
    note = ProseField("What was done, or why not?", [Required()], render_kw={"rows": 3})
    proof = LineField("Evidence that it is done", description="Where somebody else can see it. Needed when it is done.")
    result = ProseField("Measured result", render_kw={"rows": 2})
    residual = ChoiceField("What harm remains?", description="Needed when it is done.")

    def validate_proof(self, field: LineField) -> None:
        if self.status.data == "report_done" and not field.data:
            raise ValidationError("Say where it can be seen that it was done")

    def validate_result(self, field: ProseField) -> None:
        if self.status.data == "report_done" and not field.data:
            raise ValidationError("Say what was measured, against the measure named in the plan")

    def validate_residual(self, field: ChoiceField) -> None:
        if self.status.data == "report_done" and not field.data:
            raise ValidationError("Select what harm remains")


class AnswerForm(EiaForm):
    seen = HiddenNumberField()
    answer = ChoiceField("Do you agree?", [Required()])
    reason = ProseField("Why", description="Needed to send it back, and to agree that it will not be done.")

    def validate_reason(self, field: ProseField) -> None:
        if self.answer.data in ("send_back", "agree_dropping") and not field.data:
            raise ValidationError("Say why: it goes to whoever reported on it")


class AwayForm(EiaForm):
    seen = HiddenNumberField()
    person = PickField("Who should do it?", [Required()], empty="Select a person")
    reason = ProseField("Why?", [Required()], description="It goes to them, and to its owner until now.")


def away_form(one: ActionCase, people: Sequence[Person]) -> AwayForm:
    form = AwayForm(data={"seen": one.revision}, prefix="away-")
    form.person.choices = [Choice(str(person.id), person.name) for person in people]
    return form


def progress_form(one: ActionCase) -> ProgressForm:
    form = ProgressForm(data={"seen": one.revision})
    form.status.choices = [
        KEEPING[step.action] for step in ACTION_TABLE.from_state(one.state) if step.action in KEEPING
    ]
    levels = [Choice(level.key, level.title, level.plain) for level in one.case.framework.levels]
    form.residual.choices = [Choice(NONE, "None"), *levels]
    measure = one.row.measure
    form.result.description = f"Against: {measure}" if measure else "Against the measure named in the plan."
    return form


def answer_form(one: ActionCase) -> AnswerForm:
    form = AnswerForm(data={"seen": one.revision})
    steps = [step for step in ACTION_TABLE.from_state(one.state) if step.action in ANSWERING]
    form.answer.choices = [Choice(step.action, step.button, step.explains) for step in steps]
    return form
