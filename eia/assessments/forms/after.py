"""What is asked after signing."""

import re

from wtforms.validators import ValidationError

from eia import clock
from eia.assessments.case import Case
from eia.assessments.models.living import OUTCOMES
from eia.forms import (
    Choice,
    ChoiceField,
    DateParts,
    EiaForm,
    LineField,
    ProseField,
    Required,
)

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class DecisionForm(EiaForm):
    organisation = ChoiceField("Whose decision is it?", [Required()])
    outcome = ChoiceField("What was decided?", [Required()], choices=list(OUTCOMES.items()))
    decider = LineField(
        "Who decided?", [Required()], description="The office or body, for example the Deputy Chief Constable."
    )
    decided_on = DateParts("When?", [Required()])
    decided_at = LineField("At what time?", description="If you know it, like 14:30.", render_kw={"width": 5})
    had_it = ChoiceField(
        "Did they have this assessment in front of them?",
        [Required()],
        choices=[("yes", "Yes, this version"), ("no", "No")],
    )
    regard = ProseField(
        "Their statement of regard",
        [Required()],
        description="In the decider’s own words: how they weighed what the assessment found.",
    )

    def validate_decided_on(self, field: DateParts) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("A decision is recorded once it was taken: give a date that has passed, or today")

    def validate_decided_at(self, field: LineField) -> None:
        if field.data and not TIME.fullmatch(field.data):
            raise ValidationError("Write the time with four digits, like 09:30, or leave it empty")


def decision_form(case: Case) -> DecisionForm:
    form = DecisionForm(data={"decider": case.answer("proposal", "decider")})
    form.organisation.choices = [Choice(str(o.id), o.name) for o in case.organisations]
    return form
