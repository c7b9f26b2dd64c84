"""A file is on disk before its row, goes again when the row does not come, and is given out only as it was added."""

import errno
import hashlib
import io
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from eia.db import transaction
from eia.errors import Refused
from eia.files.keeping import kept, opened, path_of, store, sweep
from eia.files.models import StoredFile
from eia.files.verify import verify_files
from tests.support.files import LIMIT, PDF, Sent
from tests.support.staff import make_staff


def lying(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def stored(folder: Path, content: bytes = PDF) -> StoredFile:
    person = make_staff()["owner"]
    with kept(Sent("survey.pdf", content), folder, LIMIT) as received, transaction() as session:
        return store(session, received, by=person)


def test_a_file_that_is_kept_is_there_with_its_digest(database: Session, tmp_path: Path) -> None:
    row = stored(tmp_path)
    assert (row.digest, row.size, row.type) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf")
    assert lying(tmp_path) == [path_of(tmp_path, row.place)]
    assert "survey" not in row.place
    with opened(row, tmp_path) as stream:
        assert stream.read() == PDF


def test_nothing_but_the_owner_may_read_it(database: Session, tmp_path: Path) -> None:
    path = path_of(tmp_path, stored(tmp_path).place)
    assert path.stat().st_mode & 0o777 == 0o600


def test_when_the_commit_fails_the_file_goes_again(tmp_path: Path) -> None:
    def fails() -> None:
        with kept(Sent("survey.pdf", PDF), tmp_path, LIMIT):
            assert lying(tmp_path)
            raise RuntimeError("no commit")

    with pytest.raises(RuntimeError):
        fails()
    assert lying(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("survey.html", b"<html>", "“survey.html” cannot be added. Choose a file of one of these kinds: PDF, Word"),
        ("survey.pdf", b"<html>", "“survey.pdf” is named as PDF, but what is in it is something else"),
        ("survey.pdf", b"", "“survey.pdf” is empty"),
        ("survey.pdf", PDF + b" " * (LIMIT * 1024 * 1024), "“survey.pdf” is larger than 1 MB"),
        ("survey.docx", PDF, "“survey.docx” is named as Word, but it is damaged, protected with a password"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(Refused, match=f"^{says}"), kept(Sent(name, content), tmp_path, LIMIT):
        pass
    assert lying(tmp_path) == []


def keep(sent: Sent, folder: Path) -> None:
    with kept(sent, folder, LIMIT):
        """Nothing is done with it."""


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """The kernel itself refuses to write larger files: a disk that is full, as far as a process can tell."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    sent = Sent("survey.pdf", PDF + b" " * 300_000)
    full = no_room_for_more_than(1_000)
    with pytest.raises(Refused, match=r"^The server’s disk is full, so the file was not added") as refused, full:
        keep(sent, tmp_path)
    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno == errno.EFBIG
    assert lying(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Refused, match=r"^The server could not write the file"):
        keep(Sent("survey.pdf", PDF), tmp_path / "files")


@pytest.mark.parametrize("change", ["other bytes", "gone", "longer"])
def test_a_file_that_changed_is_refused_and_named(database: Session, tmp_path: Path, change: str) -> None:
    row = stored(tmp_path)
    path = path_of(tmp_path, row.place)
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF.replace(b"1.7", b"1.6") if change == "other bytes" else PDF + b" ")
    with pytest.raises(Refused, match="is not the one that was added"):
        opened(row, tmp_path)
    found = [str(one) for one in verify_files(database, tmp_path)]
    assert (
        f"file:{row.id}: {'is gone' if change == 'gone' else 'was changed'}; it was added with SHA-256 {row.digest}"
        in found
    )


def test_only_old_files_without_a_row_are_swept(database: Session, tmp_path: Path) -> None:
    row = stored(tmp_path)
    orphan, fresh, half = (tmp_path / "ab" / "abc", tmp_path / "ab" / "abd", tmp_path / "incoming" / "abe")
    for path in (orphan, fresh, half):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86_400
    for path in (orphan, half, path_of(tmp_path, row.place)):
        os.utime(path, (two_days_ago, two_days_ago))
    assert sweep(database, tmp_path) == 2
    assert lying(tmp_path) == sorted([fresh, path_of(tmp_path, row.place)])


def test_a_browser_that_hangs_up_leaves_nothing(tmp_path: Path) -> None:
    class HangsUp(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise ConnectionResetError

    sent = Sent("survey.pdf", PDF)
    sent.stream = HangsUp()
    with pytest.raises(Refused):
        keep(sent, tmp_path)
    assert lying(tmp_path) == []
