"""Who is looking: the signed-in person of this request and what they may act as.

Views read it here and pass it down as `by`; nothing below views reads it from the air.
"""

from dataclasses import dataclass

from flask import g
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session

from eia.errors import NotAllowed
from eia.people.models import Organisation, Person
from eia.people.queries import Standings, standings_of
from eia.people.sessions import Found


@dataclass(frozen=True, slots=True)
class Viewer:
    person: Person
    standings: Standings
    session_id: int

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def organisation(self) -> Organisation:
        return self.person.organisation


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login knows of a person: the token of one session, never the person's number."""

    def __init__(self, token: str, found: Found) -> None:
        self.token, self.person, self.session_id = token, found.row.person, found.row.id
        self.standings, self.in_demonstration, self.seen_is_old = (
            found.standings,
            found.in_demonstration,
            found.seen_is_old,
        )

    def get_id(self) -> str:
        return self.token


def viewer_or_none() -> Viewer | None:
    """The viewer, or None where nobody is signed in."""
    user = current_user._get_current_object()  # each look through the proxy searches again
    if not user or not user.is_authenticated:
        return None
    kept: Viewer | None = g.get("viewer")
    if kept is None or kept.session_id != user.session_id:
        kept = g.viewer = Viewer(user.person, user.standings, user.session_id)
    return kept


def current_viewer() -> Viewer:
    viewer = viewer_or_none()
    if viewer is None:
        raise NotAllowed("Sign in to see this page.")
    return viewer


def standings_now(session: Session) -> Standings:
    """The viewer's standings read again inside a write, so that what is decided on is what holds then."""
    return standings_of(session, current_viewer().person)
