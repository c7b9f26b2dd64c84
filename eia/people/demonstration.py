"""The one-click "sign in as" list: only on a database made by `eia demo`, and only on this very machine."""

from collections.abc import Sequence
from ipaddress import ip_address

from flask import Request
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia.people.models import Demonstration, Organisation, Person

FORWARDED = ("Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")


def is_demonstration(session: Session) -> bool:
    return session.scalar(select(Demonstration.id).limit(1)) is not None


def is_on_this_machine(request: Request) -> bool:
    """Neither the client nor the name it asked for is elsewhere, and no proxy stands between."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return (
        _is_loopback(request.remote_addr or "")
        and (host == "localhost" or _is_loopback(host.strip("[]")))
        and not any(header in request.headers for header in FORWARDED)
    )


def accounts(session: Session) -> Sequence[Person]:
    """Everybody in the demonstration, by organisation in the order they were made."""
    query = (
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.closed_at.is_(None))
        .options(joinedload(Person.organisation))
        .order_by(Organisation.id, Person.id)
        .limit(200)
    )
    return session.scalars(query).all()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
