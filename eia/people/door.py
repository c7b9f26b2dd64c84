"""The door: asks before every request whether the person may come in, and what to do with a post from outside."""

from typing import Any

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from eia.db import db, transaction
from eia.errors import Busy
from eia.people import reset_links, sessions
from eia.people.access import TOKEN, person_behind
from eia.people.carried import Carried
from eia.people.demonstration import is_demonstration
from eia.people.viewer import viewer_or_none
from eia.people.views.signing_in import sign_in_page


def init_app(app: Flask) -> None:
    """Call it before CSRF protection is set up: a post from an ended session is answered here, not refused there.

    Flask-Login's own protections are off: "strong" signs people out when their network changes, and a remember
    cookie cannot be ended (libraries.md T15). The session row decides.
    """
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax")
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(person_behind)
    reset_links.init_app(app)
    app.before_request(_let_in)
    app.context_processor(_for_every_page)


def _let_in() -> Response | tuple[str, int] | None:
    """Signed out, every private path answers alike, known or not."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint == "static" or getattr(view, "is_public", False):
        return None
    if current_user.is_authenticated:
        _mark_seen()
        return None
    if TOKEN in session and request.method == "POST":
        carried = None if getattr(view, "carries_nothing", False) else _posted()
        return sign_in_page(carried=carried, posted=True), 401
    safe = request.method in ("GET", "HEAD") and request.path != "/"
    wanted = request.full_path.rstrip("?") if safe else None
    return redirect(url_for("people.sign_in", next=wanted), 303)


def _mark_seen() -> None:
    """A named exception to "no GET writes". A page does not fail because the mark could not be made."""
    if not current_user.seen_is_old:
        return
    try:
        with transaction() as writing:
            sessions.mark_seen(writing, current_user.session_id)
    except Busy:
        current_app.logger.info("session %s was not marked as seen: busy", current_user.session_id)


def _posted() -> Carried | None:
    """What was posted; None unless the former session and the CSRF token say that this person wrote it here."""
    former = sessions.find(db.session(), session[TOKEN])
    if former is None or not _has_csrf_token():
        return None
    fields = tuple((name, value) for name, values in request.form.lists() for value in values if name != "csrf_token")
    return Carried(former.row.person_id, request.full_path.rstrip("?"), fields, bool(request.files))


def _has_csrf_token() -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _for_every_page() -> dict[str, Any]:
    if current_user and current_user.is_authenticated:
        return {"viewer": viewer_or_none(), "demonstration": current_user.in_demonstration}
    return {"viewer": None, "demonstration": is_demonstration(db.session())}
