"""What is asked when something happened, and of those who reopen assessments because of it."""

from collections.abc import Mapping, Sequence

from wtforms.validators import ValidationError

from eia import clock
from eia.assessments.listed import Listed
from eia.assessments.models.occasions import KINDS
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    EiaForm,
    LineField,
    Longest,
    PickField,
    ProseField,
    Required,
)

RULE = ("framework", "characteristic", "evidence", "area", "words")


class OccasionForm(EiaForm):
    kind = ChoiceField("What kind of thing is it?", [Required()], choices=list(KINDS.items()))
    title = LineField("What happened?", [Required()], description="For example: tribunal judgment on night shifts.")
    happened_on = DateParts("When?", [Required()])
    source = LineField("Where can it be read?", description="A reference, a link, or the file it is kept in.")
    changed = ProseField("What is different now?", [Required()], render_kw={"rows": 3})
    framework = PickField("Made under", empty="Any law")
    characteristic = PickField("Which touch", empty="Anybody")
    evidence = LineField("Which cite evidence with these words in its title or source")
    area = LineField("Which name a place with these words")
    words = LineField("With these words in the title")

    def validate_happened_on(self, field: DateParts) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError("Record it once it has happened: give a date that has passed, or today")

    @property
    def rule(self) -> list[object]:
        return [self[name] for name in RULE]

    @property
    def facts(self) -> list[object]:
        return [field for field in self if field.name not in (*RULE, "csrf_token")]


def occasion_form(frameworks: Mapping[str, str], characteristics: Mapping[str, str]) -> OccasionForm:
    form = OccasionForm()
    form.framework.choices = [Choice(key, title) for key, title in frameworks.items()]
    form.characteristic.choices = [Choice(key, title) for key, title in characteristics.items()]
    return form


class ReopenForm(EiaForm):
    ticked = ChoicesField("Which need a review?", [Required("Tick the assessments that need a review")])
    reason = ProseField(
        "Why?", [Longest(2000)], description="One reason serves all that you tick.", render_kw={"rows": 3}
    )

    def validate_reason(self, field: ProseField) -> None:
        if not field.data:
            raise ValidationError("Say why they need a review")

    @property
    def reasons(self) -> dict[int, str]:
        """Version -> why it needs a review."""
        return {int(number): str(self.reason.data) for number in self.ticked.data}


def reopen_form(lines: Sequence[Listed], open_numbers: Mapping[int, int]) -> ReopenForm:
    """`open_numbers`: version -> the number of the one that is open already."""
    form = ReopenForm()
    form.ticked.choices = [Choice(str(line.id), line.title, _hint(line, open_numbers.get(line.id))) for line in lines]
    return form


def _hint(line: Listed, open_number: int | None) -> str:
    told = f" Version {open_number} is open already: whoever writes it is told." if open_number else ""
    return f"{line.reference}, version {line.number}.{told}"
