"""Does every decision agree with its trail and its pin, and do signed minutes with their bytes?

`DecisionTrail` listens while the chains are walked and remembers what they say was decided and signed.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.audit.record import plain
from eia.audit.verify import Finding
from eia.meetings.models import EqualityStatement, ItemDecision, Meeting, Minute, MinuteEdition, SignedMinutes

DECIDED = ("item_decided", "item_put_off")
COMPARED = {
    "corrects": "corrects_id", "outcome": "outcome", "made_by": "made_by", "decider": "decider_id",
    "decided_at": "decided_at", "statement": "statement_id", "version": "version_id", "content": "content_digest",
    "screen": "quick_screen_id", "override": "override_id", "mark": "mark", "drift": "drift",
}  # fmt: skip
"""What the trail calls it -> the column it must agree with."""


class DecisionTrail:
    def __init__(self) -> None:
        self.decided: dict[int, tuple[str, dict[str, Any]]] = {}
        self.minutes: dict[str, tuple[str, str]] = {}
        self.editions: dict[tuple[int, int], tuple[str, str]] = {}
        self.blanked: set[str] = set()

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(("meeting:", "item:")):
            return
        after, name = (entry.body or {}).get("after") or {}, f"{entry.stream}#{entry.sequence}"
        if entry.body is None:
            self.blanked.add(entry.stream)
        elif entry.event in DECIDED:
            self.decided[after["decision"]] = name, after
        elif entry.event == "minutes_signed":
            self.minutes[entry.stream] = name, after.get("minutes", "")
        elif entry.event == "minute_saved":
            self.editions[after["minute"], after["edition"]] = name, after["text"]

    def verify(self, session: Session) -> Iterator[Finding]:
        yield from self._decisions(session)
        yield from self._signed(session)
        yield from self._editions(session)

    def _decisions(self, session: Session) -> Iterator[Finding]:
        pins = {row.id: row for row in session.execute(select(EqualityStatement.__table__))}
        for row in session.scalars(select(ItemDecision).order_by(ItemDecision.id)):
            name, told = self.decided.pop(row.id, ("", {}))
            if not told:
                if not self.blanked:
                    yield Finding(f"decision:{row.id}", "stands there, and no trail says that it was recorded")
                continue
            wrong = [key for key, column in COMPARED.items() if told[key] != plain(getattr(row, column))]
            if wrong:
                yield Finding(name, f"decision {row.id} has another {', '.join(wrong)} than was recorded")
            pin = pins.get(row.statement_id or 0)
            if pin is not None and (pin.version_id, pin.content_digest) != (row.version_id, row.content_digest):
                yield Finding(name, f"decision {row.id} names another text than the statement it rests on")
        for key, (name, _) in self.decided.items():
            yield Finding(name, f"decision {key} is gone")

    def _signed(self, session: Session) -> Iterator[Finding]:
        for row in session.scalars(select(SignedMinutes).order_by(SignedMinutes.id)):
            stream = f"meeting:{row.meeting_id}"
            name, digest = self.minutes.pop(stream, (stream, ""))
            if not isinstance(row.content, bytes) or hashlib.sha256(row.content).hexdigest() != row.digest:
                yield Finding(name, "the bytes of the signed minutes are not those of their digest")
            if digest != row.digest and stream not in self.blanked:
                yield Finding(name, "the minutes kept are not those that were signed")
        for name, _ in self.minutes.values():
            yield Finding(name, "the minutes that were signed are gone")
        unsigned = select(Meeting.id).where(
            Meeting.state == "minuted", Meeting.id.not_in(select(SignedMinutes.meeting_id))
        )
        for meeting_id in session.scalars(unsigned):
            yield Finding(f"meeting:{meeting_id}", "is at “Minutes signed”, and no signed minutes are kept")

    def _editions(self, session: Session) -> Iterator[Finding]:
        newest = {row.id: row.words for row in session.execute(select(Minute.id, Minute.words))}
        last: dict[int, str] = {}
        for row in session.scalars(select(MinuteEdition).order_by(MinuteEdition.minute_id, MinuteEdition.revision)):
            name, text = self.editions.pop((row.minute_id, row.revision), ("", ""))
            if text and hashlib.sha256(row.words.encode()).hexdigest() != text:
                yield Finding(name, f"edition {row.revision} of minute {row.minute_id} is not what was written")
            last[row.minute_id] = row.words
        for minute_id, words in newest.items():
            if words != last.get(minute_id, words):
                yield Finding(f"minute:{minute_id}", "says something else than its newest edition")
