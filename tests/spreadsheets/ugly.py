"""Files as people bring them: made here, each a table of policies or what cannot be one."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

HEAD = ["Number", "Title", "Date of review"]
FIRST = ["BCH17/001", "Tŷ a’r cŵn: dogs", "2026-12-03"]
ROWS = [HEAD, FIRST, ["P2", "Second; with a semicolon, and “quotes”", ""]]
WESTERN = [HEAD, ["BCH17/001", "Café – policy £5", "2026-12-03"]]


def separated(rows: list[list[str]] = ROWS, between: str = ",", end: str = "\r\n") -> str:
    return end.join(between.join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows) + end


def workbook(fill: Callable[[Any, Any], object]) -> bytes:
    file = BytesIO()
    with Workbook(file) as book:
        fill(book, book.add_worksheet())
    return file.getvalue()


def filled(sheet: Any, rows: list[list[Any]], top: int = 0) -> None:
    for number, row in enumerate(rows, start=top):
        sheet.write_row(number, 0, row)


def merged(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:C1", "Our policies, as of today")
    filled(sheet, [HEAD, ["P1", "", "2026-12-03"], ["P2", "", ""]], top=2)
    sheet.merge_range("B4:B5", "One title for both")


def with_formulas(book: Any, sheet: Any) -> None:
    filled(sheet, [HEAD])
    sheet.write_formula("A2", '="P"&1', value="P1")
    sheet.write_string("B2", "=HYPERLINK(1)")
    sheet.write_formula("C2", "=TODAY()", book.add_format({"num_format": "yyyy-mm-dd"}), value=46359)


def with_dates(book: Any, sheet: Any) -> None:
    filled(sheet, [HEAD, [17, "Numbers"]])
    sheet.write_datetime("C2", date(2026, 12, 3), book.add_format({"num_format": "dd/mm/yy"}))


def with_an_empty_first_sheet(book: Any, sheet: Any) -> None:
    filled(book.add_worksheet("Policies"), ROWS)


def far_away(book: Any, sheet: Any) -> None:
    filled(sheet, ROWS)
    sheet.write(1_000_000, 200, "left over")


def in_two_corners(book: Any, sheet: Any) -> None:
    """Many columns, and few enough lines."""
    filled(sheet, ROWS)
    sheet.write(900, 10_000, "left over")


def empty_far_away(book: Any, sheet: Any) -> None:
    """Cells that only have a colour."""
    filled(sheet, ROWS)
    sheet.write_blank(1_000_000, 10_000, None, book.add_format({"bg_color": "red"}))


def without_places() -> bytes:
    """A workbook whose writer leaves out where each cell is, but for the row of the last."""
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(10))
    rows = b"<row>" + cells + b"</row>" + b'<row r="1000000">' + cells + b"</row>"
    with zipfile.ZipFile(BytesIO(workbook(lambda book, sheet: None))) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>")
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def of_parts(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_", ".", 1), content)
    return file.getvalue()


def with_macros() -> bytes:
    """A macro-enabled workbook: the same, with a program beside it."""
    file = BytesIO(workbook(lambda book, sheet: filled(sheet, ROWS)))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b'\xd0\xcf\x11\xe0 Sub Auto_Open() Shell "x"')
    return file.getvalue()


def bomb() -> bytes:
    return of_parts(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * 250_000_000)
