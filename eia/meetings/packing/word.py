"""The pack as a Word document: real headings, header rows, British English, and the same bytes for the same pack."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from eia.meetings.packing.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Item,
    Mark,
    Paper,
    Paragraph,
    Quotation,
    Table,
)

FONT, INK, NAVY, QUIET = "Arial", RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x0B, 0x2A, 0x5B), RGBColor(0x50, 0x5A, 0x5F)
LANGUAGE = "en-GB"
PAGE = Cm(21.0), Cm(29.7)
NUMBER = Cm(1.4)
WIDTHS = Cm(3.2), Cm(5.2), Cm(5.2), Cm(2.6)
"""Of a table with four columns: the last holds a word or two."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What the files inside the document are dated: their order and bytes say nothing of when it was built."""
NOT_TAKEN_IN = "It is not part of this document."


def drawn(document: Document, at: datetime) -> bytes:
    """The document, dated `at`."""
    word = docx.Document()
    _dress(word)
    _describe(word, document, at)
    _first_page(word, document)
    for item in document.items:
        _item(word, item, document.site)
    made = BytesIO()
    word.save(made)
    return _without_dates(made.getvalue())


def _dress(word: Word) -> None:
    """Letters, margins and language, once for all that follows."""
    section = word.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.3)
    sizes = {"Normal": 11, "Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "List Bullet": 11}
    for name, size in sizes.items():
        style: Any = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for each in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{each}"), FONT)
        style.font.color.rgb = NAVY if name in ("Title", "Heading 1") else INK
    word.styles["Normal"].paragraph_format.space_after = Pt(7)
    title = word.styles["Title"].element.pPr
    title.remove(title.find(qn("w:pBdr")))  # a blue line that python-docx draws below it
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        word.styles[name].paragraph_format.space_after = Pt(5)
    for language in word.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), LANGUAGE)


def _describe(word: Word, document: Document, at: datetime) -> None:
    about = word.core_properties
    about.title, about.subject, about.author = document.title, document.kind, document.body
    about.language, about.keywords, about.comments, about.last_modified_by = LANGUAGE, "", "", ""
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.revision = 1
    header, footer = word.sections[0].header.paragraphs[0], word.sections[0].footer.paragraphs[0]
    _said(header, clean(f"{document.title}: {document.kind}"), size=9, colour=QUIET)
    _said(footer, "Page ", size=9, colour=QUIET)
    _field(footer, "PAGE")


def _first_page(word: Word, document: Document) -> None:
    _said(word.add_paragraph(), clean(document.organisations), colour=QUIET)
    _styled(word, "Title", document.title)
    _said(word.add_paragraph(), clean(document.kind), size=15)
    _block(word, document.facts)
    for note in document.notes:
        _block(word, note, heading="Heading1")
    _styled(word, "Heading1", "Agenda")
    for item in document.items:
        line = word.add_paragraph()
        _link(line, anchor_of(item), clean(item.heading))
        _said(line, "  " + clean(", ".join((item.kind, *item.marks))), colour=QUIET)
        for paper in item.papers:
            below = word.add_paragraph()
            below.paragraph_format.left_indent = NUMBER
            _link(below, anchor_of(paper), clean(paper.heading))


def _item(word: Word, item: Item, site: str) -> None:
    heading = _styled(word, "Heading1", item.heading)
    heading.paragraph_format.page_break_before = item.is_long or None
    _marked(heading, anchor_of(item))
    for block in item.blocks:
        _block(word, block)
    for paper in item.papers:
        _paper(word, paper, site)


def _paper(word: Word, paper: Paper, site: str) -> None:
    _marked(_styled(word, "Heading2", paper.heading), anchor_of(paper))
    _block(word, Facts((("File", paper.name), ("Kind", paper.says))))
    for mark in paper.marks:
        _block(word, mark)
    line = word.add_paragraph(clean(paper.trouble or NOT_TAKEN_IN))
    if not paper.address:
        return
    address = site + paper.address
    _said(line, " Download it: ")
    _link(line, "", address, line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _block(word: Word, block: Block, heading: str = "Heading2") -> None:
    match block:
        case Heading():
            _styled(word, heading, block.text)
        case Paragraph():
            _numbered(word, block)
        case Mark():
            _mark(word, block)
        case Facts():
            for name, value in block.rows:
                line = word.add_paragraph()
                line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(3.4), Cm(-3.4)
                line.paragraph_format.tab_stops.add_tab_stop(Cm(3.4))
                line.paragraph_format.space_after = Pt(3)
                _said(line, f"{clean(name)}\t", bold=True)
                _said(line, clean(value))
        case Bullets():
            for one in block.lines:
                _styled(word, "ListBullet", one)
        case Table():
            _table(word, block)
        case Quotation():
            line = word.add_paragraph()
            line.paragraph_format.left_indent = Cm(0.8)
            _said(line, clean(block.text) + "\n", size=10)
            _said(line, clean(block.source), size=10, colour=QUIET)


def _styled(word: Word, style: str, words: str) -> WordParagraph:
    """A paragraph of the style with that id: to look each up by its name took a third of the time of a document."""
    line = word.add_paragraph(clean(words))
    line._p.style = style
    return line


def _numbered(word: Word, paragraph: Paragraph) -> None:
    line = word.add_paragraph()
    if paragraph.number:
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = NUMBER, -NUMBER
        line.paragraph_format.tab_stops.add_tab_stop(NUMBER)
        _said(line, f"{paragraph.number}\t")
    _said(line, clean(paragraph.text))


def _mark(word: Word, mark: Mark) -> None:
    line = word.add_paragraph()
    line.paragraph_format.left_indent = Cm(0.2)
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in {"val": "single", "sz": "24", "space": "8", "color": "0B2A5B"}.items():
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    _said(line, f"{clean(mark.word)}. ", bold=True)
    _said(line, clean(mark.text))


def _table(word: Word, table: Table) -> None:
    _styled(word, "Heading3", table.caption)
    drawn_table = word.add_table(rows=1, cols=len(table.columns))
    drawn_table.style, drawn_table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.LEFT
    if len(table.columns) == len(WIDTHS):
        drawn_table.autofit = False
        for column, width in zip(drawn_table.columns, WIDTHS, strict=True):
            column.width = width
    _fill(drawn_table.rows[0], table.columns, bold=True)
    heading = drawn_table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))
    for values in table.rows:
        row = drawn_table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(row, values)
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(row: Any, values: tuple[str, ...], *, bold: bool = False) -> None:
    for number, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        if len(values) == len(WIDTHS):
            cell.width = WIDTHS[number]
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        _said(line, clean(value), bold=bold or number == 0, size=9.5)


def _said(
    line: WordParagraph, words: str, *, bold: bool = False, size: float = 0, colour: RGBColor | None = None
) -> None:
    run = line.add_run(words)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


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


def _field(line: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = line.add_run("1")
    run.font.size, run.font.color.rgb = Pt(9), QUIET
    field.append(run._r)
    line._p.append(field)


def anchor_of(one: Item | Paper) -> str:
    """ "item_3", "appendix_3A"."""
    return f"item_{one.number}" if isinstance(one, Item) else one.label.lower().replace(" ", "_")


def clean(text: str) -> str:
    """Without what XML cannot hold: python-docx raises on it."""
    return "".join(each for each in text if each in "\n\t" or (ord(each) >= 32 and not 0xD800 <= ord(each) <= 0xDFFF
                   and ord(each) not in (0xFFFE, 0xFFFF)))  # fmt: skip


def _without_dates(content: bytes) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, EARLIEST), old.read(entry), zipfile.ZIP_DEFLATED)
    return whole.getvalue()
