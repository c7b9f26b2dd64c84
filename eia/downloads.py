"""What is sent while it is made: tables for a spreadsheet, and other long answers."""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO

from flask import Response, stream_with_context

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a spreadsheet recognises a formula, in either width."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it some spreadsheets take UTF-8 for something else."""


def streamed(parts: Callable[[], Iterable[bytes]], kind: str, name: str) -> Response:
    """A file of that type and name. `parts` is called once the view is over.

    A session of the view has ended by then: one that `parts` asks for ends with the answer, one that it was handed
    would be opened again and keep its connection.
    """

    def begun() -> Iterator[bytes]:
        yield from parts()

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(stream_with_context(begun()), content_type=kind, headers=headers)


def table(columns: Iterable[str], rows: Callable[[], Iterable[Iterable[str]]], name: str) -> Response:
    """Comma-separated values as spreadsheets read them; `rows` is called once the view is over."""

    def parts() -> Iterator[bytes]:
        yield (BYTE_ORDER_MARK + _line(columns)).encode()
        for row in rows():
            yield _line(row).encode()

    return streamed(parts, "text/csv; charset=utf-8", name)


def harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is marked as text (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _line(cells: Iterable[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()
