"""Links to set a password: single use, 24 hours, kept as a digest and shown nowhere but in the mail.

The token is made from the secret key, the link's number and its nonce, so the outbox holds only the number and the
mail job makes the same token at every attempt. The database alone makes none.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.db import db
from eia.people.contracts import MAKERS
from eia.people.models import Person, ResetLink
from eia.people.sessions import digest_of

EVENT = "password_reset"
VALID_FOR = timedelta(hours=24)


class NoticeValues(Protocol):
    @property
    def values(self) -> Mapping[str, Any]: ...


def init_app(app: Flask) -> None:
    app.extensions.setdefault(MAKERS, {})[EVENT] = made_when_posted


def make(session: Session, person: Person, *, made_by: int | None) -> ResetLink:
    link = ResetLink(
        token_digest=secrets.token_hex(32),
        nonce=secrets.token_hex(16),
        person=person,
        made_by=made_by,
        made_at=clock.now(),
    )
    session.add(link)
    session.flush()
    link.token_digest = digest_of(token_of(link))
    return link


def token_of(link: ResetLink) -> str:
    key = current_app.secret_key or b""
    secret = key.encode() if isinstance(key, str) else key
    mac = hmac.new(secret, f"eia reset link {link.id} {link.nonce}".encode(), hashlib.sha256)
    return urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def made_when_posted(notice: NoticeValues) -> Mapping[str, str]:
    """What the mail says and the outbox does not keep. Runs in `eia jobs`, with an app context."""
    link = db.session().get_one(ResetLink, int(notice.values["reset_link"]))
    return {"path": f"/set-password/{token_of(link)}"}


def find(session: Session, token: str) -> ResetLink | None:
    """The link, when it still opens: not used, not run out, and the newest of its person."""
    query = select(ResetLink).where(ResetLink.token_digest == digest_of(token)).options(joinedload(ResetLink.person))
    link = session.scalar(query)
    return link if link is not None and is_open(session, link) else None


def is_open(session: Session, link: ResetLink) -> bool:
    newest = session.scalar(select(func.max(ResetLink.id)).where(ResetLink.person_id == link.person_id))
    return (
        link.used_at is None
        and link.id == newest
        and link.person.closed_at is None
        and clock.now() - link.made_at < VALID_FOR
    )
