"""The kinds of file that are taken, and whether what is in a file is what the ending of its name says.

Left out on purpose: HTML and SVG (they run in a browser), archives, and the Office formats before 2007, in which
macros cannot be told from text. A document with macros is refused in the newer formats too.
"""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import puremagic

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
ACTIVE = ("text/html", "image/svg+xml", "application/xml", "application/xhtml+xml")
"""What puremagic calls text that a browser would run or draw."""
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/.*|scripts/.*|macros/.*)$", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LONGEST_NAME = 120
MOST_ENTRIES = 20_000
"""Files inside one document; more is no document that a person wrote."""
TAKEN = "PDF, Word, Excel, PowerPoint (not the formats before 2007), OpenDocument, CSV, plain text, PNG or JPEG"


@dataclass(frozen=True, slots=True)
class Kind:
    """`holds` looks into the file and answers with what is wrong, or ""."""

    words: str
    type: str
    holds: Callable[[Path], str]


def kind_of(name: str) -> Kind | None:
    """The kind that the ending of a name promises."""
    return KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None


def type_words(type_: str) -> str:
    """ "application/pdf" -> "PDF"."""
    return next((kind.words for kind in KINDS.values() if kind.type == type_), "file")


def size_words(size: int) -> str:
    """ "850 bytes", "12 kB", "3.4 MB"."""
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def shown_name(given: str) -> str:
    """A name fit to be shown and to be saved under: no folders, no invisible characters, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    visible = "".join(each for each in last if unicodedata.category(each)[0] not in "CZ" or each == " ")
    tidy = re.sub(r'[<>:"|?*;%]', "_", " ".join(visible.split())).strip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if not dot:
        return tidy[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip() or 'file'}.{ending}"[:LONGEST_NAME]


def _is(type_: str) -> Callable[[Path], str]:
    """Begins as files of this type begin."""

    def look(path: Path) -> str:
        return "" if type_ in _recognised(path) else "what is in it is something else"

    return look


def _office(folder: str) -> Callable[[Path], str]:
    def look(path: Path) -> str:
        return _zipped(path, lambda names, _: "[Content_Types].xml" in names and f"{folder}/" in _folders(names))

    return look


def _open_document(type_: str) -> Callable[[Path], str]:
    def look(path: Path) -> str:
        return _zipped(path, lambda _, mimetype: mimetype == type_)

    return look


def _zipped(path: Path, fits: Callable[[set[str], str], bool]) -> str:
    """Only the list of what is inside is read, and the short word that names the type; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as document:
            names = {entry.filename for entry in document.infolist()}
            mimetype = _mimetype(document) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return "it is damaged, protected with a password, or something else"
    if any(MACROS.search(name) for name in names):
        return "it holds macros. Save it without macros, or as a PDF"
    if len(names) > MOST_ENTRIES or not fits(names, mimetype):
        return "what is in it is something else"
    return ""


def _mimetype(document: zipfile.ZipFile) -> str:
    with document.open("mimetype") as word:
        return word.read(100).decode("ascii", "replace").strip()


def _folders(names: set[str]) -> set[str]:
    return {name.partition("/")[0] + "/" for name in names if "/" in name}


def _is_text(path: Path) -> str:
    """Text in one of the usual encodings, and not one that a browser would run."""
    content = path.read_bytes()
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return "it is not plain text"
    if CONTROL.search(content):
        return "it is not plain text"
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if ACTIVE_START.match(start) or _recognised(path) & set(ACTIVE):
        return "what is in it is a web page"
    return ""


ACTIVE_START = re.compile(rb"<(!doctype|html|head|body|svg|script|\?xml|!--|iframe|math)")


def _recognised(path: Path) -> set[str]:
    """Every type that puremagic takes it for."""
    try:
        with path.open("rb") as stream:
            return {match.mime_type for match in puremagic.magic_stream(stream)}
    except (puremagic.PureError, ValueError):
        return set()


KINDS = {
    "pdf": Kind("PDF", "application/pdf", _is("application/pdf")),
    "docx": Kind("Word", f"{OFFICE}.wordprocessingml.document", _office("word")),
    "xlsx": Kind("Excel", f"{OFFICE}.spreadsheetml.sheet", _office("xl")),
    "pptx": Kind("PowerPoint", f"{OFFICE}.presentationml.presentation", _office("ppt")),
    "odt": Kind("OpenDocument text", f"{OPEN_DOCUMENT}.text", _open_document(f"{OPEN_DOCUMENT}.text")),
    "ods": Kind(
        "OpenDocument spreadsheet", f"{OPEN_DOCUMENT}.spreadsheet", _open_document(f"{OPEN_DOCUMENT}.spreadsheet")
    ),
    "odp": Kind(
        "OpenDocument presentation", f"{OPEN_DOCUMENT}.presentation", _open_document(f"{OPEN_DOCUMENT}.presentation")
    ),
    "csv": Kind("CSV", "text/csv", _is_text),
    "txt": Kind("plain text", "text/plain", _is_text),
    "png": Kind("PNG", "image/png", _is("image/png")),
    "jpg": Kind("JPEG", "image/jpeg", _is("image/jpeg")),
    "jpeg": Kind("JPEG", "image/jpeg", _is("image/jpeg")),
}
"""Ending -> kind."""
