"""Working copies and presence: written in the background while somebody types. No trail, no revision.

Everything here is of the person who asks and of nobody else.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, not_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Presence, SectionRevision, Version, WorkingCopy
from eia.assessments.workflow import CHECKING, TABLE
from eia.db import Base, transaction
from eia.errors import NotOffered, Refusal, Stale
from eia.notices.jobs import Job

Fields = Mapping[str, Sequence[str]]
LARGEST = 400_000
"""Characters of one working copy."""
MOST = 100
"""Working copies of one person in one version."""
BASES_KEPT = timedelta(days=14)
"""How long somebody may leave a page open and still be shown what they started from."""
LOCAL_TOO = ("sign_off", "signed_off")
"""States in which only local parts are written; whether this one is, the guard has said."""
SEEN_KEPT = timedelta(hours=1)


class TooLarge(Refusal):
    """More than a working copy holds; pressing the button still saves it."""

    status = 413
    title = "That was too much at once"


def keep_copy(
    session: Session, version_id: int, page: str, fields: Fields, *, person_id: int, window: str, revision: int
) -> datetime:
    """Keep what is typed on the page; answers when. Another window of the same person is not written over."""
    _still_written(session, version_id, page)
    if sum(len(name) + sum(map(len, texts)) for name, texts in fields.items()) > LARGEST:
        raise TooLarge("This is too long to be kept in the background. Press the button to save it.")
    mine = (WorkingCopy.version_id == version_id, WorkingCopy.person_id == person_id)
    others = session.scalar(select(func.count(WorkingCopy.id)).where(*mine, WorkingCopy.page != page)) or 0
    if others >= MOST:
        raise TooLarge("You have typed on too many pages without saving. Save or throw away some of it first.")
    now = clock.now()
    values = {"window": window, "revision": revision, "fields": {n: list(t) for n, t in fields.items()}, "kept_at": now}
    key = {"version_id": version_id, "person_id": person_id, "page": page}
    insert = _insert(session, WorkingCopy).values(**key, **values)
    kept = insert.on_conflict_do_update(index_elements=list(key), set_=values, where=WorkingCopy.window == window)
    if session.scalar(kept.returning(WorkingCopy.id)) is None:
        raise Stale("You have text from another window here. Decide about that first; this window keeps its own.")
    return now


def be_seen(session: Session, version_id: int, section: str, *, person_id: int) -> None:
    """This person is writing in the section now."""
    key = {"version_id": version_id, "section": section, "person_id": person_id}
    insert = _insert(session, Presence).values(**key, seen_at=clock.now())
    session.execute(insert.on_conflict_do_update(index_elements=list(key), set_={"seen_at": clock.now()}))


def forget_copy(session: Session, version_id: int, page: str, *, person_id: int, window: str) -> None:
    """What the window kept was saved. Text of another window stays, and is offered."""
    session.execute(delete(WorkingCopy).where(*_of(version_id, page, person_id), WorkingCopy.window == window))


def throw_away(session: Session, version_id: int, page: str, *, person_id: int) -> None:
    session.execute(delete(WorkingCopy).where(*_of(version_id, page, person_id)))


KEEP_LOCAL = (*CHECKING, "signed_off")
"""States in which local parts are written on."""


def forget_writing(session: Session, version_id: int, state: str) -> None:
    """The version is out of its writers' hands: what was typed beside it and not saved goes with that.

    Not what was typed in a local part: it is written on while it is checked, in a further round, and by those who adopt
    it later.
    """
    local = state in KEEP_LOCAL
    for table, name in ((WorkingCopy, WorkingCopy.page), (SectionRevision, SectionRevision.key)):
        goes = [not_(name.startswith("local"))] if local else []
        session.execute(delete(table).where(table.version_id == version_id, *goes))
    session.execute(delete(Presence).where(Presence.version_id == version_id))


def purging(days: int) -> Job:
    """The job that takes away working copies nobody came back to, and what else only helps while people write."""
    return Job("forget working copies", 3600, lambda: purge(days))


def purge(days: int) -> int:
    """How many working copies were taken away."""
    now = clock.now()
    with transaction() as session:
        old = delete(WorkingCopy).where(WorkingCopy.kept_at < now - timedelta(days=days)).returning(WorkingCopy.id)
        count = len(session.scalars(old).all())
        session.execute(delete(SectionRevision).where(SectionRevision.ended_at < now - BASES_KEPT))
        session.execute(delete(Presence).where(Presence.seen_at < now - SEEN_KEPT))
        return count


def _of(version_id: int, page: str, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (WorkingCopy.version_id == version_id, WorkingCopy.person_id == person_id, WorkingCopy.page == page)


def _still_written(session: Session, version_id: int, page: str) -> None:
    """Locks the version's row for reading, so that a copy does not come after `forget_writing`."""
    state = session.scalar(select(Version.state).where(Version.id == version_id).with_for_update(read=True))
    local = state in LOCAL_TOO and page.startswith("local/")
    if state is None or not (local or TABLE.states[state].editable):
        raise NotOffered("This is not being written any more. Copy what you typed, and keep it elsewhere.")


def _insert(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    return (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(table)
