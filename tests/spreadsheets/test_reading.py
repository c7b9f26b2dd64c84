"""What people bring is a table or a sentence, whatever it was written with."""

import resource
from collections.abc import Callable

import pytest

from eia.spreadsheets.reading import LIKE, Table, Unreadable, read_table
from tests.spreadsheets import ugly

DATE = "2026-12-03"
READ: dict[str, tuple[Callable[[], bytes], Table]] = {
    "utf-8": (lambda: ugly.separated().encode(), ugly.ROWS),
    "utf-8 with a mark": (lambda: ugly.separated().encode("utf-8-sig"), ugly.ROWS),
    "utf-16 with a mark": (lambda: ugly.separated(between="\t").encode("utf-16"), ugly.ROWS),
    "utf-16 without": (lambda: ugly.separated(ugly.WESTERN).encode("utf-16-le"), ugly.WESTERN),
    "windows-1252": (lambda: ugly.separated(ugly.WESTERN).encode("cp1252"), ugly.WESTERN),
    "semicolons": (lambda: ugly.separated(between=";", end="\n").encode(), ugly.ROWS),
    "a line that names them": (lambda: b"sep=;\r\n" + ugly.separated(between=";").encode(), ugly.ROWS),
    "a workbook": (lambda: ugly.workbook(lambda b, s: ugly.filled(s, ugly.ROWS)), ugly.ROWS),
    "macros": (ugly.with_macros, ugly.ROWS),
    "an empty first sheet": (lambda: ugly.workbook(ugly.with_an_empty_first_sheet), ugly.ROWS),
    "a colour far away": (lambda: ugly.workbook(ugly.empty_far_away), ugly.ROWS),
    "merged cells": (
        lambda: ugly.workbook(ugly.merged),
        [["Our policies, as of today", "", ""], ["", "", ""], ugly.HEAD, ["P1", "One title for both", DATE],
         ["P2", "One title for both", ""]],
    ),
    "formulas": (lambda: ugly.workbook(ugly.with_formulas), [ugly.HEAD, ["P1", "=HYPERLINK(1)", DATE]]),
    "dates and numbers": (lambda: ugly.workbook(ugly.with_dates), [ugly.HEAD, ["17", "Numbers", DATE]]),
}  # fmt: skip
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b" \r\n", "This file is empty."),
    "an empty workbook": (lambda: ugly.workbook(lambda b, s: None), "This workbook is empty."),
    "half a workbook": (lambda: ugly.with_macros()[:2000], f"This workbook is damaged. {LIKE}"),
    "a zip of something else": (lambda: ugly.of_parts(word__document_xml=b"<w/>"), f"This is no workbook. {LIKE}"),
    "no workbook inside": (lambda: ugly.of_parts(xl__workbook_xml=b"<w"), "This workbook is damaged, or is of a kind"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of an old kind (.xls), or one with"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0" * 9, "This is not a table of text."),
    "a zip bomb": (ugly.bomb, "Unpacked, this workbook is far too large."),
    "cells far away": (lambda: ugly.workbook(ugly.far_away), "One file holds at most 1,000 lines."),
    "cells in two corners": (lambda: ugly.workbook(ugly.in_two_corners), "cells far away from its table"),
    "cells that do not say where they are": (ugly.without_places, "One file holds at most 1,000 lines."),
    "too many lines": (lambda: b"a,b\n" * 1_002, "One file holds at most 1,000 lines. Send several."),
    "one endless cell": (lambda: b'a,"' + b"x" * 200_000, "This is not a table of comma-separated values."),
}


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name: str) -> None:
    make, rows = READ[name]
    assert read_table(make(), most_rows=1_000) == rows


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(Unreadable) as refusal:
        read_table(make(), most_rows=1_000)
    assert words in str(refusal.value)


@pytest.mark.parametrize("name", ["cells far away", "cells in two corners", "cells that do not say where they are"])
def test_what_is_far_away_is_refused_before_it_takes_memory(name: str) -> None:
    content = REFUSED[name][0]()
    tracked = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable):
        read_table(content, most_rows=1_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - tracked
    assert grown < 100_000, f"{grown:,} kB"
