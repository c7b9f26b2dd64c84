"""Which framework an assessment is made under."""

from eia.forms import Choice, ChoiceField, EiaForm, Required
from eia.frameworks.loader import shipped


class StartForm(EiaForm):
    framework = ChoiceField("Which law applies?", [Required()])


def start_form() -> StartForm:
    frameworks = shipped()
    form = StartForm(data={"framework": next(iter(frameworks))})
    form.framework.choices = [Choice(key, f.title, f.jurisdiction) for key, f in frameworks.items()]
    return form
