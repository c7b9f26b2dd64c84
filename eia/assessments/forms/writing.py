"""What the forms people write in have in common, and their fields as values that can be compared and put back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields import HiddenField as AnyHiddenField

from eia.assessments.writing.merging import Value, both_texts, comparable
from eia.forms import (
    Choice,
    ChoiceField,
    ChoicesField,
    DateParts,
    EiaForm,
    HiddenField,
    HiddenNumberField,
    LineField,
    ProseField,
    TickField,
    TidyFormData,
    UploadField,
)

BETWEEN = {ProseField: "\n\n", LineField: "; "}
"""What stands between two texts that are both kept."""


class WritingForm(EiaForm):
    """`seen` is the revision of the section when the page was read; `copy` the window whose working copy this is."""

    seen = HiddenNumberField()
    copy = HiddenField()

    def written(self) -> Iterator[tuple[str, Any]]:
        """Name and field of everything a person types or ticks here."""
        for name, field in self._fields.items():
            if not isinstance(field, AnyHiddenField | UploadField):
                yield name, field

    def yours(self) -> dict[str, Value]:
        return {name: like(field, field.data) for name, field in self.written()}

    def theirs(self, said: Mapping[str, Any], prefix: str) -> dict[str, Value]:
        """The values of these fields in what a section said; a field nothing was said of is unanswered."""
        return {name: like(field, said.get(prefix + name)) for name, field in self.written()}

    def fill(self, values: Mapping[str, Value]) -> None:
        """Put these in the fields, as if they had been typed."""
        for name, field in self.written():
            if name in values and like(field, field.data) != values[name]:
                type_in(field, as_posted(field, values[name]))

    def continue_from(self, typed: MultiDict[str, str]) -> None:
        """Put what was typed earlier in every field, in the hidden ones too."""
        for name, field in self._fields.items():
            if name != "csrf_token" and not isinstance(field, UploadField):
                type_in(field, typed)


def like(field: Any, value: Any) -> Value:
    """The value in the way the field's own answers are compared."""
    found = comparable(value)
    if isinstance(field, ChoicesField):
        return found if isinstance(found, tuple) else ()
    return found if isinstance(found, str) else ""


def type_in(field: Any, typed: MultiDict[str, str]) -> None:
    field.process(TidyFormData(typed), field.object_data)


def as_posted(field: Any, value: Value) -> MultiDict[str, str]:
    """What a browser posts for the value."""
    if isinstance(field, DateParts):
        day = date.fromisoformat(str(value)) if value else None
        parts = ("day", "month", "year") if day else ()
        return MultiDict([(f"{field.name}-{part}", str(getattr(day, part))) for part in parts])
    texts: Iterable[str] = value if isinstance(value, tuple) else [value]
    return MultiDict([(field.name, text) for text in texts if text or not isinstance(field, TickField)])


def holds_both(field: Any) -> bool:
    """Whether both answers can be kept."""
    return isinstance(field, ProseField | LineField | ChoicesField)


def both(field: Any, theirs: Value, yours: Value) -> Value:
    if isinstance(theirs, tuple) or isinstance(yours, tuple):
        return tuple(sorted({*theirs, *yours}))
    between = next((text for kind, text in BETWEEN.items() if isinstance(field, kind)), " ")
    return both_texts(theirs, yours, between)


def spoken(field: Any) -> str:
    """The language its answer is written in, where it is not English."""
    return str((field.render_kw or {}).get("attributes", {}).get("lang", ""))


def in_words(field: Any, value: Value) -> str:
    """The value as a person reads it; "" when there is none."""
    if isinstance(field, ChoiceField):
        known = {str(each.value): each.text for each in field.options() if isinstance(each, Choice)}
        chosen: Sequence[str] = value if isinstance(value, tuple) else [value]
        return "\n".join(known.get(one, one) for one in chosen if one)
    if isinstance(field, TickField):
        return "Ticked" if value else ""
    return str(value)
