"""Does every meeting stand where its trail left it, and every body? One finding for what does not.

`TrailOfMeetings` listens while the chains are walked (`eia/audit/verify.py`); `verify_meetings` then holds the rows
against what it heard: the state and revision of a meeting, the revision of a body.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.audit.verify import Finding
from eia.meetings.models import Body, Meeting

MEETING, BODY = "meeting:", "body:"


@dataclass(frozen=True, slots=True)
class LeftAt:
    """What the last entry of a trail says: where it left the record."""

    entry: str
    state: str
    revision: int


class TrailOfMeetings:
    """Remembers what the trails of meetings and bodies said last."""

    def __init__(self) -> None:
        self.left: dict[str, LeftAt] = {}
        self.blanked: set[str] = set()
        """Streams whose last entry has lost its details, as a recorded redaction may take them."""

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith((MEETING, BODY)):
            return
        if entry.body is None:
            self.blanked.add(entry.stream)
            return
        after = entry.body.get("after") or {}
        if "revision" not in after:
            return
        self.blanked.discard(entry.stream)
        name = f"{entry.stream}#{entry.sequence}"
        self.left[entry.stream] = LeftAt(name, after.get("state", ""), after["revision"])


def verify_meetings(session: Session, told: TrailOfMeetings) -> Iterator[Finding]:
    """Hold every meeting and every body against its trail."""
    meetings = session.execute(select(Meeting.id, Meeting.state, Meeting.revision).order_by(Meeting.id))
    bodies = session.execute(select(Body.id, Body.revision).order_by(Body.id))
    known = {f"{MEETING}{id_}": (state, revision) for id_, state, revision in meetings}
    known |= {f"{BODY}{id_}": ("", revision) for id_, revision in bodies}
    for stream, (state, revision) in known.items():
        if stream not in told.blanked:
            yield from _held_against(stream, state, revision, told.left.get(stream))
    for stream in sorted(told.left.keys() - known.keys()):
        yield Finding(told.left[stream].entry, f"is about {stream}, which is gone")


def _held_against(stream: str, state: str, revision: int, left: LeftAt | None) -> Iterator[Finding]:
    if left is None:
        yield Finding(stream, "has no entry, and there is a record")
    elif (state, revision) != (left.state, left.revision):
        where, now = _where(left.state, left.revision), _where(state, revision)
        yield Finding(left.entry, f"left it at {where}; the record says {now}")


def _where(state: str, revision: int) -> str:
    return f"“{state}”, revision {revision}" if state else f"revision {revision}"
