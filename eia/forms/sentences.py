"""The sentences a form answers with, made from a field's label, and the rules that say them.

`Required`, `RequiredWhen` and `Longest` are used by forms; the messages of WTForms' own rules are said
in the house's words by `PlainEnglish`.
"""

import re
from collections.abc import Iterable
from typing import Any

from wtforms.validators import StopValidation, ValidationError

NEEDS_NO_ARTICLE = re.compile(
    r"(an?|the|your|their|its|this|these|any|all|who|whom|what|which|why|how|when|where|whether)\b", re.I
)
TELLS_WHAT_TO_DO = re.compile(
    r"(add|choose|describe|enter|explain|give|list|name the|say|select|tell|tick|write)\b", re.I
)


def subject(field: Any) -> str:
    """The label as the start of a sentence."""
    label: str = field.label.text.strip()
    return f"Your answer to “{label}”" if label.endswith("?") else label.rstrip(":")


def _thing(label: str) -> str:
    first, *rest = label.split(" ", 1)
    if not first.isupper() and not any(letter.isdigit() for letter in first):
        first = first[:1].lower() + first[1:]
    article = "" if NEEDS_NO_ARTICLE.match(label) else "the "
    return article + " ".join([first, *rest])


def required_sentence(field: Any) -> str:
    """“Enter the title”, “Select the outcome”, or the label itself where it already tells what to do."""
    label: str = field.label.text.strip().rstrip(":")
    if getattr(field, "is_tick", False):
        return f"Tick “{label}” to go on"
    selects = getattr(field, "is_selected", False)
    if label.endswith("?"):
        return f"{'Select an answer to' if selects else 'Answer'} “{label}”"
    if TELLS_WHAT_TO_DO.match(label):
        return label
    return f"{'Select' if selects else 'Enter'} {_thing(label)}"


def _was_given(field: Any) -> bool:
    given: Iterable[Any] | None = field.raw_data
    if getattr(field, "is_tick", False):
        return bool(field.data)
    if given is None:
        return field.data not in (None, "", [])
    return any(value.strip() if isinstance(value, str) else value for value in given)


class Required:
    """An answer is needed; spaces are none."""

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if not _was_given(field):
            raise StopValidation(self.message or required_sentence(field))


class RequiredWhen(Required):
    """An answer is needed when another field holds one of the values; otherwise it may be left empty."""

    def __init__(self, other: str, *values: Any, message: str = "") -> None:
        super().__init__(message)
        self.other, self.values = other, values

    def __call__(self, form: Any, field: Any) -> None:
        answer = form[self.other].data
        answers = answer if isinstance(answer, list) else [answer]
        if any(value in answers for value in self.values):
            super().__call__(form, field)


class Longest:
    """At most so many characters; `maximum` is also what a character count counts to."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum

    def __call__(self, form: Any, field: Any) -> None:
        length = len(field.data or "")
        if length > self.maximum:
            raise ValidationError(f"{subject(field)} must be {self.maximum:,} characters or fewer. It has {length:,}")


class PlainEnglish:
    """Says WTForms' own messages about one field in the house's words (its `gettext`)."""

    def __init__(self, field: Any) -> None:
        self.field = field

    def gettext(self, text: str) -> str:
        name = subject(self.field).replace("%", "%%")
        return {
            "This field is required.": required_sentence(self.field),
            "Not a valid integer value.": f"{name} must be a whole number, like 12",
            "Not a valid decimal value.": f"{name} must be a number, like 12.5",
            "Not a valid float value.": f"{name} must be a number, like 12.5",
            "Not a valid choice.": f"{required_sentence(self.field)} from the list",
            "Invalid email address.": f"{name} must be an email address, like name@example.com",
            "Invalid input.": f"{name} is not written in the right form",
        }.get(text, self._with_numbers(text, name))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self._with_numbers(singular if n == 1 else plural, subject(self.field).replace("%", "%%"))

    @staticmethod
    def _with_numbers(text: str, name: str) -> str:
        text = re.sub(r"^(Field|Number)\b", lambda _: name, text)
        return text.replace("cannot be longer than", "must not be longer than").rstrip(".")
