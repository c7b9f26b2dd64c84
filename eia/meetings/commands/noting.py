"""One way to write down a change of an item: its own revision and its meeting's rise, and its trail gets one entry."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.audit.record import Actor
from eia.meetings.commands.recording import record_on
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
    if item.meeting is not None:
        item.meeting.revision += 1
    session.flush()
    record_on(session, item, event, actor=actor, sentence=sentence, before=before, after=after, note=note)


def named(item: AgendaItem) -> str:
    """How a sentence of the trail names it, which more people read than a restricted item: "“Move of the desk”"."""
    return f"item {item.position}, restricted" if item.restricted else f"“{item.title}”"
