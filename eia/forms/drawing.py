"""A field as HTML: the macro that `adapter` names, called and cleaned up after.

A macro is a pure function of its parameters and slow (half a millisecond; a grid has eighty of them), so questions
are drawn once by each worker. Answers in words are never kept here: they are drawn as marks that nobody can guess, and
put in their place afterwards.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from eia.forms.adapter import Drawn, drawn

MACROS = "govuk_frontend_jinja/components"
KEPT = 1_000
LONGEST = 4_000
"""Characters of parameters: a list that grows with what people enter is drawn each time."""
CHOSEN = ("radios", "checkboxes", "select")
TYPED = ("input", "textarea", "character-count", "date-input")
_BLOCK = r"</?(?:div|fieldset|legend|label|input|select|option)\b[^>]*>"
_BESIDE_A_BLOCK = re.compile(rf"(?<=>)\n(?={_BLOCK})|({_BLOCK})\n|\n(?={_BLOCK})")
_END_OF_AN_OPTION = re.compile(r"\s*</option>")
"""HTML does not ask for it, and a page of drop-downs is lighter without."""
_MARK = f"eia{secrets.token_hex(16)}x"
_MARKED = re.compile(rf"{_MARK}(\d)")


def field_html(field: Any, **given: Any) -> Markup:
    """One question: label, hint, error and input."""
    drawing = drawn(field, **given)
    if drawing.macro not in (*CHOSEN, *TYPED) or "errorMessage" in drawing.params:
        return _html(drawing)
    if drawing.macro in CHOSEN and any("conditional" in item for item in drawing.params["items"]):
        return _html(drawing)
    marked, typed = _marked(drawing) if drawing.macro in TYPED else (drawing, ())
    known = _Known(f"{marked.macro} {marked.params!r}", marked)
    if len(known.words) >= LONGEST:
        return _html(drawing)
    html = _kept(known)
    return Markup(_MARKED.sub(lambda mark: typed[int(mark[1])], html)) if typed else html  # noqa: S704 - escaped


def _marked(drawing: Drawn) -> tuple[Drawn, Sequence[str]]:
    """The same drawing with a mark for each answer, and the answers, escaped."""
    params, typed = dict(drawing.params), list[str]()
    parts = [dict(item) for item in params["items"]] if drawing.macro == "date-input" else [params]
    for part in parts:
        if part.get("value"):
            typed.append(str(escape(part["value"])))
            part["value"] = f"{_MARK}{len(typed) - 1}"
    if drawing.macro == "date-input":
        params["items"] = parts
    return Drawn(drawing.macro, params), typed


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
    macros are two thirds white space; a textarea's own line ends are safe, see `text_for_textarea`. What reveals
    nothing and has no answer that clears the others needs no script.
    """
    html = html.replace(' data-aria-controls="', ' data-reveals="')
    html = html.replace(' govuk-radios__conditional--hidden"', '"')
    html = html.replace(' govuk-checkboxes__conditional--hidden"', '"')
    if "data-reveals" not in html and "data-behaviour" not in html:
        html = re.sub(r' data-module="govuk-(?:radios|checkboxes)"', "", html)
    html = _END_OF_AN_OPTION.sub("", html)
    html = _BESIDE_A_BLOCK.sub(r"\1", re.sub(r"\s*\n\s*", "\n", html))
    return Markup(html)  # noqa: S704 - drawn by the macros, which escape
