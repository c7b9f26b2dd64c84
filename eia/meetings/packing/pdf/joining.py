"""Joining: row headers marked, and the pages of papers put behind their separator pages, framed and numbered.

A page of a paper keeps its size and what stands on it, a little smaller, inside a frame with the name of the appendix
and the page's number in the pack. It is drawn as one object and tagged as one paragraph: a reader of the screen hears
its words, in the order its maker put them.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, NumberTree, Page, Pdf

from eia.meetings.packing.document import Document, Paper
from eia.meetings.packing.pdf.papers import copy_of
from eia.meetings.packing.pdf.typesetting import paper_key
from eia.printing.glyphs import FONTS, printable
from eia.printing.headers import elements, kids, mark_row_headers

FRAME = Path(__file__).with_name("frame.typ")
SMALLER = 0.92
"""What is left for the paper inside its frame."""


def joined(content: bytes, document: Document, papers: Path, at: datetime) -> tuple[bytes, int]:
    """The pack, and how many pages it has. `papers` is where `looked_into` put the copies."""
    taken = [paper for paper in document.papers if paper.pages]
    with ExitStack() as open_files, Pdf.open(BytesIO(content)) as pdf:
        mark_row_headers(pdf)
        if taken:
            separators = _separators(pdf, taken)
            frames = open_files.enter_context(Pdf.open(BytesIO(_frames(pdf, document, taken, separators, papers, at))))
            tree = _Tree.of(pdf)
            framed = iter(list(frames.pages))
            for paper, separator in zip(reversed(taken), reversed(separators), strict=True):
                source = open_files.enter_context(Pdf.open(copy_of(paper, papers)))
                _put_in(pdf, source, separator, tree, framed)
            _no_claim(pdf)
        whole = BytesIO()
        pdf.save(whole, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return whole.getvalue(), len(pdf.pages)


def _separators(pdf: Pdf, taken: Sequence[Paper]) -> list[int]:
    """The index of the page on which each paper's heading stands: its named destination says so."""
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found = []
    for paper in taken:
        goal = names[paper_key(paper)]
        goal = goal.D if isinstance(goal, Dictionary) else goal
        found.append(pages[goal[0].objgen])
    return found


def _frames(
    pdf: Pdf, document: Document, taken: Sequence[Paper], separators: Sequence[int], papers: Path, at: datetime
) -> bytes:
    """A page for each page of a paper, of its size, last paper first: its running head and its number."""
    wanted, before = [], 0
    for paper, separator in zip(taken, separators, strict=True):
        with Pdf.open(copy_of(paper, papers)) as source:
            sizes = [_size(page) for page in source.pages]
        first = separator + 1 + before + 1
        heading, running = printable(paper.heading), printable(document.title)
        wanted.append([
            {"width": width, "height": height, "heading": heading, "running": running, "number": first + offset}
            for offset, (width, height) in enumerate(sizes)
        ])  # fmt: skip
        before += paper.pages
    frames = [frame for one in reversed(wanted) for frame in one]
    return typst.compile(
        FRAME, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={"frames": json.dumps(frames)},
        timestamp=at, format="pdf", pdf_tags=False,
    )  # fmt: skip


def _size(page: Page) -> tuple[float, float]:
    """Width and height as a reader sees the page, in points."""
    left, bottom, right, top = (float(each) for each in page.trimbox)
    width, height = abs(right - left), abs(top - bottom)
    return (height, width) if int(page.obj.get("/Rotate", 0)) % 180 else (width, height)


@dataclass
class _Tree:
    """The structure tree while pages are put in, the last paper first: what stands before a place keeps its place."""

    pdf: Pdf
    document: Any
    parents: NumberTree
    last_on: dict[tuple[int, int], int]
    """The page -> the place of what is read last on it."""
    next_key: int

    @classmethod
    def of(cls, pdf: Pdf) -> "_Tree":
        root = pdf.Root.StructTreeRoot
        document, parents = next(elements(pdf, "/Document"), root), NumberTree(root.ParentTree)
        last_on = {page: place for place, kid in enumerate(kids(document)) for page in _pages_of(kid)}
        return cls(pdf, document, parents, last_on, max(parents.keys(), default=-1) + 1)

    def tag(self, pages: Sequence[Page], separator: Page) -> None:
        """Each of these pages is one paragraph, read behind what stands on the separator page."""
        place = self.last_on[separator.obj.objgen] + 1
        made = []
        for page in pages:
            element = self.pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.P, P=self.document, Pg=page.obj, K=Array([0]))
            )
            self.parents[self.next_key] = Array([element])
            page.obj.StructParents, page.obj.Tabs = self.next_key, Name.S
            self.next_key += 1
            made.append(element)
        before = kids(self.document)
        self.document.K = Array([*before[:place], *made, *before[place:]])


def _pages_of(element: Any) -> Iterator[tuple[int, int]]:
    """The pages on which an element stands, those of what is in it too."""
    if isinstance(element, Dictionary):
        if "/Pg" in element:
            yield element.Pg.objgen
        for kid in kids(element):
            yield from _pages_of(kid)


def _put_in(pdf: Pdf, source: Pdf, separator: int, tree: _Tree, frames: Iterator[Page]) -> None:
    """The pages of one paper behind its separator page."""
    made = [_framed(pdf, page, next(frames)) for page in list(source.pages)]
    for number, page in enumerate(made, 1):
        pdf.pages.insert(separator + number, page)
    first = separator + 1
    tree.tag([pdf.pages[number] for number in range(first, first + len(made))], pdf.pages[separator])


def _framed(pdf: Pdf, page: Page, frame: Page) -> Page:
    width, height = _size(page)
    shown, around = pdf.copy_foreign(page.as_form_xobject()), pdf.copy_foreign(frame.as_form_xobject())
    left, up = width * (1 - SMALLER) / 2, height * (1 - SMALLER) / 2
    drawn = (
        f"/Artifact BMC /Frame Do EMC\n/P <</MCID 0>> BDC q {SMALLER} 0 0 {SMALLER} {left:.3f} {up:.3f} cm "
        "/Paper Do Q EMC\n"
    )
    return Page(
        pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, width, height]),
                Resources=Dictionary(XObject=Dictionary(Paper=shown, Frame=around)),
                Contents=pdf.make_stream(drawn.encode()),
            )
        )
    )


def _no_claim(pdf: Pdf) -> None:
    """A pack with pages of others does not say of itself that it is PDF/UA; what the engine wrote still is."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("pdfuaid:part", "pdfuaid:rev"):
            if name in metadata:
                del metadata[name]
