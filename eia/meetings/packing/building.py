"""Building one pack: gathered, then drawn three times. What draws is imported here and nowhere above."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask

from eia.meetings.packing import web, word
from eia.meetings.packing.document import Document
from eia.meetings.packing.pdf.joining import joined
from eia.meetings.packing.pdf.papers import looked_into
from eia.meetings.packing.pdf.typesetting import typeset

Progress = Callable[[int, int], None]
"""Told after each piece: how many are done, of how many."""
TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Built:
    """The bytes by format, and how many pages the PDF has."""

    files: dict[str, bytes]
    pages: int


def built(app: Flask, document: Document, folder: Path, at: datetime, progress: Progress) -> Built:
    """All three, dated `at`: the same document and files give the same bytes."""
    total = len(document.items) + 3
    done = len(document.items)
    progress(done, total)
    with tempfile.TemporaryDirectory(prefix="eia-pack-") as scratch:
        papers = Path(scratch)
        document = looked_into(document, folder, papers)
        page = web.drawn(app, document)
        progress(done + 1, total)
        letters = word.drawn(document, at)
        progress(done + 2, total)
        printed, pages = joined(typeset(document, at), document, papers, at)
        progress(total, total)
    return Built({"html": page, "docx": letters, "pdf": printed}, pages)
