"""Going back to a copy: into an empty place only, and held against what the copy says of itself."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, inspect

from eia import schema
from eia.audit.verify import Finding, compare_heads
from eia.db import db
from eia.errors import Refused
from eia.upkeep.backup import postgresql
from eia.upkeep.backup.manifest import FILES, Manifest
from eia.verify import Progress, everything, one_snapshot

SHOWN = 5
BESIDE = ("-wal", "-shm")


def restore(copy: Path, files: Path, progress: Progress) -> Iterator[Finding]:
    """Put everything back, bring it to the newest migration, then read all of it: a finding for what does not hold."""
    manifest = Manifest.read(copy)
    _refuse_unless_whole(manifest, copy)
    _refuse_unless_empty(db.engine, manifest, files)
    _put_back_files(copy / FILES, files)
    if manifest.engine == "sqlite":
        _put_back_sqlite(db.engine, copy / manifest.database)
    else:
        postgresql.restore(db.engine.url.render_as_string(hide_password=False), copy / manifest.database)
    schema.upgrade()
    session = one_snapshot(db.session())
    yield from everything(session, files, progress)
    yield from compare_heads(session, manifest.heads)


def _refuse_unless_whole(manifest: Manifest, copy: Path) -> None:
    if faults := list(manifest.faults(copy)):
        more = f" And {len(faults) - SHOWN} more." if len(faults) > SHOWN else ""
        raise Refused(f"{copy} is not whole, so nothing was restored. {' '.join(faults[:SHOWN])}{more}")


def _refuse_unless_empty(engine: Engine, manifest: Manifest, files: Path) -> None:
    if engine.dialect.name != manifest.engine:
        raise Refused(
            f"The copy is of {manifest.engine}, and EIA_DATABASE_URL names {engine.dialect.name}. "
            "Set it to an empty database of the same kind."
        )
    if _holds_tables(engine):
        raise Refused(
            "The database EIA_DATABASE_URL names is not empty, so nothing was restored. Name another one, or move "
            "this one away first."
        )
    if files.is_dir() and any(files.iterdir()):
        raise Refused(f"{files} is not empty, so nothing was restored. Set EIA_FILES to an empty folder.")


def _holds_tables(engine: Engine) -> bool:
    """Without making an SQLite file by asking."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        return False
    return bool(inspect(engine).get_table_names())


def _put_back_files(copied: Path, files: Path) -> None:
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    if copied.is_dir():
        shutil.copytree(copied, files, dirs_exist_ok=True)


def _put_back_sqlite(engine: Engine, copied: Path) -> None:
    """The file gets its name when it is whole; what an empty database left beside it goes first."""
    engine.dispose()
    file = Path(engine.url.database or "")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ending in BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)
    incoming = file.with_name(file.name + ".incoming")
    with os.fdopen(os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        with copied.open("rb") as source:
            shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    incoming.rename(file)
