"""Taking a copy while people work: the database as it is at one instant, then the files its rows name.

The files come second: one that was added since does no harm, and none that a row names is ever changed. The copy is
made under another name and gets its own when it is whole, so that a folder with the right name is a whole copy.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.verify import heads
from eia.errors import Refused
from eia.files.keeping import FULL, path_of
from eia.files.models import StoredFile
from eia.upkeep.backup import postgresql
from eia.upkeep.backup.manifest import DATABASES, FILES, Manifest, digest_of

Progress = Callable[[str, int, int], None]
UNFINISHED = ".unfinished"


def take(engine: Engine, files: Path, to: Path, progress: Progress) -> Manifest:
    """Write a copy into the folder `to`, which must not exist; `files` is where the files of evidence lie."""
    if to.exists():
        raise Refused(f"{to} is there already. Name a folder that does not exist yet.")
    with _unfinished(to) as folder:
        taken_at = clock.now().isoformat(timespec="seconds")
        with _copied(engine, folder) as session:
            known, migration = heads(session), _migration(session)
            stored = [(row.place, row.digest) for row in session.execute(select(StoredFile.place, StoredFile.digest))]
        digests = {DATABASES[engine.dialect.name]: digest_of(folder / DATABASES[engine.dialect.name])}
        digests |= _copy_files(stored, files, folder / FILES, progress)
        manifest = Manifest(engine.dialect.name, migration, taken_at, known, digests)
        manifest.write(folder)
    return manifest


@contextmanager
def _unfinished(to: Path) -> Iterator[Path]:
    """A folder that becomes `to` when the block succeeds, and is removed when it does not."""
    folder = to.with_name(to.name + UNFINISHED)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        yield folder
        _sync(folder)
        folder.rename(to)
    except OSError as error:
        why = "the disk is full" if error.errno in FULL else error.strerror
        raise Refused(f"The copy could not be written to {to}: {why}. Nothing was left there.") from error
    except sqlite3.Error as error:
        raise Refused(f"The database could not be copied to {to}: {error}. Nothing was left there.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _copied(engine: Engine, folder: Path) -> Iterator[Session]:
    """Copy the database; the session sees exactly what was copied."""
    to = folder / DATABASES[engine.dialect.name]
    if engine.dialect.name == "sqlite":
        source = sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(to)) as target:
            source.backup(target)
        with closing_engine(to) as copy, Session(copy) as session:
            yield session
        return
    url = engine.url.render_as_string(hide_password=False)
    with postgresql.one_instant(engine) as (session, instant):
        postgresql.dump(url, instant, to)
        yield session


@contextmanager
def closing_engine(file: Path) -> Iterator[Engine]:
    """The copy itself, read as it lies there; no second file stays beside it."""
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&immutable=1&uri=true")
    try:
        yield engine
    finally:
        engine.dispose()


def _migration(session: Session) -> str:
    return MigrationContext.configure(session.connection()).get_current_revision() or ""


def _copy_files(stored: Sequence[tuple[str, str]], files: Path, to: Path, progress: Progress) -> dict[str, str]:
    """Path inside the copy -> digest, for each file a row names. One that is not what its row says stops the copy."""
    copied: dict[str, str] = {}
    for done, (place, digest) in enumerate(stored, start=1):
        target = path_of(to, place)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            shutil.copyfile(path_of(files, place), target)
        except FileNotFoundError as error:
            raise Refused(_not_whole(place, "is gone")) from error
        if digest_of(target) != digest:
            raise Refused(_not_whole(place, "was changed"))
        copied[str(target.relative_to(to.parent))] = digest
        progress("files", done, len(stored))
    return copied


def _not_whole(place: str, what: str) -> str:
    return (
        f"No copy was taken: the file {place} {what}. Type: eia verify. When it names the file, bring it back from an "
        "earlier copy; when it does not, the file was taken out of a draft meanwhile, and the copy can be taken now."
    )


def _sync(folder: Path) -> None:
    """To the disk before the folder gets its name: a power cut must not leave half of it under it."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
