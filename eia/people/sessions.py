"""Signed-in browsers, kept as rows so that they can be seen and ended. The cookie holds a token, the row its digest."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, contains_eager

from eia import clock
from eia.db import transaction
from eia.people.models import Demonstration, Person, SessionSeen, SignInSession

IDLE_LIMIT = timedelta(hours=12)
SEEN_AT_MOST_EVERY = timedelta(minutes=5)
KEPT = timedelta(days=90)
"""How long a session is kept after it was last used: long enough to look into a break-in, and no longer."""
AT_ONCE = 1000
"""How many are removed in one transaction."""
BROWSER_MAXIMUM = 300
_BY_TOKEN = (
    select(SignInSession, SessionSeen.seen_at, exists(select(Demonstration.id)))
    .join(SignInSession.person)
    .join(Person.organisation)
    .outerjoin(SessionSeen, SessionSeen.session_id == SignInSession.id)
    .where(SignInSession.token_digest == bindparam("digest"))
    .options(contains_eager(SignInSession.person).contains_eager(Person.organisation))
)
"""Asked by every request, so it is put together once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A session row as the cookie names it, whether or not it still lets anybody in."""

    row: SignInSession
    seen_at: datetime
    in_demonstration: bool

    @property
    def is_open(self) -> bool:
        return (
            self.row.ended_at is None and self.row.person.closed_at is None and clock.now() - self.seen_at < IDLE_LIMIT
        )

    @property
    def seen_is_old(self) -> bool:
        return clock.now() - self.seen_at >= SEEN_AT_MOST_EVERY


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, person_id: int, *, browser: str) -> str:
    """Open a session and return the token for the cookie. It is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_digest=digest_of(token),
            person_id=person_id,
            began_at=clock.now(),
            browser=browser[:BROWSER_MAXIMUM],
        )
    )
    return token


def find(session: Session, token: str) -> Found | None:
    """The session, its person and their organisation, in one query."""
    found = session.execute(_BY_TOKEN, {"digest": digest_of(token)}).first()
    if found is None:
        return None
    row, seen_at, in_demonstration = found
    return Found(row, seen_at or row.began_at, in_demonstration)


def mark_seen(session: Session, session_id: int) -> None:
    insert = (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(SessionSeen)
    now = clock.now()
    values = insert.values(session_id=session_id, seen_at=now)
    session.execute(values.on_conflict_do_update(index_elements=["session_id"], set_={"seen_at": now}))


def open_sessions(session: Session, person_id: int) -> Sequence[tuple[SignInSession, datetime]]:
    """The open sessions of a person with when each was last used, newest use first."""
    seen = func.coalesce(SessionSeen.seen_at, SignInSession.began_at)
    query = (
        select(SignInSession, seen)
        .outerjoin(SessionSeen, SessionSeen.session_id == SignInSession.id)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            seen > clock.now() - IDLE_LIMIT,
        )
        .order_by(seen.desc(), SignInSession.id.desc())
    )
    return [(row, seen_at) for row, seen_at in session.execute(query)]


def end(session: Session, person_id: int, *, only: int | None = None, but: int | None = None) -> int:
    """End one session, or all but one, of a person; returns how many were open."""
    query = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if only is not None:
        query = query.where(SignInSession.id == only)
    if but is not None:
        query = query.where(SignInSession.id != but)
    query = query.values(ended_at=clock.now()).returning(SignInSession.id)
    return len(session.scalars(query).all())


def forget_old() -> int:
    """Remove the sessions that nobody has used for so long; answers with how many."""
    with transaction() as session:
        seen = func.coalesce(SessionSeen.seen_at, SignInSession.began_at)
        query = select(SignInSession.id).outerjoin(SessionSeen, SessionSeen.session_id == SignInSession.id)
        old = session.scalars(query.where(seen < clock.now() - KEPT).limit(AT_ONCE)).all()
        session.execute(delete(SessionSeen).where(SessionSeen.session_id.in_(old)))
        session.execute(delete(SignInSession).where(SignInSession.id.in_(old)))
        return len(old)


def browser_in_words(agent: str) -> str:
    """“Firefox on Windows”: enough to tell one's own browsers apart."""
    names = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {
        "Windows": "Windows",
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Macintosh": "Mac",
        "CrOS": "ChromeOS",
        "Linux": "Linux",
    }
    name = next((words for mark, words in names.items() if mark in agent), "A browser")
    system = next((words for mark, words in systems.items() if mark in agent), "")
    return f"{name} on {system}" if system else name
