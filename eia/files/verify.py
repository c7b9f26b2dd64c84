"""Does every file that was added still lie there, with the bytes it was added with?"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.audit.verify import Finding, Progress
from eia.files.keeping import path_of, what_is_wrong
from eia.files.models import StoredFile


def verify_files(session: Session, folder: Path, progress: Progress | None = None) -> Iterator[Finding]:
    files = session.scalars(select(StoredFile).order_by(StoredFile.id)).all()
    for done, file in enumerate(files, start=1):
        if wrong := _wrong(file, folder):
            yield Finding(f"file:{file.id}", f"{wrong}; it was added with SHA-256 {file.digest}")
        if progress:
            progress(done, len(files))


def _wrong(file: StoredFile, folder: Path) -> str:
    try:
        with path_of(folder, file.place).open("rb") as stream:
            return what_is_wrong(file, stream)
    except FileNotFoundError:
        return "is gone"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
