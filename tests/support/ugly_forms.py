"""Word files as nobody should send them. Each gives a draft or a sentence."""

import io
import zipfile
from collections.abc import Callable, Mapping

from docx import Document

from tests.support.old_forms import W, full_form, rewritten, word

DOCUMENT = "word/document.xml"
MEGABYTE = 1024 * 1024


def plain(text: str = "The desk moves.") -> bytes:
    form = Document()
    form.add_heading("Aims", 1)
    form.add_paragraph(text)
    return word(form)


def body(inside: str) -> Callable[[], bytes]:
    """A form whose body is this."""
    said = f'<?xml version="1.0"?><w:document {W}><w:body>{inside}</w:body></w:document>'
    return lambda: rewritten(plain(), {}, {DOCUMENT: said})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def declaring(declaration: str) -> Callable[[], bytes]:
    said = f'<?xml version="1.0"?>{declaration}<w:document {W}><w:body>{paragraph("&x;")}</w:body></w:document>'
    return lambda: rewritten(plain(), {}, {DOCUMENT: said})


def bomb() -> bytes:
    """60 MB that weigh 100 kB."""
    said = f"<w:document {W}><w:body>" + " " * (60 * MEGABYTE)
    return rewritten(plain(), {}, {DOCUMENT: said})


def broken(at: int) -> bytes:
    """Some bytes inside the document are others."""
    content = bytearray(full_form())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        begins = archive.getinfo(DOCUMENT).header_offset + 60 + at
    content[begins : begins + 40] = b"\xff" * 40
    return bytes(content)


def renamed_main() -> bytes:
    """The document under another name, as some services write it."""
    with zipfile.ZipFile(io.BytesIO(plain())) as old:
        said = old.read(DOCUMENT)
        relations = old.read("word/_rels/document.xml.rels")
    swap = {
        "_rels/.rels": lambda text: text.replace(DOCUMENT, "word/document2.xml"),
        DOCUMENT: lambda text: f"<w:document {W}/>",
    }
    more = {"word/document2.xml": said.decode(), "word/_rels/document2.xml.rels": relations.decode()}
    return rewritten(plain(), swap, more)


def strict() -> bytes:
    into = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return rewritten(plain(), {DOCUMENT: lambda text: text.replace(main, into)})


def in_utf16() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            said = old.read(name)
            if name == DOCUMENT:
                said = said.decode().replace("UTF-8", "UTF-16").encode("utf-16")
            new.writestr(name, said)
    return made.getvalue()


def padded() -> bytes:
    """Pictures that nobody needs: more than the largest file."""
    made = io.BytesIO(plain())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG" + b"x" * (51 * MEGABYTE))
    return made.getvalue()


def full_of_pictures() -> bytes:
    """As large as may be, of pictures: they are not read."""
    made = io.BytesIO(plain())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG" + b"x" * (15 * MEGABYTE))
    return made.getvalue()


def protected() -> bytes:
    content = bytearray(plain())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        names = len(archive.namelist())
    at = 0
    for _ in range(names):
        at = content.index(b"PK\x01\x02", at) + 8
        content[at] |= 1
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NESTED = "<w:tbl><w:tr><w:tc>" * 400 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 400
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

REFUSED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "macros.docm": (lambda: rewritten(plain(), {}, {"word/vbaProject.bin": "x"}), "holds macros"),
    "macros.docx": (lambda: rewritten(plain(), {}, {"word/vbaProject.bin": "x"}), "holds macros"),
    "outside entity.docx": (declaring('<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "document type"),
    "laughs.docx": (declaring(LAUGHS), "document type"),
    "unknown entity.docx": (declaring(""), "damaged"),
    "bomb.docx": (bomb, "unpacks to more"),
    "deep.docx": (body(NESTED), "too deep"),
    "too many lines.docx": (body(paragraph("x") * 4_001), "unpacks to more"),
    "too many elements.docx": (body("<w:p/>" * 300_000), "unpacks to more"),
    "too many parts.docx": (lambda: rewritten(plain(), {}, {f"x/{n}": "" for n in range(5_001)}), "unpacks to more"),
    "old or protected.docx": (lambda: OLE, "before 2007"),
    "protected.docx": (protected, "protected with a password"),
    "rich text.docx": (lambda: b"{\\rtf1 hello}", "rich text"),
    "web page.docx": (lambda: b"\xef\xbb\xbf<HTML><body>hello</body></HTML>", "web page"),
    "a pdf.docx": (lambda: b"%PDF-1.7 x", "is a PDF"),
    "empty.docx": (lambda: b"", "no Word document"),
    "half.docx": (lambda: full_form()[:9_000], "no Word document"),
    "broken.docx": (lambda: broken(400), "damaged"),
    "unclosed.docx": (lambda: rewritten(plain(), {DOCUMENT: lambda text: text[:-30]}), "damaged"),
    "a sheet.docx": (lambda: rewritten(plain(), {"_rels/.rels": lambda text: text.replace("word/", "xl/")}), "no Word"),
    "no text.docx": (lambda: word(Document()), "no text in it"),
    "form.doc": (lambda: OLE, "ends in .docx"),
    "form.html": (lambda: b"<html>", "ends in .docx"),
    "form.rtf": (lambda: b"{\\rtf1}", "ends in .docx"),
    "too large.docx": (padded, "larger than"),
}
"""Name -> how it is made, and words of the sentence."""
READ: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "strict.docx": (strict, "The desk moves."),
    "utf-16.docx": (in_utf16, "The desk moves."),
    "renamed.docx": (renamed_main, "The desk moves."),
    "../../etc/pictures.docx": (full_of_pictures, "The desk moves."),
    "control\u202e.docx": (body(paragraph("The&#13; desk&#x9; \u202emoves\U000f0000 平 👍.")), "moves"),
    "embedded.docx": (body("<w:altChunk/>" + paragraph("The desk moves.")), "which was not read"),
    "odd nesting.docx": (
        body("<w:tc>" + paragraph("The desk moves.") + "</w:tc></w:p>".replace("</w:p>", "")),
        "moves",
    ),
}
