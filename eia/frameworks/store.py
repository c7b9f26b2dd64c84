"""Frameworks in the database: a file goes in at its first use, and is read from there ever after."""

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotFound, Refused
from eia.frameworks.loader import shipped
from eia.frameworks.models import StoredFramework
from eia.frameworks.reading import read
from eia.frameworks.shape import Framework

_read: dict[str, Framework] = {}


def use(session: Session, key: str) -> StoredFramework:
    """The row of a shipped framework, its bytes kept at the first use."""
    framework = shipped().get(key)
    if framework is None:
        raise NotFound(f"There is no framework called “{key}”. Those that come with the engine: {_names()}.")
    return keep(session, framework)


def keep(session: Session, framework: Framework) -> StoredFramework:
    """Keep a framework's bytes; refuse when a file of the same key was used with other bytes."""
    row = session.get(StoredFramework, framework.id) or _insert(session, framework)
    if row.digest != framework.digest:
        raise Refused(
            f"The file {framework.id}.toml is not the one that assessments in this database have used. A used "
            f"file is never edited: put the old file back, and make your change in "
            f"{framework.key}.v{framework.version + 1}.toml."
        )
    return row


def stored(session: Session, key: str) -> Framework:
    """The framework as it was first used, from the bytes in the database."""
    digest = session.scalar(select(StoredFramework.digest).where(StoredFramework.key == key))
    if digest is None:
        raise NotFound(f"No assessment in this database has used a framework called “{key}”.")
    return framework_of(session, key, digest)


def characteristics_in_use(session: Session) -> dict[str, str]:
    """Key -> title, of every framework that an assessment in this database has used; in the order of each."""
    used = session.execute(select(StoredFramework.key, StoredFramework.digest).order_by(StoredFramework.key)).all()
    return {c.key: c.title for key, digest in used for c in framework_of(session, key, digest).characteristics}


def framework_of(session: Session, key: str, digest: str) -> Framework:
    """The framework whose kept bytes have that digest, read once by each worker."""
    if digest not in _read:
        _read[digest] = _from_bytes(session, key, digest)
    return _read[digest]


def _insert(session: Session, framework: Framework) -> StoredFramework:
    row = StoredFramework(
        key=framework.id,
        digest=framework.digest,
        content=framework.content,
        first_used_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another worker used it first, a moment ago
        row = session.get_one(StoredFramework, framework.id)
    return row


def _from_bytes(session: Session, key: str, digest: str) -> Framework:
    content = session.scalar(select(StoredFramework.content).where(StoredFramework.key == key)) or b""
    if sha256(content).hexdigest() != digest:
        raise Refused(f"The stored bytes of {key} are not those that were used: the database was changed by hand.")
    return read(content)


def _names() -> str:
    return ", ".join(shipped())
