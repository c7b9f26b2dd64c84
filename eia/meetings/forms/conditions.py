"""What is asked about a condition: how it goes, whether a second person agrees, and who owns it from now on."""

from collections.abc import Sequence

from wtforms.validators import ValidationError

from eia.forms import Choice, ChoiceField, HiddenNumberField, LineField, Longest, PickField, ProseField, Required
from eia.meetings.condition_case import ConditionCase
from eia.meetings.workflow.conditions import CONDITION_TABLE
from eia.people.forms.administration import AskingForm
from eia.people.models import Person

KEEPING = {
    "note_progress": Choice("note_progress", "It goes on"),
    "report_done": Choice("report_done", "It is done", "Somebody else confirms it before it ends."),
    "propose_dropping": Choice("propose_dropping", "It should not be done", "Somebody else has to agree."),
}
ANSWERING = ("confirm_done", "agree_dropping", "send_back")


class NoteForm(AskingForm):
    seen = HiddenNumberField()
    status = ChoiceField("Where does it stand?", [Required()])
    note = ProseField("What was done, or why not?", [Required(), Longest(4_000)], render_kw={"rows": 3})
    proof = LineField(
        "Evidence that it is done",
        [Longest(500)],
        description="Where somebody else can see it. Needed when it is done.",
    )

    def validate_proof(self, field: LineField) -> None:
        if self.status.data == "report_done" and not field.data:
            raise ValidationError("Say where it can be seen that it was done")


class AgreeForm(AskingForm):
    seen = HiddenNumberField()
    answer = ChoiceField("Do you agree?", [Required()])
    note = ProseField("Why", [Required(), Longest(4_000)], description="It goes to whoever reported on it.")


class GiveForm(AskingForm):
    seen = HiddenNumberField()
    person = PickField("Who should do it?", [Required()], empty="Select a person")
    note = ProseField("Why?", [Required(), Longest(4_000)], description="It goes to them, and to its owner until now.")


def note_form(one: ConditionCase) -> NoteForm:
    form = NoteForm(data={"seen": one.revision})
    steps = [step.action for step in CONDITION_TABLE.from_state(one.state)]
    form.status.choices = [KEEPING[action] for action in steps if action in KEEPING]
    return form


def agree_form(one: ConditionCase, open_now: Sequence[str]) -> AgreeForm:
    """`open_now` are the steps this person may take."""
    form = AgreeForm(data={"seen": one.revision}, prefix="agree-")
    steps = [CONDITION_TABLE.steps[action] for action in ANSWERING if action in open_now]
    form.answer.choices = [Choice(step.action, step.button, step.explains) for step in steps]
    return form


def give_form(one: ConditionCase, people: Sequence[Person]) -> GiveForm:
    form = GiveForm(data={"seen": one.revision}, prefix="away-")
    form.person.choices = [Choice(str(person.id), person.name) for person in people]
    return form
