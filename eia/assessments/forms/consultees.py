"""What is asked of whoever asks for an opinion, and of whoever gives it."""

from typing import Any

from wtforms.validators import ValidationError

from eia.assessments.case import Case
from eia.assessments.forms.step import StepForm
from eia.assessments.models.consultees import CAPACITIES, PRIVILEGED
from eia.assessments.outside.consultees import can_be_asked, open_request, requests_of
from eia.db import db
from eia.forms import Choice, ChoiceField, PickField, ProseField, Required
from eia.pages import day
from eia.people.queries import Standings


class AskOpinionForm(StepForm):
    capacity = ChoiceField(
        "In what capacity?",
        [Required()],
        choices=[
            Choice(key, words, "What they say is marked as legal advice and stays within their organisation.")
            if key in PRIVILEGED
            else Choice(key, words)
            for key, words in CAPACITIES.items()
        ],
    )
    person = PickField("Whom do you ask?", [Required()], empty="Select a person")
    question = ProseField(
        "What do you want to know?", [Required()], description="They can read all of it from then on."
    )


class AnswerOpinionForm(StepForm):
    opinion = ChoiceField(
        "Your opinion", [Required()], choices=[("agrees", "I agree"), ("concerns", "I have concerns")]
    )
    words = ProseField("Say why", description="Needed when you have concerns.")

    def answers(self) -> dict[str, Any]:
        """With the revision they read: nobody is held up because the author saves meanwhile."""
        return {**super().answers(), "read": self.seen.data}

    def validate_words(self, field: ProseField) -> None:
        if self.opinion.data == "concerns" and not field.data:
            raise ValidationError("Say what your concerns are")


class TakeBackRequestForm(StepForm):
    request = ChoiceField("Whom do you not need to hear from?", [Required()])
    reason = ProseField(
        "Why?", [Required()], description="It stands in the trail and in the message they get.", render_kw={"rows": 3}
    )


def fill(case: Case, form: StepForm, by: Standings | None) -> None:
    if isinstance(form, AskOpinionForm):
        form.person.choices = [Choice(str(p.id), p.name) for p in can_be_asked(db.session(), case)]
    if isinstance(form, TakeBackRequestForm) and by:
        asked = requests_of(case, by.person_id)
        form.request.choices = [
            Choice(str(row.id), f"{row.person.name}, {row.in_words.lower()}", f"Asked on {day(row.asked_at)}")
            for row in asked
        ]
        if len(asked) == 1 and not form.is_submitted():
            form.request.data = str(asked[0].id)
    if isinstance(form, AnswerOpinionForm) and by and (row := open_request(case, by.person_id)):
        form.opinion.description = f"You are asked as {row.in_words.lower()}: {row.question}"
        if row.is_privileged:
            words = "It is legal advice: it is not printed, and only your own organisation reads it."
            form.words.description = f"{form.words.description} {words}"
