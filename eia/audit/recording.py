"""One way to write to the trail of whatever has a state and a revision, and to say who wrote there last."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.audit.record import Actor, record_event

LOOKED_BACK = 50
"""So many entries of a trail are read for the one that overtook somebody."""


class Standing(Protocol):
    """A meeting, a promotion process: what `eia verify` holds against its trail."""

    @property
    def stream(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def revision(self) -> int: ...


def record(
    session: Session,
    standing: Standing,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """`after` always carries the state and revision, which `eia verify` holds against the record."""
    record_event(
        session,
        stream=standing.stream,
        event=event,
        actor=actor,
        before=before,
        after={"state": standing.state, "revision": standing.revision, **(after or {})},
        sentence=sentence,
        note=note,
    )


def said_since(session: Session, stream: str, *events: str) -> str:
    """Who wrote in that trail last, one of these events if any are named, for the one who came too late."""
    newest = entries(session, stream, newest=LOOKED_BACK if events else 1)
    last = next((entry for entry in newest if not events or entry.event in events), None)
    body = last.payload.body if last and last.payload else None
    if last is None or not body:
        return ""
    at = clock.london(last.at)
    who, what = body["actor"]["name"], body["sentence"]
    return f"Already changed by {who} at {at:%H:%M} on {at.day} {at:%B %Y}: {what}. Read it again, then decide."
