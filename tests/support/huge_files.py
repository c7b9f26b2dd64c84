"""Files of fifty megabytes and more, as people send them without meaning to."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from tests.spreadsheets.ugly import HEAD, ROWS, filled, workbook
from tests.support.ugly_forms import padded

MEGABYTE = 1024 * 1024
SIZE = 50 * MEGABYTE


def _lines(line: str) -> bytes:
    head = ",".join(HEAD) + "\n"
    return (head + line * (SIZE // len(line) + 1)).encode()


def _wide() -> bytes:
    """As many lines as a file may have, each of two and a half kilobytes."""
    return (",".join(HEAD) + "\n" + f"P1,{'x' * 2_620},\n" * 19_999).encode()


def _with_pictures() -> bytes:
    made = BytesIO(workbook(lambda book, sheet: filled(sheet, ROWS)))
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr("xl/media/image1.png", b"\x89PNG" + b"x" * SIZE)
    return made.getvalue()


def _many_cells(columns: int) -> bytes:
    """A sheet of a million cells, which may be read, that unpacks to 30 MB."""
    row = "<row>" + "<c><v>1234567890</v></c>" * columns + "</row>"
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    made, old = BytesIO(), zipfile.ZipFile(BytesIO(workbook(lambda book, sheet: filled(sheet, ROWS))))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in old.namelist():
            said = old.read(name)
            packed.writestr(name, f"{sheet}{row * 20_000}</sheetData></worksheet>" if "sheet1.xml" in name else said)
    return made.getvalue()


TABLES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "too many lines.csv": (
        lambda: _lines("P1,A policy with a title of some length,2026-12-03\n"),
        "holds at most 20,000",
    ),
    "one line.csv": (lambda: b"Number,Title\n" + b"x" * SIZE, "not a table of comma-separated"),
    "wide lines.csv": (_wide, "20000 rows"),
    "zeros.csv": (lambda: bytes(SIZE), "not a table of text"),
    "utf-16.csv": (lambda: _lines("P1,Title,\n" * 5)[: SIZE // 2].decode().encode("utf-16"), "holds at most 20,000"),
    "pictures.xlsx": (_with_pictures, "3 rows"),
    "many cells.xlsx": (lambda: _many_cells(50), "20000 rows"),
    "too many cells.xlsx": (lambda: _many_cells(51), "cells far away"),
}
"""Name -> how it is made, and what is said of it."""
FORMS: Mapping[str, tuple[Callable[[], bytes], str]] = {"pictures.docx": (padded, "2 lines")}
