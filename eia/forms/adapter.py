"""From a field to the GOV.UK macro that draws it: `drawn(field)` answers which macro, with what.

Used by templates/components/form.html. Text in a textarea has its line ends written as character
references, because the macros indent what stands inside a fieldset and would put spaces into it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from wtforms.fields import FieldList, FormField
from wtforms.fields import HiddenField as AnyHiddenField

from eia.forms.dates import PARTS, DateParts
from eia.forms.fields import (
    ChoiceField,
    ChoicesField,
    Divider,
    EmailField,
    NumberField,
    PickField,
    ProseField,
    SecretField,
    TickField,
    UploadField,
)  # fmt: skip

LONG_PROSE = 600
LEGEND_SIZES = {"s": "s", "m": "m", "l": "l", "xl": "xl"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which macro, and its parameters."""

    macro: str
    params: dict[str, Any]


def text_for_textarea(text: str) -> Markup:
    """The text so that a browser reads it back exactly, however the HTML around it is indented."""
    safe = str(escape(text)).replace("\n", "&#10;")
    return Markup("&#10;" + safe if text.startswith("\n") else safe)  # noqa: S704 - escaped above


def _label(field: Any, given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    size = given.get("size", "m" if given.get("heading") is False else "")
    size = "l" if given.get("heading") else size
    label: dict[str, Any] = {"text": given.get("label") or field.label.text}
    if given.get("hide_label"):
        label["classes"] = "govuk-visually-hidden"
    elif size in LEGEND_SIZES:
        label["classes"] = f"govuk-{kind}--{size}"
    label["isPageHeading"] = bool(given.get("heading"))
    return label


def _shared(field: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {"id": field.id, "name": field.name}
    hint = given.get("hint") or field.description
    if hint:
        params["hint"] = {"html" if isinstance(hint, Markup) else "text": hint}
    if field.errors:
        params["errorMessage"] = {"text": str(field.errors[0])}
    if given.get("classes"):
        params["classes"] = given["classes"]
    if given.get("group_classes"):
        params["formGroup"] = {"classes": given["group_classes"]}
    return params


def _attributes(field: Any, given: Mapping[str, Any], *, always: tuple[str, ...] = ()) -> dict[str, Any]:
    attributes: dict[str, Any] = dict(given.get("attributes") or {})
    for name in always:
        attributes.setdefault(name, "auto")
    return attributes


def _textarea(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    rows = given.get("rows") or (12 if len(field.shown()) > LONG_PROSE else 5)
    params |= {
        "label": _label(field, given, "label"),
        "value": text_for_textarea(field.shown()),
        "rows": rows,
        "spellcheck": given.get("spellcheck", True),
        "attributes": _attributes(field, given, always=("dir",)),
    }
    if given.get("count"):
        return Drawn("character-count", params | {"maxlength": field.maximum, "threshold": 75})
    return Drawn("textarea", params | {"autocomplete": given.get("autocomplete")})


def _input(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    if width := given.get("width"):
        params["classes"] = f"{params.get('classes', '')} govuk-input--width-{width}".strip()
    params |= {
        "label": _label(field, given, "label"),
        "value": field.shown() if hasattr(field, "shown") else field._value(),
        "autocomplete": given.get("autocomplete"),
        "spellcheck": given.get("spellcheck"),
        "inputmode": given.get("inputmode"),
        "prefix": {"text": given["prefix"]} if given.get("prefix") else None,
        "suffix": {"text": given["suffix"]} if given.get("suffix") else None,
        "attributes": _attributes(field, given, always=("dir",)),
    }
    if isinstance(field, NumberField):
        params |= {"inputmode": field.inputmode, "spellcheck": False}
        params["classes"] = params.get("classes") or "govuk-input--width-5"
        params["attributes"].pop("dir")
    if isinstance(field, EmailField):
        params |= {"type": "email", "spellcheck": False, "autocomplete": given.get("autocomplete", "email")}
    return Drawn("input", params)


def _password(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    params |= {
        "label": _label(field, given, "label"),
        "autocomplete": given.get("autocomplete", "current-password"),
    }
    return Drawn("password-input", params)


def _fieldset(field: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    return {"legend": _label(field, given, "fieldset__legend")}


def _item(choice: Any, field: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(choice, Divider):
        return {"divider": choice.text}
    posted = str(choice.value)
    item: dict[str, Any] = {"value": posted, "text": choice.text, "checked": posted in field.chosen()}
    if choice.hint:
        item["hint"] = {"text": choice.hint}
    revealed = {str(value): html for value, html in (given.get("conditional") or {}).items()}.get(posted)
    if revealed:
        item["conditional"] = {"html": revealed}
    return item


def _options(field: Any, given: Mapping[str, Any]) -> Drawn:
    kind = "checkboxes" if isinstance(field, ChoicesField) else "radios"
    params = _shared(field, given)
    looks = [f"govuk-{kind}--{look}" for look in ("inline", "small") if given.get(look)]
    params |= {
        "idPrefix": params.pop("id"),
        "fieldset": _fieldset(field, given),
        "items": [_item(choice, field, given) for choice in field.options()],
        "classes": " ".join([*looks, params.get("classes", "")]).strip(),
    }
    return Drawn(kind, params)


def _tick(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    hint = params.pop("hint", None)
    item = {"value": "yes", "text": given.get("label") or field.label.text, "checked": bool(field.data)}
    params |= {"idPrefix": params.pop("id"), "items": [item | ({"hint": hint} if hint else {})]}
    if given.get("small"):
        params["classes"] = f"govuk-checkboxes--small {params.get('classes', '')}".strip()
    return Drawn("checkboxes", params)


def _select(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    chosen = field.chosen()
    items = [
        {"value": str(each.value), "text": each.text, "selected": str(each.value) in chosen}
        for each in field.options()
        if not isinstance(each, Divider)
    ]
    params |= {
        "label": _label(field, given, "label"),
        "items": [{"value": "", "text": field.empty}, *items],
    }
    return Drawn("select", params)


def _date(field: DateParts, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given)
    params.setdefault("hint", {"text": "For example, 3 12 2026"})
    bad = field.bad if field.errors else set()
    widths = {"day": "2", "month": "2", "year": "4"}
    params |= {
        "namePrefix": params.pop("name"),
        "fieldset": _fieldset(field, given),
        "items": [
            {
                "name": name,
                "value": field.parts.get(name, ""),
                "classes": f"govuk-input--width-{widths[name]}" + (" govuk-input--error" if name in bad else ""),
            }
            for name in PARTS
        ],
    }
    return Drawn("date-input", params)


def _upload(field: Any, given: Mapping[str, Any]) -> Drawn:
    params = _shared(field, given) | {"label": _label(field, given, "label")}
    return Drawn("file-upload", params | {"attributes": _attributes(field, given)})


def drawn(field: Any, **given: Any) -> Drawn:
    """The macro and parameters that draw the field; `given` over the field's own `render_kw`."""
    given = {**(field.render_kw or {}), **given}
    for kind, draw in (
        (DateParts, _date), (ProseField, _textarea), (SecretField, _password), (TickField, _tick),
        (PickField, _select), (ChoiceField, _options), (UploadField, _upload),
    ):  # fmt: skip
        if isinstance(field, kind):
            return draw(field, given)
    return _input(field, given)


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: the sentence, and the input its link moves to."""

    text: str
    href: str


def _target(field: Any) -> str:
    return str(field.error_target()) if isinstance(field, DateParts) else str(field.id)


def problems(form: Any) -> Iterator[Problem]:
    """Everything the form refuses, in the order of its fields."""
    for error in getattr(form, "form_errors", ()):
        yield Problem(str(error), "")
    for field in form:
        if isinstance(field, FormField):
            yield from problems(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from problems(entry.form) if isinstance(entry, FormField) else _problems_of(entry)
        else:
            yield from _problems_of(field)


def hidden_fields(form: Any) -> Iterator[Any]:
    """The token and the values that travel unseen, those of the parts included."""
    for field in form:
        if isinstance(field, FormField):
            yield from hidden_fields(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from hidden_fields(entry.form) if isinstance(entry, FormField) else ()
        elif isinstance(field, AnyHiddenField):
            yield field


def _problems_of(field: Any) -> Iterator[Problem]:
    hidden = isinstance(field, AnyHiddenField)
    for error in field.errors:
        yield Problem(str(error), "" if hidden else f"#{_target(field)}")
