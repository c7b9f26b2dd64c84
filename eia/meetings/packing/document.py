"""What a pack says, once, for whoever draws it: the page, the PDF and Word show the same blocks in the same order.

Every number that people read aloud at the table (items, paragraphs, appendices) is in here and in no drawer.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eia.printing.blocks import Block, Facts, Mark

PAPER = "application/pdf"
"""The type of the papers that are taken into the PDF itself; others are listed."""


SHORT = 3
"""An item with so few blocks needs no page of its own."""
NOT_A_PDF = "It is not a PDF."


@dataclass(frozen=True, slots=True)
class Paper:
    """An uploaded paper. `place` is where its bytes lie; `pages` how many of them the PDF takes in, 0 when none."""

    label: str
    """ "Appendix 3A"."""
    title: str
    name: str
    says: str
    """What kind of file it is, and how large."""
    type: str
    place: str
    digest: str
    address: str
    """The path where it is downloaded; "" when it was taken away."""
    marks: tuple[Mark, ...] = ()
    pages: int = 0
    fault: str = ""
    """Why its pages are not in the PDF, as a sentence; "" when they are."""

    @property
    def heading(self) -> str:
        return f"{self.label}: {self.title}"

    @property
    def trouble(self) -> str:
        """What is wrong with it, wherever it is read; that it is no PDF matters to the PDF alone."""
        return "" if self.fault == NOT_A_PDF else self.fault


@dataclass(frozen=True, slots=True)
class Item:
    number: int
    title: str
    kind: str
    marks: tuple[str, ...]
    """The words of its marks, for the list of contents."""
    blocks: tuple[Block, ...]
    papers: tuple[Paper, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_long(self) -> bool:
        """Whether it begins a page of its own on paper."""
        return len(self.blocks) > SHORT or bool(self.papers)


@dataclass(frozen=True, slots=True)
class Document:
    """One part (open or restricted) of the whole pack, or of one supplement."""

    title: str
    body: str
    organisations: str
    kind: str
    """ "Agenda and papers", "Supplement 2", with "restricted part" where it is."""
    facts: Facts
    notes: tuple[Block, ...]
    """What the reader must know before the first item: how it stands, what is new and why it is late."""
    items: tuple[Item, ...]
    site: str = ""
    """The address of the service, before every path of a paper."""

    @property
    def papers(self) -> Iterator[Paper]:
        for item in self.items:
            yield from item.papers

    @property
    def left_out(self) -> tuple[Paper, ...]:
        """Papers whose pages are not in the PDF."""
        return tuple(paper for paper in self.papers if paper.fault)
