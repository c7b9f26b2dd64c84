"""The kinds of question a form can ask. Each knows how to read what was posted and never raises on it.

They stand on WTForms' `Field` alone: its own fields render themselves, and keep an old answer where a
radio was left unset.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field
from wtforms.fields import HiddenField as WTFormsHiddenField
from wtforms.validators import ValidationError

from eia.forms.sentences import Longest, required_sentence, subject

LINE_MAXIMUM = 300
PROSE_MAXIMUM = 20_000
LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen. `value` is what `field.data` holds; it is posted as text."""

    value: Any
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Divider:
    """The word between two groups of radios: “or”."""

    text: str


class TextField(Field):  # type: ignore[misc]
    """What the text fields share: tidied by the form, spaces at the ends cut, a limit said in words."""

    data: Any
    maximum = LINE_MAXIMUM

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        limits = [rule for rule in validators if isinstance(rule, Longest)]
        self.maximum = limits[0].maximum if limits else type(self).maximum
        rules = list(validators) if limits else [*validators, Longest(self.maximum)]
        super().__init__(label, rules, **options)

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0].strip() if isinstance(valuelist[0], str) else ""

    def shown(self) -> str:
        """What stands in the box: what was typed, or what is on record."""
        return self.data or ""


class LineField(TextField):
    """One line of text."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if valuelist:
            self.data = re.sub(r"\s*\n\s*", " ", self.data)


class ProseField(TextField):
    """Text of several lines, up to `Longest`, else 20,000 characters."""

    maximum = PROSE_MAXIMUM


class EmailField(LineField):
    """An email address: something, an at sign, something with a dot. Whether it exists, mail will tell."""

    def pre_validate(self, form: Any) -> None:
        if self.data and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", self.data):
            raise ValidationError(f"{subject(self)} must be an email address, like name@example.com")


class SecretField(TextField):
    """A password: neither trimmed nor shown again."""

    maximum = 1_000

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = valuelist[0] if isinstance(valuelist[0], str) else ""

    def shown(self) -> str:
        return ""


class NumberField(TextField):
    """A whole number; `data` is an int or None. Commas and spaces between digits are forgiven."""

    kind, inputmode = "a whole number, like 12", "numeric"

    def __init__(self, label: str = "", validators: Sequence[Any] = (), *, least: int | None = 0,
                 most: int | None = LARGEST_NUMBER, **options: Any) -> None:  # fmt: skip
        super().__init__(label, validators, **options)
        self.validators: Sequence[Any] = list(validators)  # without the limit that all texts have
        self.least, self.most, self.typed = least, most, ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.typed = valuelist[0].strip() if isinstance(valuelist[0], str) else ""
        self.data = self._number(re.sub(r"[,\s]", "", self.typed))

    def _number(self, digits: str) -> Any:
        return int(digits) if re.fullmatch(r"-?\d{1,15}", digits) else None

    def pre_validate(self, form: Any) -> None:
        if self.typed and self.data is None:
            raise ValidationError(f"{subject(self)} must be {self.kind}")
        if self.data is None:
            return
        if self.least is not None and self.data < self.least:
            raise ValidationError(f"{subject(self)} must be {self.least:,} or more")
        if self.most is not None and self.data > self.most:
            raise ValidationError(f"{subject(self)} must be {self.most:,} or less")

    def shown(self) -> str:
        return self.typed


class DecimalField(NumberField):
    """A number that may have a decimal point; `data` is a Decimal or None."""

    kind, inputmode = "a number, like 12.5", "decimal"

    def _number(self, digits: str) -> Any:
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", digits):
            return None
        try:
            return Decimal(digits)
        except InvalidOperation:
            return None


class TickField(Field):  # type: ignore[misc]
    """One box to tick; `data` is a bool."""

    data: bool
    is_tick = True

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and valuelist[0] not in ("", "false", "0")


class ChoiceField(Field):  # type: ignore[misc]
    """One answer out of several, as radios. Nothing chosen is None, never a preselected answer.

    `choices` takes `Choice`, `Divider` or (value, text[, hint]) and may be set on the form before it is
    validated. `data` holds the choice's own value once the answer was found among the choices.
    """

    data: Any
    is_selected = True

    def __init__(self, label: str = "", validators: Sequence[Any] = (), *,
                 choices: Iterable[Any] = (), **options: Any) -> None:  # fmt: skip
        super().__init__(label, list(validators), **options)
        self.choices: Iterable[Any] = choices

    def options(self) -> list[Choice | Divider]:
        return [each if isinstance(each, Choice | Divider) else Choice(*each) for each in self.choices]

    def _by_posted_text(self) -> dict[str, Any]:
        return {str(each.value): each.value for each in self.options() if isinstance(each, Choice)}

    def chosen(self) -> set[str]:
        """The chosen answers as they are posted."""
        return set() if self.data is None else {str(self.data)}

    def process_data(self, value: Any) -> None:
        self.data = None if value in (None, "") else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = (valuelist[0] or None) if valuelist and isinstance(valuelist[0], str) else None

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        known = self._by_posted_text()
        if str(self.data) not in known:
            raise ValidationError(f"{required_sentence(self)} from the list")
        self.data = known[str(self.data)]


class PickField(ChoiceField):
    """One answer out of many, as a drop-down that begins with `empty` (“Select a person”)."""

    def __init__(self, *arguments: Any, empty: str = "Select one", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.empty = empty


class ChoicesField(ChoiceField):
    """Any number of answers, as checkboxes; `data` is a list."""

    def chosen(self) -> set[str]:
        return {str(value) for value in self.data}

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(value for value in valuelist if isinstance(value, str) and value))

    def pre_validate(self, form: Any) -> None:
        known = self._by_posted_text()
        if any(str(value) not in known for value in self.data):
            raise ValidationError(f"{required_sentence(self)} from the list")
        self.data = [known[str(value)] for value in self.data]


class HiddenField(WTFormsHiddenField):  # type: ignore[misc]
    """A value that travels with the form, such as the revision the reader saw; at most 300 characters."""

    def pre_validate(self, form: Any) -> None:
        if self.data and len(str(self.data)) > LINE_MAXIMUM:
            raise ValidationError("This page was sent in a form we do not know. Go back and try again")


class HiddenNumberField(HiddenField):
    """A whole number that travels with the form; None when it was tampered with."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            typed = valuelist[0] if isinstance(valuelist[0], str) else ""
            self.data = int(typed) if re.fullmatch(r"[0-9]{1,18}", typed) else None

    def pre_validate(self, form: Any) -> None:
        if self.raw_data and self.data is None:
            raise ValidationError("This page was sent in a form we do not know. Go back and try again")


class UploadField(Field):  # type: ignore[misc]
    """One file; `data` is werkzeug's FileStorage or None."""

    data: Any
    is_selected = True

    def process_data(self, value: Any) -> None:
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        files = [value for value in valuelist if getattr(value, "filename", "")]
        self.data = files[0] if files else None
        self.raw_data = files
