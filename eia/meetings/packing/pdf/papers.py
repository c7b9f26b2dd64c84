"""Looking into the papers that people uploaded, before any page is set: how many pages, and what keeps them out.

A paper that cannot be read never stops a pack: its place says so, and the list of what is not in the file names it.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import structlog

from eia.files.keeping import PIECE, path_of
from eia.meetings.packing.document import NOT_A_PDF, PAPER, Document, Paper

LOCKED = "It is protected with a password. Ask the author of the report for a copy without one."
BROKEN = "It is damaged: its pages cannot be read. Ask the author of the report for another copy."
EMPTY = "It has no pages."
GONE = "The file on the server is not the one that was added. Tell your administrator."
LONG = "It has {pages:,} pages, more than a pack takes in."
MOST_PAGES = 1_000

log = structlog.get_logger()


def looked_into(document: Document, folder: Path, into: Path) -> Document:
    """The document with the pages of its papers counted; those that go into the PDF lie in `into` by their place."""
    items = (replace(item, papers=tuple(_counted(one, folder, into) for one in item.papers)) for item in document.items)
    return replace(document, items=tuple(items))


def copy_of(paper: Paper, into: Path) -> Path:
    return into / f"{paper.place}.pdf"


def _counted(paper: Paper, folder: Path, into: Path) -> Paper:
    if paper.fault:
        return paper
    if paper.type != PAPER:
        return replace(paper, fault=NOT_A_PDF)
    path = path_of(folder, paper.place)
    if not _is_as_added(path, paper.digest):
        return replace(paper, fault=GONE)
    try:
        pages = _copied(path, copy_of(paper, into))
    except pikepdf.PasswordError:
        return replace(paper, fault=LOCKED)
    except Exception as error:  # whatever a stranger's file does to the library, the pack goes on
        log.info("a paper cannot be read", paper=paper.label, problem=type(error).__name__)
        return replace(paper, fault=BROKEN)
    if pages > MOST_PAGES:
        return replace(paper, fault=LONG.format(pages=pages))
    return replace(paper, pages=pages) if pages else replace(paper, fault=EMPTY)


def _is_as_added(path: Path, digest: str) -> bool:
    found = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                found.update(piece)
    except OSError:
        return False
    return found.hexdigest() == digest


def _copied(path: Path, to: Path) -> int:
    """A copy in which comments and filled fields are printed into the page and nothing acts by itself."""
    with pikepdf.open(path) as pdf:
        many = len(pdf.pages)
        if 0 < many <= MOST_PAGES:
            if "/AcroForm" in pdf.Root:
                pdf.generate_appearance_streams()
            pdf.flatten_annotations("print")
            for page in pdf.pages:
                for name in ("/AA", "/Annots"):
                    if name in page.obj:
                        del page.obj[name]
            pdf.save(to)
    if 0 < many <= MOST_PAGES:
        with pikepdf.open(to) as copy:
            for page in copy.pages:
                page.as_form_xobject()
    return many
