"""A field as HTML: the macro that `adapter` names, called and cleaned up after.

A macro is a pure function of its parameters and slow (half a millisecond; a grid has eighty of them), so questions
with choices, and fields that are still empty, are drawn once by each worker. Answers in words are never kept here.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from eia.forms.adapter import Drawn, drawn

MACROS = "govuk_frontend_jinja/components"
KEPT = 1_000
LONGEST = 4_000
"""Characters of parameters: a list that grows with what people enter is drawn each time."""
CHOSEN = ("radios", "checkboxes")
EMPTY_ABLE = ("input", "textarea", "character-count")


def field_html(field: Any, **given: Any) -> Markup:
    """One question: label, hint, error and input."""
    drawing = drawn(field, **given)
    if _holds_what_somebody_wrote(drawing):
        return _html(drawing)
    known = _Known(f"{drawing.macro} {drawing.params!r}", drawing)
    return _kept(known) if len(known.words) < LONGEST else _html(drawing)


def _holds_what_somebody_wrote(drawing: Drawn) -> bool:
    params = drawing.params
    if drawing.macro in CHOSEN:
        written = any("conditional" in item for item in params["items"])
    else:
        written = drawing.macro not in EMPTY_ABLE or bool(params.get("value"))
    return written or "errorMessage" in params


@dataclass(frozen=True, slots=True)
class _Known:
    """A drawing that is the same when its macro and parameters, written out, are the same."""

    words: str
    drawing: Drawn = field(compare=False)


@lru_cache(KEPT)
def _kept(known: _Known) -> Markup:
    return _html(known.drawing)


def _html(drawing: Drawn) -> Markup:
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
