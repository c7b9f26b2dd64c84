"""Old forms as Word files: a full one as forces filled them in, and ugly ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from eia.assessments.commands.old_forms import bring_in, read_form
from eia.db import transaction
from eia.files.keeping import kept
from eia.old_forms.shape import Line
from tests.support.databases import FILES
from tests.support.files import Sent, office
from tests.support.staff import acting
from tests.support.writing import author_of

W = nsdecls("w")
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
WORDS = (
    "shopfront", "cheaper", "commuters", "Superintendent", "levelramp", "minaret", "silverhair", "surveyed",
    "unknownage", "advisorygroup", "donothing", "weighed", "poster", "boxed", "struckout", "inserted", "footnoted",
    "commented", "letterhead", "nestedcell", "mergedcell", "Kowalski", "rainbow", "bulleted", "unsaid",
)  # fmt: skip
"""Each stands once in the full form, in a place of its own kind."""


def word(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def full_form() -> bytes:
    """Headings, questions, tables, merged and nested cells, boxes of three kinds, tracked changes, notes, headers."""
    form = Document()
    form.sections[0].header.paragraphs[0].text = "RESTRICTED letterhead"
    form.add_heading("Equality Impact Assessment", 0)
    form.add_heading("1. Aims of the policy", 1)
    form.add_paragraph("A shared shopfront replaces the old desk.")
    form.add_paragraph("bulleted: also a kiosk", style="List Bullet")
    form.add_paragraph("What is the rationale?").runs[0].bold = True
    form.add_paragraph("It is cheaper to heat.")
    form.add_paragraph("Who is likely to be affected?")
    form.add_paragraph("Visitors and commuters.")
    _tracked(form)
    _text_box(form)
    about = form.add_table(rows=0, cols=2)
    for row in (("Decision maker", "The Superintendent"), ("Completed by", "J Kowalski")):
        for cell, text in zip(about.add_row().cells, row, strict=True):
            cell.text = text
    form.add_heading("2. Impact on each protected characteristic", 1)
    _characteristics(form)
    form.add_heading("3. Evidence", 1)
    form.add_paragraph("412 people were surveyed in 2025.")
    form.add_heading("Gaps in evidence", 2)
    form.add_paragraph("Their unknownage is a gap.")
    form.add_heading("4. Consultation", 1)
    form.add_paragraph("The advisorygroup asked for a bench.")
    form.add_heading("5. Alternatives considered", 1)
    form.add_paragraph("To keep the desk, donothing.")
    form.add_heading("6. Conclusion", 1)
    form.add_paragraph("The ramp weighed most.")
    form.add_heading("7. Action plan", 1)
    form.add_paragraph("Put up a poster.")
    form.add_heading("8. Any other matters", 1)
    form.add_paragraph("Left unsaid by the form.")
    return _with_notes(word(form))


def _characteristics(form: Any) -> None:
    table = form.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("Characteristic", "Staff", "Public", "Evidence used"), strict=True):
        cell.text = text
    for title, staff, public, used in (
        ("Disability", "☒ Positive ☐ Negative", "A levelramp at the door.", ""),
        ("Religion or belief", "", "Near the minaret.", ""),
        ("Age", "", "Those with silverhair.", ""),
        ("Sexual orientation", "rainbow", "", ""),
    ):
        cells = table.add_row().cells
        for cell, text in zip(cells, (title, staff, public, used), strict=True):
            cell.text = text
    cells = table.add_row().cells
    cells[0].text = "Sex"
    cells[1].merge(cells[3]).text = "mergedcell for all"
    _control(cells[1].paragraphs[0])
    row = table.add_row().cells
    row[0].text = "Race"
    inner = row[2].add_table(rows=1, cols=1)
    inner.rows[0].cells[0].text = "A nestedcell lies here."


def _control(paragraph: Any) -> None:
    """A tick box as a content control, one as a legacy field, and one as Wingdings draws it."""
    paragraph._p.append(parse_xml(
        f"<w:sdt {W} {W14}><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    ))  # fmt: skip
    paragraph._p.append(parse_xml(
        f"<w:r {W}><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/>"
        "</w:checkBox></w:ffData></w:fldChar></w:r>"
    ))  # fmt: skip
    paragraph._p.append(parse_xml(f"<w:r {W}><w:sym w:font='Wingdings' w:char='F0A8'/></w:r>"))


def _tracked(form: Any) -> None:
    form.element.body.insert_element_before(parse_xml(
        f"<w:p {W}><w:ins w:id='1' w:author='A'><w:r><w:t>inserted later</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='A'><w:r><w:delText>struckout before</w:delText></w:r></w:del></w:p>"
    ), "w:sectPr")  # fmt: skip


def _text_box(form: Any) -> None:
    """In both ways that Word writes it: the second repeats the first."""
    content = "<w:txbxContent><w:p><w:r><w:t>boxed words</w:t></w:r></w:p></w:txbxContent>"
    form.element.body.insert_element_before(parse_xml(
        f"<w:p {W} {MC} {V}><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{content}</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ), "w:sectPr")  # fmt: skip


def _with_notes(content: bytes) -> bytes:
    """A footnote and a comment, to which a paragraph each refers."""
    notes = {
        "word/footnotes.xml": f"<w:footnotes {W}><w:footnote w:id='-1' w:type='separator'><w:p/></w:footnote>"
        "<w:footnote w:id='7'><w:p><w:r><w:t>As footnoted below.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        "word/comments.xml": f"<w:comments {W}><w:comment w:id='3' w:author='B'><w:p><w:r><w:t>As commented on."
        "</w:t></w:r></w:p></w:comment></w:comments>",
    }
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="old{name}" Type="{kinds}/{name}" Target="{name}.xml"/>'
        for name in ("footnotes", "comments")
    )
    refers = {
        "in 2025.": "</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r><w:r><w:t>",
        "for a bench.": "</w:t></w:r><w:r><w:commentReference w:id='3'/></w:r><w:r><w:t>",
    }

    def document(text: str) -> str:
        for words, reference in refers.items():
            text = text.replace(words, f"{words}{reference}")
        return text

    def related(text: str) -> str:
        text = "".join(part for part in text.split("\n") if part)
        return text.replace("</Relationships>", f"{relations}</Relationships>")

    return rewritten(content, {"word/document.xml": document, "word/_rels/document.xml.rels": related}, notes)


def rewritten(content: bytes, change: Mapping[str, Any], add: Mapping[str, str] = {}) -> bytes:
    """The same file with some parts changed as text, and parts added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name in add:
                continue
            new.writestr(name, change[name](text.decode()).encode() if name in change else text)
        for name, said in add.items():
            new.writestr(name, said)
    return made.getvalue()


def read_old_form(version_id: int, lines: Sequence[Line] = (Line("text", "Left unsaid."),)) -> int:
    """The author adds a form that says these lines; it is not brought in. Its id."""
    with kept(Sent("old.docx", office("word")), FILES, 1) as received, transaction() as session:
        return read_form(session, version_id, received, lines, by=acting(session, author_of(session, version_id)))


def bring_old_form(version_id: int, lines: Sequence[Line] = (Line("text", "Left unsaid."),)) -> int:
    """The author adds a form and brings it in. Its id."""
    form_id = read_old_form(version_id, lines)
    with transaction() as session:
        bring_in(session, version_id, form_id, by=acting(session, author_of(session, version_id)))
    return form_id
