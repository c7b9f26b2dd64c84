"""The structure tree of a PDF that Typst wrote: the first cell of each row is made the header of its row."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf


def mark_row_headers(pdf: Pdf) -> None:
    """The first cell of each row names the row; Typst knows only headers of columns."""
    for row in elements(pdf, "/TR"):
        cells = [cell for cell in kids(row) if isinstance(cell, Dictionary) and "/S" in cell]
        if cells and cells[0].S == Name.TD:
            cells[0].S = Name.TH
            cells[0].A = Dictionary(O=Name.Table, Scope=Name.Row)


def elements(pdf: Pdf, kind: str) -> Iterator[Any]:
    """The elements of the structure tree of one kind, in the order they are read."""
    waiting: list[Any] = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == kind:
            yield element
        waiting += [kid for kid in reversed(kids(element)) if isinstance(kid, Dictionary)]


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]
