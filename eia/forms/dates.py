"""A date asked as day, month and year. Posts `name-day`, `name-month`, `name-year`."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from eia.forms.sentences import subject

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIRST_YEAR, LAST_YEAR = 1900, 2200
PART_MAXIMUM = 20


class DateParts(Field):  # type: ignore[misc]
    """`data` is a date or None; `parts` is what was typed; `bad` names the boxes to mend."""

    def __init__(self, label: str = "", validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, list(validators), **options)
        self.parts: dict[str, str] = {}
        self.bad: set[str] = set()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.parts, self.bad = {}, set()
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.parts = {name: self._typed(formdata, name) for name in PARTS}
            self.raw_data = [value for value in self.parts.values() if value]
            self.data = self._date()
        elif isinstance(self.data, date):
            self.parts = {name: str(getattr(self.data, name)) for name in PARTS}

    def _typed(self, formdata: Any, name: str) -> str:
        value = formdata.get(f"{self.name}-{name}")
        return value.strip()[:PART_MAXIMUM] if isinstance(value, str) else ""

    def _date(self) -> date | None:
        month = self.parts["month"].lower()
        if month[:3] in MONTHS:
            month = str(MONTHS.index(month[:3]) + 1)
        numbers = [self.parts["year"], month, self.parts["day"]]
        if not all(re.fullmatch(r"\d{1,4}", number) for number in numbers):
            return None
        try:
            return date(*map(int, numbers))
        except ValueError:
            return None

    def pre_validate(self, form: Any) -> None:
        missing = [name for name in PARTS if not self.parts.get(name)]
        if len(missing) == len(PARTS):
            return
        if missing:
            self._refuse(missing, f"{subject(self)} must include a {' and a '.join(missing)}")
        if re.fullmatch(r"\d{1,3}", self.parts["year"]):
            self._refuse(["year"], f"{subject(self)} must include a year with 4 numbers")
        if self.data is None:
            self._refuse(PARTS, f"{subject(self)} must be a real date, like 3 12 2026")
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self._refuse(["year"], f"{subject(self)} must be between {FIRST_YEAR} and {LAST_YEAR}")

    def _refuse(self, bad: Sequence[str], sentence: str) -> None:
        self.data, self.bad = None, set(bad)
        raise StopValidation(sentence)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.errors and not self.bad:
            self.bad = set(PARTS)

    def error_target(self) -> str:
        """The id of the first box to mend, for the link in the error summary."""
        return f"{self.id}-" + next((name for name in PARTS if name in self.bad), PARTS[0])
