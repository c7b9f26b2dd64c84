"""What the house asks, and how. A form inherits `EiaForm`; its fields and rules are named below.

Pages draw them with `components/form.html`: `field`, `form_start`, `error_summary`, `button`.
"""

from eia.forms.adapter import Drawn, Problem, drawn, hidden_fields, problems, text_for_textarea
from eia.forms.dates import DateParts
from eia.forms.drawing import button_html, field_html
from eia.forms.fields import (
    Choice,
    ChoiceField,
    ChoicesField,
    DecimalField,
    Divider,
    EmailField,
    HiddenField,
    HiddenNumberField,
    LineField,
    NumberField,
    PickField,
    ProseField,
    SecretField,
    TickField,
    UploadField,
)
from eia.forms.form import EiaForm, Part, csrf, init_app
from eia.forms.sentences import Longest, Required, RequiredWhen
from eia.forms.text import TidyFormData, tidy, without_refused

__all__ = [
    "Choice",
    "ChoiceField",
    "ChoicesField",
    "DateParts",
    "DecimalField",
    "Divider",
    "Drawn",
    "EiaForm",
    "EmailField",
    "HiddenField",
    "HiddenNumberField",
    "LineField",
    "Longest",
    "NumberField",
    "Part",
    "PickField",
    "Problem",
    "ProseField",
    "Required",
    "RequiredWhen",
    "SecretField",
    "TickField",
    "TidyFormData",
    "UploadField",
    "button_html",
    "csrf",
    "drawn",
    "field_html",
    "hidden_fields",
    "init_app",
    "problems",
    "text_for_textarea",
    "tidy",
    "without_refused",
]
