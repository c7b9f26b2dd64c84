"""Marks on views: every page is private unless its view carries `@public`. `door.py` acts on them."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import session
from flask_login import login_user, logout_user

from eia.db import db
from eia.people import sessions
from eia.people.viewer import SignedIn

View = TypeVar("View", bound=Callable[..., Any])
TOKEN, CSRF = "_user_id", "csrf_token"
"""Where Flask-Login keeps what `get_id` says, and Flask-WTF its secret."""


def public(view: View) -> View:
    """Marks a view that people may see without signing in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def carries_nothing(view: View) -> View:
    """Marks a view whose posts hold secrets: a post to it is not carried over a sign-in."""
    view.carries_nothing = True  # type: ignore[attr-defined]
    return view


def sign_in(token: str) -> None:
    """Put the token in a fresh cookie: nothing from before signing in lives on.

    But for the same person in the same browser the CSRF secret stays, so that pages open in other tabs still post.
    """
    signed_in = person_behind(token)
    if signed_in is None:
        raise RuntimeError("the session was not committed before its cookie was made")
    secret = session.get(CSRF) if _was_here_before(signed_in) else None
    session.clear()
    if secret:
        session[CSRF] = secret
    login_user(signed_in)


def sign_out() -> None:
    """The token stays in the cookie though its row is ended: it says whose text a post from another tab holds."""
    token = session.get(TOKEN)
    logout_user()
    session[TOKEN] = token


def person_behind(token: str) -> SignedIn | None:
    """Flask-Login's user loader: whom the cookie lets in, if anybody."""
    found = sessions.find(db.session(), token)
    if found is None or not found.is_open:
        return None
    return SignedIn(token, found)


def local_path(path: str) -> str:
    """The path when it leads to a page of ours, else the empty string."""
    if not path.startswith("/") or path.startswith("//"):
        return ""
    return "" if any(ord(character) < 33 or character == "\\" for character in path) else path


def _was_here_before(signed_in: SignedIn) -> bool:
    before = sessions.find(db.session(), session.get(TOKEN, ""))
    return before is not None and before.row.person_id == signed_in.person.id
