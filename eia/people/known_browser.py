"""A signed cookie that says: this browser has signed in to this account before. It opens nothing.

The throttle counts such a browser by itself (OWASP calls them device cookies), so that strangers guessing at an
account do not slow the person it belongs to.
"""

import hashlib
import secrets

from flask import Request, current_app
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

NAME = "eia_browser"
ACCOUNTS_KEPT = 5
A_YEAR = 365 * 24 * 60 * 60


def mark_for(request: Request, account: str) -> str:
    """The mark this browser got when it signed in to the account; empty when it never did."""
    return _marks(request).get(_key(account), "")


def remember(response: Response, request: Request, account: str) -> None:
    marks = _marks(request)
    mark = marks.pop(_key(account), "") or secrets.token_urlsafe(12)
    kept = [*list(marks.items())[-(ACCOUNTS_KEPT - 1) :], (_key(account), mark)]
    value = _serializer().dumps(dict(kept))
    response.set_cookie(
        NAME,
        value if isinstance(value, str) else value.decode(),
        max_age=A_YEAR,
        path="/sign-in",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _marks(request: Request) -> dict[str, str]:
    try:
        marks: dict[str, str] = _serializer().loads(request.cookies.get(NAME, ""))
    except BadData:
        return {}
    return marks


def _key(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()[:12]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or b"", salt="eia known browser")
