"""What is in a file must be what its name says, and nothing that runs is taken."""

from pathlib import Path

import pytest

from eia.files.kinds import kind_of, shown_name, size_words
from tests.support.files import JPEG, PDF, PNG, office, open_document, zipped

TAKEN = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": PNG,
    "a.jpg": JPEG,
    "a.jpeg": JPEG,
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.odt": open_document("text"),
    "a.ods": open_document("spreadsheet"),
    "a.odp": open_document("presentation"),
    "a.csv": b"sex,count\r\nwomen,12\r\n",
    "utf16.csv": "sex,count\nwomen,12\n".encode("utf-16"),
    "windows.csv": "caf\xe9,1\n".encode("cp1252"),
    "a.txt": "Tŷ: MZ begins this line, and <b> is in it.\n".encode(),
    "mz.txt": b"MZ is how this begins\n",
}
REFUSED = {
    "text named a picture": ("a.png", b"hello"),
    "a picture named a PDF": ("a.pdf", PNG),
    "a page named a PDF": ("a.pdf", b"<html><script>alert(1)</script>"),
    "a page named plain text": ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a page after blank lines": ("a.txt", b"\n\n  <html>"),
    "a drawing that runs": ("a.txt", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "a drawing in CSV": ("a.csv", b'<?xml version="1.0"?><svg/>'),
    "a page in another encoding": ("a.txt", "<html><script>".encode("utf-16")),
    "a program named plain text": ("a.txt", b"MZ\x90\0" + b"\0" * 100),
    "an archive named Word": ("a.docx", zipped(a_dot_txt="x")),
    "Excel named Word": ("a.docx", office("xl")),
    "macros in Word": ("a.docx", office("word", **{"vbaProject.bin": "x"})),
    "macros in OpenDocument": (
        "a.odt",
        zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__script_dot_xml="x"),
    ),
    "a spreadsheet named text": ("a.odt", open_document("spreadsheet")),
    "an old Word file": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "half an archive": ("a.docx", office("word")[:40]),
}
UNKNOWN = ("a.html", "a.svg", "a.zip", "a.doc", "a.docm", "a.exe", "a.js", "a.xml", "a", "", "a.pdf.html", ".htaccess")


def fault(folder: Path, name: str, content: bytes) -> str:
    path = folder / "file"
    path.write_bytes(content)
    kind = kind_of(name)
    assert kind is not None
    return kind.holds(path)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_what_it_says_is_taken(tmp_path: Path, name: str) -> None:
    assert fault(tmp_path, name, TAKEN[name]) == ""


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_something_else_is_refused(tmp_path: Path, what: str) -> None:
    assert fault(tmp_path, *REFUSED[what])


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_endings_have_no_kind(name: str) -> None:
    assert kind_of(name) is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Survey 2025.pdf", "Survey 2025.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\survey.csv", "survey.csv"),
        ("sur\u202evey\u200b\x00\r\n.pdf", "survey.pdf"),
        ('a"b<c>;d%0a.pdf', "a_b_c__d_0a.pdf"),
        ("arolwg tŷ – 調査.pdf", "arolwg tŷ – 調査.pdf"),
        ("", "file"),
        ("...", "file"),
        (".pdf", "pdf"),
        ("x" * 400 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert len(shown_name(given)) <= 120


def test_sizes_are_said_in_words() -> None:
    assert [size_words(size) for size in (12, 12_345, 3_400_000)] == ["12 bytes", "12 kB", "3.4 MB"]
