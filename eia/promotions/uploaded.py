"""A file that comes in, read in memory, and refused whole where it looks like a list of persons.

No word of a file is ever repeated, stored or logged: it may be somebody's name.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NOT_KEPT = "Nothing of it was kept."
MOST_FAULTS = 200
_PERSONAL_COLUMN = re.compile(
    r"\b(fore|sur|first|last|full|family|given|middle|known)?[ _-]?names?\b|\bname\b|initials"
    r"|staff|employee|payroll|collar|warrant|shoulder|pay ?no|national insurance|\bni ?no|\bni ?number"
    r"|birth|\bdob\b|\bage\b|e-?mail|phone|mobile|address|post ?code|candidate|applicant|officer|person|line manager",
    re.I,
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
_STAFF_NUMBER = re.compile(r"\b[A-Z]{0,3}\d{4,10}[A-Z]?\b")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first line of a file of counts names: where a line stands, how many there are, and the rates."""

    places: tuple[str, ...]
    counts: tuple[str, ...]
    rates: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.places + self.counts + self.rates

    def order(self, rows: Rows) -> Mapping[str, int] | None:
        """Column -> where it stands; None unless they are all there, and no other."""
        places = {folded(title): index for index, title in enumerate(rows[0] if rows else []) if title}
        if set(places) != {folded(one) for one in self.all}:
            return None
        return {one: places[folded(one)] for one in self.all}


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A table whose columns are known; `cells` gives a line in their order."""

    columns: Columns
    order: Mapping[str, int]
    lines: Sequence[Sequence[str]]

    def cells(self, row: Sequence[str]) -> list[str]:
        return [_cell(row, self.order, name) for name in self.columns.all]


def uploaded(content: bytes, columns: Columns, only_counts: str) -> Uploaded | str:
    """The table; or why it is refused as a whole, which `only_counts` ends where it looks like a list of persons."""
    rows = _rows(content)
    if rows is None:
        return f"This is not a table of comma-separated values in plain text. {NOT_KEPT}"
    order = columns.order(rows)
    if refused := _personal(rows, columns, order):
        return f"{refused} {NOT_KEPT} {only_counts}"
    if order is None:
        named = ", ".join(f"“{one}”" for one in columns.all)
        return f"The first line must name these columns and no other: {named}. {NOT_KEPT}"
    return Uploaded(columns, order, rows[1:])


def folded(word: str) -> str:
    return " ".join(word.split()).casefold().removeprefix("'")


def _rows(content: bytes) -> Rows | None:
    """The table, whatever stands between its cells; None when it is no text or no table."""
    text = _text(content)
    if text is None:
        return None
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=between)]
    except csv.Error:
        return None


def _text(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _personal(rows: Rows, columns: Columns, order: Mapping[str, int] | None) -> str:
    """Why this looks like a list of persons; "" when it does not."""
    known = {folded(each) for each in columns.all}
    unknown = [one for one in (rows[0] if rows else []) if folded(one) not in known]
    if any(_PERSONAL_COLUMN.search(one) for one in unknown):
        return "This file has a column that looks like one of names, numbers or dates of persons."
    for row in rows:
        for cell in row:
            if "@" in cell and _EMAIL.search(cell):
                return "This file holds what looks like an e-mail address."
            if len(cell) > 5 and cell[0].isdigit() and _DATE.search(cell):
                return "This file holds what looks like dates, such as dates of birth."
    body = [row for row in rows[1:] if any(row)]
    if not body:
        return ""
    return _without_order(body) if order is None else _one_row_per_person(body, columns, order)


def _without_order(body: Rows) -> str:
    if not any(cell.isdigit() for row in body for cell in row):
        return "This file looks like one row for each person: it has no counts."
    numbered = sum(any(_STAFF_NUMBER.fullmatch(cell) for cell in row) for row in body)
    return "This file holds what looks like staff numbers." if numbered * 2 > len(body) else ""


def _one_row_per_person(body: Rows, columns: Columns, order: Mapping[str, int]) -> str:
    """The same place again and again with one person."""
    places = Counter(tuple(folded(_cell(row, order, name)) for name in columns.places) for row in body)
    ones = all(_cell(row, order, name) in ("", "0", "1") for row in body for name in columns.counts)
    if ones and len(body) > len(places) + 1:
        return (
            "This file looks like one row for each person: the same group comes again and again, with one person each."
        )
    return ""


def _cell(row: Sequence[str], order: Mapping[str, int], name: str) -> str:
    return row[order[name]] if order[name] < len(row) else ""


def whole_number(cell: str, column: str, faults: list[str], *, most: int, of: str = "people") -> int | None:
    """The number in the cell, None where it is empty; a sentence joins `faults` where it is no number."""
    digits = re.sub(r"[,\s]", "", cell)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and int(digits) <= most):
        faults.append(f"“{column}” must be a whole number of {of}, such as 12, or empty.")
        return None
    return int(digits)
