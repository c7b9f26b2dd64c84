"""A field as HTML: the macro that `adapter` names, called and cleaned up after."""

import re
from typing import Any

from flask import current_app
from markupsafe import Markup

from eia.forms.adapter import drawn

MACROS = "govuk_frontend_jinja/components"


def field_html(field: Any, **given: Any) -> Markup:
    """One question: label, hint, error and input."""
    drawing = drawn(field, **given)
    name = "govuk" + "".join(word.capitalize() for word in drawing.macro.split("-"))
    template = current_app.jinja_env.get_template(f"{MACROS}/{drawing.macro}/macro.html")
    return _cleaned(str(getattr(template.module, name)(drawing.params)))


def _cleaned(html: str) -> Markup:
    """Radios whose sub-questions appear by style alone (`_parts.scss`), and no blank lines.

    GOV.UK's script puts aria-expanded on radios, which ARIA does not allow and axe reports
    (alphagov/govuk-frontend#979). A quote stands in both marks, so no text of a person can hold one. The
    macros are two thirds white space; a textarea's own line ends are safe, see `text_for_textarea`.
    """
    html = html.replace(' data-aria-controls="', ' data-reveals="')
    html = html.replace(' govuk-radios__conditional--hidden"', '"')
    html = html.replace(' govuk-checkboxes__conditional--hidden"', '"')
    return Markup(re.sub(r"\s*\n\s*", "\n", html))  # noqa: S704 - drawn by the macros, which escape
