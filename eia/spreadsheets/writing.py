"""A list to take away as CSV, XLSX or JSON: the same columns and rows, made while it is sent.

`Listing.rows` is called once the view is over (see `downloads.streamed`); no cell is ever a formula.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Response

from eia.downloads import FORMULA, streamed, table

Cell = str | int | float | bool | date | datetime | None
"""An instant keeps its zone in JSON and CSV; a spreadsheet knows none and shows it in UTC."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx", "json")
SHEET_ROWS = 1_000_000
"""A sheet ends at 1,048,576 rows; what is longer goes on in the next sheet."""
LONGEST_CELL = 32_767
CUT = " … (cut here: a cell holds no more)"
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Listing:
    """`columns` are (key, title): spreadsheets show the title, JSON uses the key. `name` is the file's, without end."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[], Iterable[Sequence[Cell]]]


def sent(listing: Listing, form: str) -> Response:
    """The list in one of `FORMS`."""
    name = f"{listing.name}.{form}"
    titles = [title for _, title in listing.columns]
    if form == "csv":
        return table(titles, lambda: ([_text(cell) for cell in row] for row in listing.rows()), name)
    if form == "json":
        return streamed(lambda: _json(listing), "application/json", name)
    return streamed(lambda: _xlsx(titles, listing.rows()), XLSX, name)


def written(file: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, most: int = SHEET_ROWS) -> None:
    """A workbook into `file`, row by row, `most` to a sheet: as much memory for a million rows as for one."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    book = Workbook(file, options)
    styles = _Styles(book)
    sheet, at = _begun(book, styles, titles), 0
    for row in rows:
        if at == most:
            sheet, at = _begun(book, styles, titles), 0
        at += 1
        for column, cell in enumerate(row):
            styles.write(sheet, at, column, cell)
    book.close()


class _Styles:
    """How a cell is written: always as what it is, so that a text is never taken for a formula or a number."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True})
        self.text = book.add_format({"num_format": "@"})
        self.guarded = book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = book.add_format({"num_format": "d mmmm yyyy"})
        self.instant = book.add_format({"num_format": "d mmmm yyyy hh:mm"})

    def write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            guarded = cell.lstrip(" ").startswith(FORMULA)
            sheet.write_string(row, column, _fitting(cell), self.guarded if guarded else self.text)
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self.instant)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, bool):
            sheet.write_string(row, column, _text(cell))
        elif cell is not None:
            sheet.write_number(row, column, cell)


def _begun(book: Any, styles: _Styles, titles: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(titles) - 1, 0), 24)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, styles.head)
    return sheet


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):  # an instant is one too
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _xlsx(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    with TemporaryFile() as file:
        written(file, titles, rows)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _json(listing: Listing) -> Iterator[bytes]:
    """An array of objects, a line each. Data, not a spreadsheet: texts stand as they were written."""
    keys = [key for key, _ in listing.columns]
    before = "["
    for row in listing.rows():
        values = [cell.isoformat() if isinstance(cell, date) else cell for cell in row]
        yield f"{before}\n{json.dumps(dict(zip(keys, values, strict=True)), ensure_ascii=False)}".encode()
        before = ","
    yield b"[]\n" if before == "[" else b"\n]\n"
