"""A Word document: real headings, header rows, British English, and the same bytes for the same words."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from eia.printing.blocks import Block, Bullets, Facts, Heading, Mark, Paragraph, Picture, Plain, Quotation, Table
from eia.printing.pages import dots_of

FONT, INK, NAVY, QUIET = "Arial", RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x0B, 0x2A, 0x5B), RGBColor(0x50, 0x5A, 0x5F)
LANGUAGE = "en-GB"
PAGE = Cm(21.0), Cm(29.7)
NUMBER = Cm(1.4)
WIDTHS = Cm(3.2), Cm(5.2), Cm(5.2), Cm(2.6)
"""Of a table with four columns: the last holds a word or two."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What the files inside the document are dated: their order and bytes say nothing of when it was built."""


def plain_word(document: Plain, at: datetime) -> bytes:
    """A document by itself, dated `at`."""
    word = docx.Document()
    dress(word)
    describe(word, document.title, document.kind, document.by, at)
    said(word.add_paragraph(), clean(document.by), colour=QUIET)
    styled(word, "Title", document.title)
    said(word.add_paragraph(), clean(document.kind), size=15)
    put(word, document.facts)
    for note in document.notes:
        put(word, note, heading="Heading1")
    for section in document.sections:
        styled(word, "Heading1", section.heading).paragraph_format.page_break_before = True
        for block in section.blocks:
            put(word, block)
    return saved(word)


def saved(word: Word) -> bytes:
    made = BytesIO()
    word.save(made)
    return _without_dates(made.getvalue())


def dress(word: Word) -> None:
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


def describe(word: Word, title: str, kind: str, author: str, at: datetime) -> None:
    """Its properties, and what stands above and below each page."""
    about = word.core_properties
    about.title, about.subject, about.author = title, kind, author
    about.language, about.keywords, about.comments, about.last_modified_by = LANGUAGE, "", "", ""
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.revision = 1
    header, footer = word.sections[0].header.paragraphs[0], word.sections[0].footer.paragraphs[0]
    said(header, clean(f"{title}: {kind}"), size=9, colour=QUIET)
    said(footer, "Page ", size=9, colour=QUIET)
    field(footer, "PAGE")


def put(word: Word, block: Block, heading: str = "Heading2") -> None:
    match block:
        case Heading():
            styled(word, heading, block.text)
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
                line.paragraph_format.keep_with_next = True
                said(line, f"{clean(name)}\t", bold=True)
                said(line, clean(value))
        case Bullets():
            for one in block.lines:
                styled(word, "ListBullet", one)
        case Table():
            _table(word, block)
        case Picture():
            _picture(word, block)
        case Quotation():
            line = word.add_paragraph()
            line.paragraph_format.left_indent = Cm(0.8)
            said(line, clean(block.text) + "\n", size=10)
            said(line, clean(block.source), size=10, colour=QUIET)


def styled(word: Word, style: str, words: str) -> WordParagraph:
    """A paragraph of the style with that id: to look each up by its name took a third of the time of a document."""
    line = word.add_paragraph(clean(words))
    line._p.style = style
    return line


def _numbered(word: Word, paragraph: Paragraph) -> None:
    line = word.add_paragraph()
    if paragraph.number:
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = NUMBER, -NUMBER
        line.paragraph_format.tab_stops.add_tab_stop(NUMBER)
        said(line, f"{paragraph.number}\t")
    said(line, clean(paragraph.text))


def _mark(word: Word, mark: Mark) -> None:
    line = word.add_paragraph()
    line.paragraph_format.left_indent = Cm(0.2)
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in {"val": "single", "sz": "24", "space": "8", "color": "0B2A5B"}.items():
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    said(line, f"{clean(mark.word)}. ", bold=True)
    said(line, clean(mark.text))


def _picture(word: Word, picture: Picture) -> None:
    """What it says is its alternative text."""
    styled(word, "Heading3", picture.title)
    drawn = word.add_picture(BytesIO(dots_of(picture.svg)), width=Cm(13.5))
    about = drawn._inline.docPr
    about.set("title", clean(picture.title))
    about.set("descr", clean(picture.says))


def _table(word: Word, table: Table) -> None:
    styled(word, "Heading3", table.caption)
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
        said(line, clean(value), bold=bold or number == 0, size=9.5)


def said(
    line: WordParagraph, words: str, *, bold: bool = False, size: float = 0, colour: RGBColor | None = None
) -> None:
    run = line.add_run(words)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def field(line: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = line.add_run("1")
    run.font.size, run.font.color.rgb = Pt(9), QUIET
    field.append(run._r)
    line._p.append(field)


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
