"""A table out of what people bring: CSV in whatever encoding and with whatever between its cells, or an XLSX.

Everything comes out as text, dates as ISO days. What cannot be read is refused with a sentence (`Unreadable`).
A workbook is never run: macros are left alone, of a formula its last result is read. Read in memory, kept nowhere.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import IO, Any

MEGABYTE = 1024 * 1024
UNPACKED = 200 * MEGABYTE
"""A workbook that grows larger than that when it is unpacked is refused unread."""
MOST_CELLS = 1_000_000
"""From the first place of a sheet to the last: reading takes memory for each, whatever stands there."""
LONGEST_LINE_CELL = 131_072
TAG = re.compile(rb"<(?:\w+:)?(row|c)(\s[^<>]*)?>")
PLACE = re.compile(rb'\sr="([A-Z]{0,3})([0-9]{1,7})"')
"""Of a row or a cell of a worksheet; who leaves it out writes what comes next."""
DAMAGED = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error)
"""What Python says of a zip that is damaged, locked, or packed in a way it does not know."""
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BETWEEN = ",;\t|"
FAR_AWAY = "This workbook has cells far away from its table. Delete what stands outside the table."
LIKE = "Save it as a workbook (.xlsx) or as comma-separated values (.csv) and send that."


class Unreadable(ValueError):
    """Why this is no table, as a sentence."""


Table = list[list[str]]


def read_table(content: bytes, *, most_rows: int) -> Table:
    """The rows of the first sheet that holds any; empty rows are left in, so that lines keep their numbers."""
    if not content.strip():
        raise Unreadable("This file is empty.")
    if content.startswith(ZIP):
        return _workbook(content, most_rows)
    if content.startswith(OLD_EXCEL):
        raise Unreadable(f"This is a workbook of an old kind (.xls), or one with a password. {LIKE}")
    return _separated(text_of(content), most_rows)


def text_of(content: bytes) -> str:
    """UTF-16 and UTF-8 by their marks, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\0" in content[:4000]:
        even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
        if max(even, odd) * 3 < min(len(content), 4000) // 2 or min(even, odd):
            raise Unreadable(f"This is not a table of text. {LIKE}")
        return _decoded(content, "utf-16-be" if even > odd else "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(f"This is not a table of text. {LIKE}") from error


def _separated(text: str, most_rows: int) -> Table:
    if text.startswith("sep=") and "\n" in text:  # a line of Excel's own that names what stands between the cells
        text = text.partition("\n")[2]
    first = text.lstrip("\r\n").partition("\n")[0]
    between = max(BETWEEN, key=first.count)
    rows: Table = []
    csv.field_size_limit(LONGEST_LINE_CELL)
    try:
        for row in csv.reader(_line_by_line(text), delimiter=between):
            rows.append([cell.strip() for cell in row])
            _refuse_too_many(rows, most_rows)
    except csv.Error as error:
        raise Unreadable(f"This is not a table of comma-separated values. {LIKE}") from error
    return rows


def _line_by_line(text: str) -> io.TextIOWrapper:
    """A `StringIO` would take four bytes for each letter."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="")


def _workbook(content: bytes, most_rows: int) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _refuse_a_bomb(content)
    _refuse_far_away(content, most_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _first_with_rows(book, most_rows)
    except PasswordError as error:
        raise Unreadable("This workbook has a password. Take it off, then send it again.") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"This workbook is damaged, or is of a kind that cannot be read here. {LIKE}") from error


def _first_with_rows(book: Any, most_rows: int) -> Table:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None:
            continue
        if sheet.end[0] + 1 > most_rows + 1 and sheet.height > most_rows + 1:
            raise Unreadable(_too_many(most_rows))
        if (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
            raise Unreadable(FAR_AWAY)
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _unmerge(rows, sheet.merged_cell_ranges or [])
        if any(any(row) for row in rows):
            return rows
    raise Unreadable("This workbook is empty.")


def _unmerge(rows: Table, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """What stands in cells that were made one stands in each of the lines they cover."""
    for (top, left), (bottom, _) in ranges:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = rows[top][left]


def _refuse_a_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unreadable(f"This workbook is damaged. {LIKE}") from error
    if not any(name.startswith(("xl/", "content.xml")) for name in names):
        raise Unreadable(f"This is no workbook. {LIKE}")
    if size > UNPACKED:
        raise Unreadable("Unpacked, this workbook is far too large. Copy the table alone into a new workbook.")


def _refuse_far_away(content: bytes, most_rows: int) -> None:
    """Unread: two cells in opposite corners of a sheet would take gigabytes. What is damaged is said later."""
    with suppress(*DAMAGED), zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with parts.open(name) as sheet:
                    rows, columns = _furthest(sheet)
                if rows * columns > MOST_CELLS:
                    raise Unreadable(_too_many(most_rows) if rows > most_rows + 1 else FAR_AWAY)


def _furthest(sheet: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that hold anything, counted from one; a look without content is nothing."""
    row = column = rows = columns = 0
    for kind, about in _tags(sheet):
        place = PLACE.search(about)
        if kind == b"row":
            row, column = int(place[2]) if place else row + 1, 0
            continue
        column = _column(place[1]) if place else column + 1
        if not about.endswith(b"/"):
            rows, columns = max(rows, int(place[2]) if place else row), max(columns, column)
    return rows, columns


def _tags(sheet: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    left = b""
    while read := sheet.read(MEGABYTE):
        text = left + read
        end = text.rfind(b"<")
        yield from TAG.findall(text, 0, end)
        left = text[end:]
    yield from TAG.findall(left)


@cache
def _column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if isinstance(cell, timedelta) else str(cell).strip()


def _refuse_too_many(rows: Sequence[Sequence[str]], most_rows: int) -> None:
    if len(rows) > most_rows + 1:
        raise Unreadable(_too_many(most_rows))


def _too_many(most_rows: int) -> str:
    return f"One file holds at most {most_rows:,} lines. Send several."


def lines_of(rows: Table) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, cells) of each line that holds anything."""
    return ((number, row) for number, row in enumerate(rows, start=1) if any(row))
