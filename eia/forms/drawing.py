"""A field as HTML: the macro that `adapter` names, called and cleaned up after.

A macro is a pure function of its parameters and slow (half a millisecond; a grid has eighty of them), so questions
are drawn once by each worker. Answers in words are never kept here: they are drawn as marks that nobody can guess, and
put in their place afterwards.
"""

import re
import secrets
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
_MARKED = re.compile(rf"{_MARK}(\d+)x")


def field_html(field: Any, **given: Any) -> Markup:
    """One question: label, hint, error and input."""
    drawing = drawn(field, **given)
    if drawing.macro not in (*CHOSEN, *TYPED) or "errorMessage" in drawing.params:
        return _html(drawing)
    marks = _Marks()
    return _filled(_marked(drawing, marks), marks)


def button_html(text: str, classes: str = "", name: str = "", value: str = "") -> Markup:
    """A button that sends its form."""
    marks = _Marks()
    params = {"text": marks.put(text), "classes": classes, "name": name or None, "preventDoubleClick": True}
    return _filled(Drawn("button", params | {"value": marks.put(value) if value else None}), marks)


class _Marks:
    """What is not kept with a drawing: marks that stand for it, and the HTML they stand for."""

    def __init__(self) -> None:
        self.html: list[str] = []

    def put(self, words: str) -> str:
        self.html.append(str(escape(words)))
        return f"{_MARK}{len(self.html) - 1}x"

    def filled(self, html: str) -> Markup:
        return Markup(_MARKED.sub(lambda mark: self.html[int(mark[1])], html))  # noqa: S704 - escaped by put


def _filled(drawing: Drawn, marks: _Marks) -> Markup:
    known = _Known(f"{drawing.macro} {drawing.params!r}", drawing)
    return marks.filled(_kept(known) if len(known.words) < LONGEST else _html(drawing))


def _marked(drawing: Drawn, marks: _Marks) -> Drawn:
    """The same drawing with a mark for each answer in words, and for whatever a choice reveals."""
    params = dict(drawing.params)
    if drawing.macro in ("radios", "checkboxes"):
        params["items"] = [_revealing(item, marks) for item in params["items"]]
    elif drawing.macro == "date-input":
        params["items"] = [_answering(item, marks) for item in params["items"]]
    elif drawing.macro in TYPED:
        params = _answering(params, marks)
    return Drawn(drawing.macro, params)


def _answering(params: dict[str, Any], marks: _Marks) -> dict[str, Any]:
    return params | {"value": marks.put(params["value"])} if params.get("value") else params


def _revealing(item: dict[str, Any], marks: _Marks) -> dict[str, Any]:
    revealed = item.get("conditional", {}).get("html")
    return item | {"conditional": {"html": marks.put(Markup(revealed).strip())}} if revealed else item  # noqa: S704


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
