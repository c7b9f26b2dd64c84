"""One way to write to the trail of a body, a meeting, or an item between meetings."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia.audit.record import Actor, record_event
from eia.meetings.models import Meeting


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
