"""Files for the tests: small ones of every kind, as a browser sends them, and what must be refused."""

import io
import zipfile
from dataclasses import dataclass, field
from typing import IO

from eia.assessments.case import Case
from eia.assessments.commands.evidence_files import add_file
from eia.db import transaction
from eia.files.keeping import kept
from tests.support.databases import FILES
from tests.support.staff import acting
from tests.support.writing import author_of, read

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01" + b"\0" * 20 + b"\xff\xd9"
LIMIT = 1


@dataclass
class Sent:
    """What werkzeug would hand over."""

    filename: str | None
    content: bytes
    stream: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.stream = io.BytesIO(self.content)


def zipped(**entries: str) -> bytes:
    """A document of those that are archives inside; `__` in a name stands for a slash, `_dot_` for a dot."""
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return document.getvalue()


def office(folder: str, **more: str) -> bytes:
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
        for name, content in more.items():
            archive.writestr(f"{folder}/{name}", content)
    return document.getvalue()


def open_document(type_: str) -> bytes:
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{type_}", content_dot_xml="<x/>")


def add_evidence_file(version_id: int, name: str = "survey.pdf", content: bytes = PDF, evidence: int = 0) -> Case:
    """The author adds a file to a source, the first unless told."""
    row = read(version_id).version.evidence[evidence]
    with kept(Sent(name, content), FILES, LIMIT) as received, transaction() as session:
        by = acting(session, author_of(session, version_id))
        return add_file(session, version_id, row.id, received, by=by)
