"""One way to write to the trail of a body, a meeting, or an item between meetings."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.queries import entries
from eia.audit.record import Actor, record_event
from eia.meetings.models import AgendaItem, Body, Meeting

LOOKED_BACK = 50
"""So many entries of a trail are read for the one that overtook somebody."""


def record(
    session: Session,
    meeting: Meeting,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """`after` always carries the state and revision, which `eia verify` holds against the record."""
    standing = {"state": meeting.state, "revision": meeting.revision}
    record_event(
        session,
        stream=meeting.stream,
        event=event,
        actor=actor,
        before=before,
        after={**standing, **(after or {})},
        sentence=sentence,
        note=note,
    )


def record_on(
    session: Session,
    item: AgendaItem,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """What changes nothing of the item itself: to the trail of its meeting, or to its own between meetings."""
    told = {"item": item.id, "item_revision": item.revision, **(after or {})}
    if item.meeting is not None:
        record(session, item.meeting, event, actor=actor, sentence=sentence, before=before, after=told, note=note)
        return
    record_event(
        session, stream=item.stream, event=event, actor=actor, before=before, after=told, sentence=sentence, note=note
    )


def record_of_body(
    session: Session,
    body: Body,
    event: str,
    *,
    actor: Actor,
    sentence: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """One change of a body: its revision rises, and the trail of the body says what was changed."""
    body.revision += 1
    session.flush()
    said = {"revision": body.revision, **(after or {})}
    record_event(session, stream=body.stream, event=event, actor=actor, before=before, after=said, sentence=sentence)


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
