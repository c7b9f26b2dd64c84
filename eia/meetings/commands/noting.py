"""One way to write down a change of an item: its own revision and its meeting's rise, and its trail gets one entry."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.audit.record import Actor, record_event
from eia.meetings.commands.recording import record
from eia.meetings.models import AgendaItem


def note_change(
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
    """The entry of a change that was just made, in the trail of the meeting, or of the item between meetings."""
    item.revision += 1
    told = {"item": item.id, "item_revision": item.revision, **(after or {})}
    if item.meeting is None:
        session.flush()
        record_event(
            session, stream=item.stream, event=event, actor=actor, before=before, after=told, sentence=sentence,
            note=note,
        )  # fmt: skip
        return
    item.meeting.revision += 1
    session.flush()
    record(session, item.meeting, event, actor=actor, sentence=sentence, before=before, after=told, note=note)


def named(item: AgendaItem) -> str:
    """How a sentence of the trail names it, which more people read than a restricted item: "“Move of the desk”"."""
    return f"item {item.position}, restricted" if item.restricted else f"“{item.title}”"
