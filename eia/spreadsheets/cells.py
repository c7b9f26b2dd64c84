"""A table that people bring, cell by cell: which line has the titles, and what they write for a date or a name."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from eia.forms.dates import FIRST_YEAR, LAST_YEAR, MONTHS
from eia.forms.text import tidy

EXCEL_BEGINS = date(1899, 12, 30)
NO_DATE = "“{}” is not a date this service can read. Write it as 3 December 2026 or 2026-12-03."
HEAD_WITHIN = 25
"""The line with the titles stands among the first so many: people put a heading above a table."""
Titles = Mapping[str, Sequence[str]]
"""Key -> the titles its column is known by, the one of the template first."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2}|[A-Za-z]{3,9})\.?,?[./\- ](\d{2}|\d{4})")


def head_of(table: Sequence[Sequence[str]], titles: Titles, needed: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """Where the line with the titles stands, counted from 0, and the column of each key; all `needed` are there."""
    words = {folded(title): key for key, known in titles.items() for title in known}
    for at, row in enumerate(table[:HEAD_WITHIN]):
        places: dict[str, int] = {}
        for index, cell in enumerate(row):
            if (key := words.get(folded(cell))) and key not in places:
                places[key] = index
        if places.keys() >= set(needed):
            return at, places
    return None


def cell_at(row: Sequence[str], place: int) -> str:
    """What stands there, tidy; "" where the line is shorter."""
    return without_mark(tidy(row[place])[0].strip()) if place < len(row) else ""


def words_of(cell: str, what: str, longest: int) -> str:
    """One line of words. Raises ValueError with the sentence."""
    words = " ".join(cell.split())
    if not words:
        raise ValueError(f"It has no {what}.")
    if len(words) > longest:
        raise ValueError(f"The {what} must be {longest} characters or fewer. It has {len(words):,}.")
    return words


def folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(":*").strip()


def date_of(cell: str) -> date | None:
    """None for an empty cell; the day comes before the month. Raises ValueError with the sentence."""
    if not cell:
        return None
    if re.fullmatch(r"\d{5}", cell) and 15_000 <= int(cell) <= 99_999:
        return EXCEL_BEGINS + timedelta(days=int(cell))
    if found := _ISO.fullmatch(cell):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(cell):
        day, month, year = found.groups()
    else:
        raise ValueError(NO_DATE.format(cell[:40]))
    if month[:3].lower() in MONTHS:
        month = str(MONTHS.index(month[:3].lower()) + 1)
    year = f"20{year}" if len(year) == 2 else year
    try:
        said = date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(NO_DATE.format(cell[:40])) from error
    if not FIRST_YEAR <= said.year <= LAST_YEAR:
        raise ValueError(f"The year of “{cell[:40]}” must be between {FIRST_YEAR} and {LAST_YEAR}.")
    return said


def one_of(cell: str, known: Mapping[str, int], what: str) -> int | None:
    if cell and folded(cell) not in known:
        raise ValueError(what.format(cell[:60]))
    return known.get(folded(cell))


def without_mark(cell: str) -> str:
    """A list taken away from here marks what looks like a formula as text; the mark is no part of it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
