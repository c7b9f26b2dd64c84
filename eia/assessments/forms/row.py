"""What the forms of all rows share."""

from typing import Any

from eia.assessments.forms.writing import WritingForm
from eia.forms import Choice, ChoicesField, DateParts, NumberField

NOT_COLUMNS = ("seen", "copy", "csrf_token")


class KeysField(ChoicesField):
    """Several ticks that are kept in one column, their keys joined by "+"."""

    def process_data(self, value: Any) -> None:
        super().process_data([key for key in value.split("+") if key] if isinstance(value, str) else value)

    def joined(self) -> str:
        """In the order of the choices."""
        keys = [choice.value for choice in self.options() if isinstance(choice, Choice)]
        return "+".join(key for key in keys if key in self.chosen())


class RowForm(WritingForm):
    """`kind_of_row` is the list a new row is for."""

    kind_of_row = ""

    def values(self) -> dict[str, Any]:
        return {
            name: field.joined() if isinstance(field, KeysField) else self._given(name, field.data)
            for name, field in self._fields.items()
            if name not in NOT_COLUMNS
        }

    def _given(self, name: str, value: Any) -> Any:
        return self.empty(name) if value is None else value

    def empty(self, name: str) -> Any:
        return None if isinstance(self._fields[name], DateParts | NumberField) else ""

    @property
    def is_given(self) -> bool:
        """Whether anything was typed or ticked in it."""
        own = [field for name, field in self._fields.items() if name not in NOT_COLUMNS]
        return any(any(field.parts.values()) if isinstance(field, DateParts) else bool(field.data) for field in own)
