"""The parts of a Word file, read piece by piece within limits, whatever the file says about itself."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from eia.errors import Refused

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
MOST_FILES, MOST_XML, MOST_ELEMENTS, DEEPEST = 5_000, 16 * MEGABYTE, 300_000, 250
TOO_MUCH = (
    "There is more in it than in any form: it unpacks to more than this service reads. Save the form alone as a new "
    "Word document and add that."
)
TOO_DEEP = "Its tables or text boxes lie too deep in each other. Save it as a new Word document and add that."
DAMAGED = "It is damaged: part of it cannot be read. Open it in Word, save it again and add it again."
DECLARES = "It declares a document type, which no Word document does. Open it in Word, save it again and add that."
MACROS = "It holds macros. In Word, save it as a Word document without macros (.docx) and add that."
BEGINS = {
    b"\xd0\xcf\x11\xe0": (
        "It is in the Word format before 2007, or protected with a password. Open it in Word, take the password away, "
        "save it as a Word document (.docx) and add that."
    ),
    b"{\\rtf": "It is rich text, not a Word document. Open it in Word, save it as .docx and add that.",
    b"%PDF": "It is a PDF. Add the Word document that it was made from.",
    b"<": "It is a web page, not a Word document. Open it in Word, save it as .docx and add that.",
}
NO_WORD = "It is no Word document. Open it in Word, save it as .docx and add that."
NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
}
Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class Package:
    """An opened Word file. What is read of it is counted, part by part, against one limit."""

    def __init__(self, stream: IO[bytes]) -> None:
        stream.seek(0)
        begin = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        for mark, says in BEGINS.items():
            if begin.startswith(mark.lower()):
                raise Refused(says)
        stream.seek(0)
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused(NO_WORD) from error
        names = self._zip.namelist()
        if len(names) > MOST_FILES:
            raise Refused(TOO_MUCH)
        self.names = set(names)
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise Refused(MACROS)
        if any(entry.flag_bits & 1 for entry in self._zip.infolist()):
            raise Refused(BEGINS[b"\xd0\xcf\x11\xe0"])
        self._read = self._elements = 0

    def main(self) -> str:
        """The part that is the document itself."""
        found = self.targets("_rels/.rels").get("officeDocument", [])
        name = found[0].lstrip("/") if found else "word/document.xml"
        if name not in self.names or not name.startswith("word/"):
            raise Refused(NO_WORD)
        return name

    def targets(self, name: str) -> dict[str, list[str]]:
        """What a part of relationships points at, by the last word of the type; what lies outside is left out."""
        found: dict[str, list[str]] = {}

        def start(tag: str, given: Mapping[str, str]) -> None:
            if tag == "rel:Relationship" and given.get("TargetMode") != "External":
                found.setdefault(given.get("Type", "").rpartition("/")[2], []).append(given.get("Target", ""))

        if name in self.names:
            self.parse(name, start)
        return found

    def parse(self, name: str, start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> None:
        """Call back for every element of a part, under its short name ("w:p"), and never for an entity."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def opened(tag: str, given: Mapping[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if depth > DEEPEST:
                raise Refused(TOO_DEEP)
            if self._elements > MOST_ELEMENTS:
                raise Refused(TOO_MUCH)
            start(_short(tag), given)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(_short(tag))

        def declared(*_: object) -> None:
            raise Refused(DECLARES)

        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
        parser.CharacterDataHandler = text
        try:
            with self._zip.open(name) as part:
                while piece := part.read(PIECE):
                    self._read += len(piece)
                    if self._read > MOST_XML:
                        raise Refused(TOO_MUCH)
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError,
                NotImplementedError, RuntimeError) as error:  # fmt: skip
            raise Refused(DAMAGED) from error


def _short(tag: str) -> str:
    """ "http://…/main p" -> "w:p". What stands in another namespace keeps only that it does."""
    uri, _, local = tag.rpartition(" ")
    return NAMESPACES.get(uri, "?") + local


def local(given: Mapping[str, str], name: str, default: str = "") -> str:
    """An attribute of an element by its name alone: "val", "id"."""
    return next((value for key, value in given.items() if key.rpartition(" ")[2] == name), default)
