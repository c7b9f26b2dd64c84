"""The pack as a Word document; what every document has is in `eia/printing/word.py`."""

from datetime import datetime

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from eia.meetings.packing.document import Document, Item, Paper
from eia.printing.blocks import Facts
from eia.printing.word import NAVY, NUMBER, QUIET, clean, describe, dress, put, said, saved, styled

NOT_TAKEN_IN = "It is not part of this document."


def drawn(document: Document, at: datetime) -> bytes:
    """The document, dated `at`."""
    word = docx.Document()
    dress(word)
    describe(word, document.title, document.kind, document.body, at)
    _first_page(word, document)
    for item in document.items:
        _item(word, item, document.site)
    return saved(word)


def _first_page(word: Word, document: Document) -> None:
    said(word.add_paragraph(), clean(document.organisations), colour=QUIET)
    styled(word, "Title", document.title)
    said(word.add_paragraph(), clean(document.kind), size=15)
    put(word, document.facts)
    for note in document.notes:
        put(word, note, heading="Heading1")
    styled(word, "Heading1", "Agenda")
    for item in document.items:
        line = word.add_paragraph()
        _link(line, anchor_of(item), clean(item.heading))
        said(line, "  " + clean(", ".join((item.kind, *item.marks))), colour=QUIET)
        for paper in item.papers:
            below = word.add_paragraph()
            below.paragraph_format.left_indent = NUMBER
            _link(below, anchor_of(paper), clean(paper.heading))


def _item(word: Word, item: Item, site: str) -> None:
    heading = styled(word, "Heading1", item.heading)
    heading.paragraph_format.page_break_before = item.is_long or None
    _marked(heading, anchor_of(item))
    for block in item.blocks:
        put(word, block)
    for paper in item.papers:
        _paper(word, paper, site)


def _paper(word: Word, paper: Paper, site: str) -> None:
    _marked(styled(word, "Heading2", paper.heading), anchor_of(paper))
    put(word, Facts((("File", paper.name), ("Kind", paper.says))))
    for mark in paper.marks:
        put(word, mark)
    line = word.add_paragraph(clean(paper.trouble or NOT_TAKEN_IN))
    if not paper.address:
        return
    address = site + paper.address
    said(line, " Download it: ")
    _link(line, "", address, line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _marked(line: WordParagraph, anchor: str) -> None:
    """A bookmark that links of the agenda go to."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    number = str(sum(ord(each) * 31**place for place, each in enumerate(anchor)) % 2**31)
    for element in (begin, end):
        element.set(qn("w:id"), number)
    begin.set(qn("w:name"), anchor)
    line._p.insert(1, begin)
    line._p.append(end)


def _link(line: WordParagraph, anchor: str, words: str, relation: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id") if relation else qn("w:anchor"), relation or anchor)
    run = line.add_run(words)
    run.font.underline = True
    run.font.color.rgb = NAVY
    link.append(run._r)
    line._p.append(link)


def anchor_of(one: Item | Paper) -> str:
    """ "item_3", "appendix_3A"."""
    return f"item_{one.number}" if isinstance(one, Item) else one.label.lower().replace(" ", "_")
