"""One way to write to the trail of a body, and of an item, with or without a meeting."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.audit.record import Actor, record_event
from eia.audit.recording import record
from eia.meetings.models import AgendaItem, Body


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
