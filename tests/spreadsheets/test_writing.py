"""A list taken away: the same columns and rows as CSV, XLSX and JSON, and no cell a formula."""

import csv
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from eia.spreadsheets.writing import CUT, LONGEST_CELL, XLSX, Cell, Listing, sent, written

DAY, INSTANT = date(2026, 12, 3), datetime(2026, 12, 3, 14, 2, tzinfo=UTC)
COLUMNS = [("number", "Number"), ("title", "Title"), ("day", "Review by"), ("at", "Added"), ("count", "Actions")]
ROWS: list[list[Cell]] = [
    ["BCH17/001", '=HYPERLINK("http://x")', DAY, INSTANT, 3],
    ["0042", "@SUM(A1)", None, None, 0],
    ["-1", "Tŷ, “quoted”\nand <more>", DAY, None, 1.5],
]
pytestmark = pytest.mark.only_on("sqlite", because="no database is asked")


def taken(app: Flask, form: str) -> tuple[bytes, str]:
    with app.test_request_context():
        answer = sent(Listing("policies", COLUMNS, lambda: iter(ROWS)), form)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="policies.{form}"'
        return answer.get_data(), answer.content_type


def workbook(rows: list[list[Cell]], most: int = 10) -> CalamineWorkbook:
    file = BytesIO()
    written(file, [title for _, title in COLUMNS], rows, most=most)
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def test_csv_has_a_byte_order_mark_and_marks_formulas_as_text(app: Flask) -> None:
    content, kind = taken(app, "csv")

    assert (content[:3], kind) == (b"\xef\xbb\xbf", "text/csv; charset=utf-8")
    head, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["Number", "Title", "Review by", "Added", "Actions"]
    assert rows[0] == ["BCH17/001", '\'=HYPERLINK("http://x")', "2026-12-03", "2026-12-03T14:02:00+00:00", "3"]
    assert [row[:2] for row in rows[1:]] == [["0042", "'@SUM(A1)"], ["'-1", "Tŷ, “quoted”\nand <more>"]]


def test_a_workbook_reads_back_as_it_was_and_holds_no_formula(app: Flask) -> None:
    content, kind = taken(app, "xlsx")

    (sheet,) = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    assert (kind, rows[0]) == (XLSX, [title for _, title in COLUMNS])
    assert rows[1] == ["BCH17/001", '=HYPERLINK("http://x")', DAY, INSTANT.replace(tzinfo=None), 3]
    assert [row[:2] for row in rows[2:]] == [["0042", "@SUM(A1)"], ["-1", "Tŷ, “quoted”\nand <more>"]]
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert parts.read("xl/styles.xml").count(b'quotePrefix="1"') == 1  # edited again, it stays a text


def test_json_is_an_array_of_objects_with_texts_as_they_were_written(app: Flask) -> None:
    content, kind = taken(app, "json")

    rows = json.loads(content)
    assert (kind, len(rows)) == ("application/json", 3)
    assert rows[0]["title"] == '=HYPERLINK("http://x")'
    assert (rows[0]["day"], rows[1]["day"], rows[2]["count"]) == ("2026-12-03", None, 1.5)


@pytest.mark.parametrize(("form", "says"), [("json", b"[]\n"), ("csv", b"\xef\xbb\xbfNumber,")])
def test_an_empty_list_is_a_file_too(app: Flask, form: str, says: bytes) -> None:
    with app.test_request_context():
        assert sent(Listing("none", COLUMNS, lambda: ()), form).get_data().startswith(says)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    rows = workbook([["x" * 40_000]]).get_sheet_by_index(0).to_python()

    assert rows[1][0] == "x" * (LONGEST_CELL - len(CUT)) + CUT


def test_what_is_longer_than_a_sheet_goes_on_in_the_next() -> None:
    book = workbook([["a"], ["b"], ["c"]], most=2)

    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [3, 2]
