"""The numbers people read aloud: paragraphs of an item, rows of its assessment, and its appendices."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from eia.meetings.models import AgendaItem, ItemPaper, Meeting
from eia.printing.blocks import Paragraph

LETTERS = 26
EQUALITY = "E"
"""Begins the numbers of the equality part, so that a newer assessment moves no number of the report."""


def numbered(number: int, texts: Iterable[str]) -> Iterator[Paragraph]:
    """ "3.1", "3.2", ...: one paragraph a line, through all texts of the item."""
    lines = (line.strip() for text in texts for line in re.split(r"\n+", text))
    for count, line in enumerate((line for line in lines if line), 1):
        yield Paragraph(line, f"{number}.{count}")


def lettered(item: AgendaItem, meeting: Meeting) -> Iterator[tuple[str, ItemPaper]]:
    """The papers of an item with their letters. One taken away after the agenda went out keeps its letter."""
    papers = (paper for paper in item.papers if paper.kind == "paper" and _counts(paper, meeting.circulated_at))
    for count, paper in enumerate(papers):
        yield f"{item.position}{_letter(count)}", paper


def _counts(paper: ItemPaper, out: datetime | None) -> bool:
    return paper.removed_at is None or (out is not None and paper.removed_at > out)


def _letter(count: int) -> str:
    """A to Z, then AA, AB, ..."""
    before, this = divmod(count, LETTERS)
    return (_letter(before - 1) if before else "") + chr(ord("A") + this)
