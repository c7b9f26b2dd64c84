"""Which framework an assessment is made under, and what it begins with: nothing, a template or an earlier one."""

from collections.abc import Callable, Sequence
from typing import Any

from eia.assessments.beginning.sources import Source
from eia.assessments.models import PastAssessment
from eia.forms import Choice, ChoiceField, EiaForm, LineField, PickField, Required
from eia.frameworks.loader import shipped

EMPTY, TEMPLATE, EARLIER, OLD_FORM, PAST = "empty", "template", "earlier", "old_form", "past"
Find = Callable[[str], Source | None]


class StartForm(EiaForm):
    framework = ChoiceField("Which law applies?", [Required()])
    begin = ChoiceField("How do you want to begin?", [Required()])
    template = PickField("Template", empty="Select a template")
    earlier = PickField("Earlier assessment", empty="Select an assessment")
    reference = LineField("Or type its reference", description="For example, CAMBS-EIA-2026-0042.")
    past = PickField("Past assessment", empty="Select a past assessment")
    find: Find
    source: Source | None = None
    """What it starts from, once the form is valid."""

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.begin.data == TEMPLATE:
            self.source = self.template.data
            return self.source is not None or self._refused(self.template, "Select a template, or begin with nothing")
        if self.begin.data == EARLIER:
            self.source = self.find(self.reference.data.upper()) if self.reference.data else self.earlier.data
            field = self.reference if self.reference.data else self.earlier
            words = "There is no finished assessment with this reference that you may read"
            choose = "Select an assessment, or type its reference"
            return self.source is not None or self._refused(field, words if self.reference.data else choose)
        if self.begin.data == PAST and not self.past.data:
            return self._refused(self.past, "Select a past assessment")
        return True

    @property
    def past_id(self) -> int | None:
        return int(self.past.data) if self.begin.data == PAST else None

    def _refused(self, field: Any, words: str) -> bool:
        field.errors = [*field.errors, words]
        return False


class _ById(Source):
    """A source as the value of a choice: it is posted as the number of its version."""

    def __str__(self) -> str:
        return str(self.version_id)


def start_form(
    templates: Sequence[Source] = (),
    earlier: Sequence[Source] = (),
    find: Find = lambda _: None,
    past: Sequence[PastAssessment] = (),
) -> StartForm:
    frameworks = shipped()
    form = StartForm(data={"framework": next(iter(frameworks)), "begin": EMPTY})
    form.find = find
    form.framework.choices = [Choice(key, f.title, f.jurisdiction) for key, f in frameworks.items()]
    form.begin.choices = [Choice(EMPTY, "With nothing")]
    if templates:
        form.begin.choices.append(Choice(TEMPLATE, "From a template", "Texts that your equality advisers offer."))
    form.begin.choices.append(
        Choice(EARLIER, "From an earlier assessment", "Its answers are carried over for you to confirm or change.")
    )
    form.begin.choices.append(
        Choice(OLD_FORM, "From an old form in Word", "You add the file next, and see where each line of it would go.")
    )
    if past:
        words = "What its line says stands beside the questions for you to confirm. Once signed, yours replaces it."
        form.begin.choices.append(Choice(PAST, "From a past assessment that was imported", words))
    form.past.choices = [Choice(str(one.id), f"{one.title} ({one.reference})") for one in past]
    form.template.choices = [Choice(_by_id(one), f"{one.title} ({one.name})") for one in templates]
    form.earlier.choices = [Choice(_by_id(one), f"{one.title} ({one.name})") for one in earlier]
    return form


def _by_id(one: Source) -> _ById:
    return _ById(one.version_id, one.reference, one.number, one.title, one.framework)
