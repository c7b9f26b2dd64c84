"""Signed-in browsers, kept as rows so that they can be seen and ended. The cookie holds a token, the row its digest."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, bindparam, delete, exists, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eia import clock
from eia.at_once import Lists, instant
from eia.db import transaction
from eia.people.models import Demonstration, Organisation, Person, SessionSeen, SignInSession
from eia.people.queries import Standings, held_by, standings_from

IDLE_LIMIT = timedelta(hours=12)
SEEN_AT_MOST_EVERY = timedelta(minutes=5)
KEPT = timedelta(days=90)
"""How long a session is kept after it was last used: long enough to look into a break-in, and no longer."""
AT_ONCE = 1000
"""How many are removed in one transaction."""
BROWSER_MAXIMUM = 300
_THEIRS = SignInSession.token_digest == bindparam("digest", type_=Text)
_PERSON = select(SignInSession.person_id).where(_THEIRS).scalar_subquery()
_ORGANISATION = select(Person.organisation_id).where(Person.id == _PERSON).scalar_subquery()
_BY_TOKEN = Lists(
    {
        "session": (SignInSession, _THEIRS),
        "person": (Person, Person.id == _PERSON),
        "organisation": (Organisation, Organisation.id == _ORGANISATION),
    },
    seen=((SessionSeen.seen_at,), SessionSeen.session_id == select(SignInSession.id).where(_THEIRS).scalar_subquery()),
    demonstration=((exists(select(Demonstration.id)),), true()),
    held=held_by(_PERSON),
)
"""Asked by every request: in one statement, and put together once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A session row as the cookie names it, whether or not it still lets anybody in, and what its person may act as."""

    row: SignInSession
    seen_at: datetime
    in_demonstration: bool
    standings: Standings

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
    """The session, its person, their organisation and what they hold today, in one query."""
    found = _BY_TOKEN.read(session, {"digest": digest_of(token), "day": clock.today()})
    if not found["session"]:
        return None
    (row,), (person,), ((in_demonstration,),) = found["session"], found["person"], found["demonstration"]
    set_committed_value(row, "person", person)
    seen_at = instant(found["seen"][0][0]) if found["seen"] else row.began_at
    return Found(row, seen_at, bool(in_demonstration), standings_from(person, found["held"]))


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
