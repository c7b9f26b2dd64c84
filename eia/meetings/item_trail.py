"""Do openings, declarations, conditions and items between meetings agree with their trails?

`ItemTrail` listens while the chains are walked and remembers what they say was opened, declared and noted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.audit.verify import Finding
from eia.meetings.models import AgendaItem, ConditionStanding, PaperOpening, RegardDeclaration

OPENING = {"person": "person_id", "version": "version_id", "paper": "paper_id", "how": "how"}
DECLARATION = {
    "person": "person_id", "said": "said", "statement": "statement_id", "version": "version_id",
    "content": "content_digest", "screen": "quick_screen_id",
}  # fmt: skip
CONDITION = {"status": "status", "owner": "owner_id"}
"""What the trail calls it -> the column it must agree with."""
Told = dict[int, tuple[str, Mapping[str, Any]]]


class ItemTrail:
    def __init__(self) -> None:
        self.openings: Told = {}
        self.declarations: Told = {}
        self.conditions: Told = {}
        self.left: Told = {}
        """Item between meetings -> the last entry that says its revision."""
        self.blanked = False

    def hear(self, entry: Row[Any]) -> None:
        if not entry.stream.startswith(("meeting:", "item:")):
            return
        if entry.body is None:
            self.blanked = True
            return
        after, name = entry.body.get("after") or {}, f"{entry.stream}#{entry.sequence}"
        if entry.event == "papers_opened":
            self.openings[after["opening"]] = name, after
        elif entry.event == "pack_opened":
            said = {key: after[key] for key in ("person", "how")}
            self.openings.update(dict.fromkeys(after["openings"], (name, said)))
        elif entry.event == "regard_declared":
            self.declarations[after["declaration"]] = name, after
        elif "condition" in after:
            self.conditions[after["condition"]] = name, after
        if entry.stream.startswith("item:") and "item_revision" in after:
            self.left[after["item"]] = name, after

    def verify(self, session: Session) -> Iterator[Finding]:
        yield from self._held(session, PaperOpening, self.openings, OPENING, "opening")
        yield from self._held(session, RegardDeclaration, self.declarations, DECLARATION, "declaration")
        yield from self._conditions(session)
        yield from self._between(session)

    def _held(
        self, session: Session, model: type[Any], told: Told, columns: Mapping[str, str], what: str
    ) -> Iterator[Finding]:
        for row in session.execute(select(model.__table__).order_by(model.id)):
            name, said = told.pop(row.id, ("", {}))
            if not name:
                if not self.blanked:
                    yield Finding(f"{what}:{row.id}", "stands there, and no trail says that it was recorded")
                continue
            yield from _compared(name, f"{what} {row.id}", said, row, columns)
        for key, (name, _) in told.items():
            yield Finding(name, f"{what} {key} is gone")

    def _conditions(self, session: Session) -> Iterator[Finding]:
        """One that nothing was noted of stands as it began."""
        for row in session.execute(select(ConditionStanding.__table__).order_by(ConditionStanding.condition_id)):
            name, said = self.conditions.pop(row.condition_id, ("", {}))
            if name:
                yield from _compared(name, f"condition {row.condition_id}", said, row, CONDITION)
            elif row.status != "not_started" and not self.blanked:
                yield Finding(f"condition:{row.condition_id}", f"is at “{row.status}”, and no trail says how it came")
        for key, (name, _) in self.conditions.items():
            yield Finding(name, f"condition {key} is gone")

    def _between(self, session: Session) -> Iterator[Finding]:
        query = select(AgendaItem.id, AgendaItem.revision).where(AgendaItem.meeting_id.is_(None))
        for item_id, revision in session.execute(query.order_by(AgendaItem.id)):
            name, said = self.left.pop(item_id, ("", {}))
            if not name and not self.blanked:
                yield Finding(f"item:{item_id}", "has no entry, and there is a record")
            elif name and said["item_revision"] != revision:
                left = said["item_revision"]
                yield Finding(name, f"left item {item_id} at revision {left}; the record says {revision}")
        for key, (name, _) in self.left.items():
            yield Finding(name, f"is about item {key}, which is gone")


def _compared(
    name: str, what: str, said: Mapping[str, Any], row: Row[Any], columns: Mapping[str, str]
) -> Iterator[Finding]:
    wrong = [key for key, column in columns.items() if key in said and said[key] != getattr(row, column)]
    if wrong:
        yield Finding(name, f"{what} has another {', '.join(wrong)} than was recorded")
