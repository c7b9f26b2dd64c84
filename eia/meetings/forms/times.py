"""A time of day, as people type it."""

import re
from datetime import time
from typing import Any

from wtforms.validators import ValidationError

from eia.forms import LineField
from eia.forms.sentences import subject

_TYPED = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


class TimeField(LineField):
    """`data` stays what was typed; `time` is what it means: 14:00, 2pm, 2.30 pm, 1430. None when it is no time."""

    def process_data(self, value: Any) -> None:
        super().process_data(f"{value:%H:%M}" if isinstance(value, time) else value)

    @property
    def time(self) -> time | None:
        found = _TYPED.fullmatch((self.data or "").strip())
        if found is None:
            return None
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "pm" else 0)
        return time(hour, minute) if hour < 24 and minute < 60 else None

    def pre_validate(self, form: Any) -> None:
        if self.data and self.time is None:
            raise ValidationError(f"{subject(self)} must be a time, like 14:00 or 2pm")
