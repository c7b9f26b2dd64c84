"""Keeping a file: written, synced and looked into before its row is committed; removed again when it is not.

    with kept(upload, folder, most) as received, transaction() as session:
        row = store(session, received, by=...)

A file without a row does no harm: `sweep` removes it a day later. A row without its file cannot come to be.
"""

import errno
import hashlib
import io
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import Refused
from eia.files.kinds import TAKEN, kind_of, shown_name
from eia.files.models import StoredFile

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024
INCOMING = "incoming"
A_DAY = 86_400
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Upload(Protocol):
    """What a browser sent; werkzeug's FileStorage is one."""

    filename: str | None
    stream: IO[bytes]


@dataclass(frozen=True, slots=True)
class Received:
    """A file that lies in the folder and has no row yet."""

    place: str
    name: str
    digest: str
    size: int
    type: str


@contextmanager
def kept(upload: Upload, folder: Path, most: int) -> Iterator[Received]:
    """Keep what was sent, at most `most` megabytes of it; when the block fails, it is as if it was never sent."""
    received = receive(upload, folder, most)
    try:
        yield received
    except BaseException:
        with suppress(OSError):
            path_of(folder, received.place).unlink(missing_ok=True)
        raise


def receive(upload: Upload, folder: Path, most: int) -> Received:
    name = shown_name(upload.filename or "")
    kind = kind_of(name)
    if kind is None:
        raise Refused(f"“{name}” cannot be added. Choose a file of one of these kinds: {TAKEN}.")
    place = secrets.token_hex(20)
    incoming = folder / INCOMING / place
    try:
        digest, size = _write(upload.stream, incoming, name, most)
        if wrong := kind.holds(incoming):
            raise Refused(f"“{name}” is named as {kind.words}, but {wrong}. It was not added.")
        _move(incoming, path_of(folder, place))
    except OSError as error:
        raise _cannot_keep(error) from error
    finally:
        with suppress(OSError):
            incoming.unlink(missing_ok=True)
    return Received(place, name, digest, size, kind.type)


def keep_made(content: bytes, folder: Path, name: str, type_: str) -> Received:
    """Keep what the engine itself made. Without a row it is swept like any other file."""
    place = secrets.token_hex(20)
    incoming = folder / INCOMING / place
    try:
        digest, size = _write(io.BytesIO(content), incoming, name, len(content) // MEGABYTE + 1)
        _move(incoming, path_of(folder, place))
    except OSError as error:
        with suppress(OSError):
            incoming.unlink(missing_ok=True)
        raise _cannot_keep(error) from error
    return Received(place, name, digest, size, type_)


def store(session: Session, received: Received, *, by: int) -> StoredFile:
    """The row of a file that was kept; `by` is the person who added it."""
    row = StoredFile(
        place=received.place, digest=received.digest, size=received.size, type=received.type, kept_by=by,
        kept_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def path_of(folder: Path, place: str) -> Path:
    return folder / place[:2] / place


def opened(file: StoredFile, folder: Path) -> IO[bytes]:
    """The bytes, at their beginning; refused when they are not those that were added."""
    try:
        stream = path_of(folder, file.place).open("rb")
    except OSError as error:
        raise Refused(CHANGED, title="This file cannot be given out") from error
    if what_is_wrong(file, stream):
        stream.close()
        raise Refused(CHANGED, title="This file cannot be given out")
    stream.seek(0)
    return stream


CHANGED = (
    "The file on the server is not the one that was added: it is gone, or it was changed. Tell your administrator; "
    "the record still says what it must be, and “eia verify” names it."
)


def what_is_wrong(file: StoredFile, stream: IO[bytes]) -> str:
    """What of the bytes is not what the row says; "" when all is."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return "" if (digest.hexdigest(), size) == (file.digest, file.size) else "was changed"


def sweep(session: Session, folder: Path) -> int:
    """Remove files that have had no row for a day: of posts that failed, or that were taken out of a draft."""
    swept = 0
    for path in _lying(folder):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime < A_DAY:
                continue
            if path.parent.name == INCOMING or not _has_row(session, path.name):
                path.unlink()
                swept += 1
    return swept


def _lying(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.glob("*/*") if path.is_file() and not path.is_symlink())


def _has_row(session: Session, place: str) -> bool:
    return session.scalar(select(StoredFile.id).where(StoredFile.place == place)) is not None


def _write(stream: IO[bytes], path: Path, name: str, most: int) -> tuple[str, int]:
    """Write and sync; the digest and the size."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > most * MEGABYTE:
                raise Refused(f"“{name}” is larger than {most} MB. Make it smaller, or add it in parts.")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused(f"“{name}” is empty. Choose the file again.")
    return digest.hexdigest(), size


def _move(path: Path, to: Path) -> None:
    """To its place; the folders are synced too, or a power cut could lose the name and keep the bytes."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.rename(to)
    for folder in (to.parent, to.parent.parent):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_keep(error: OSError) -> Refused:
    if error.errno in FULL:
        return Refused(
            "The server’s disk is full, so the file was not added. Nothing else was lost: tell your administrator, "
            "and add the file later."
        )
    return Refused(
        "The server could not write the file, so it was not added. Nothing else was lost: tell your administrator."
    )
