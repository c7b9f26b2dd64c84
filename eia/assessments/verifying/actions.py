"""Do the actions of signed versions stand where the trail left them? Part of `eia verify`, beside `versions.py`.

Held against each other, for every action: what the trail says was noted of it, the notes themselves, the row that says
where it stands (the register and the reminders read that one), and the plan that was signed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.assessments.models import ActionProgress, ActionStanding, Assessment, Mitigation, Version
from eia.assessments.workflow.actions import OPEN
from eia.audit.verify import Finding

SAID = ("proof", "result", "residual")
BEGIN = ("signed_off", "screened_out")
"""Once a version was there, every action in it has a row that says where it stands."""
Noted = tuple[str, int | None, Mapping[str, str], int | None]
"""The status, who noted it where a person did, of the words those the trail repeats, and who was given it."""


@dataclass(slots=True)
class ActionTrail:
    """What the trail says of the actions of one assessment, heard entry by entry."""

    noted: dict[int, list[Noted]] = field(default_factory=lambda: defaultdict(list))
    last: dict[int, str] = field(default_factory=dict)
    """Action -> the entry that named it last."""
    begun: dict[int, str] = field(default_factory=dict)
    """Number of a version -> the entry with which its actions began."""

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        if after["state"] in BEGIN:
            self.begun.setdefault(after["version"], name)
        if "action" in after:
            said = {key: after[key] for key in SAID} | {"note": entry.body["note"]}
            self._note(name, after["action"], (after["status"], entry.actor_id, said, after.get("handed_to")))
        given_on = dict(after.get("actions_given_on", ()))
        for old, new in after.get("actions_taken_over", ()):
            status, by, words, _ = self.noted[old][-1] if self.noted[old] else ("", None, {}, None)
            copied = {key: words[key] for key in SAID if key in words}
            self._note(name, new, (status, by, copied, given_on.get(new)))
        for status in ("closed", "moved"):
            for action in after.get(f"actions_{status}", ()):
                self._note(name, action, (status, entry.actor_id, {}, None))

    def _note(self, name: str, action: int, noted: Noted) -> None:
        self.noted[action].append(noted)
        self.last[action] = name


def verify_actions(session: Session, trails: Mapping[str, ActionTrail], blanked: set[str]) -> Iterator[Finding]:
    """Hold every action of a signed version against its trail: by stream of its assessment; not the blanked ones."""
    notes = _notes(session)
    for row in session.execute(_PLANNED):
        stream = f"assessment:{row.reference}"
        trail = trails.get(stream, ActionTrail())
        begun = trail.begun.get(row.number)
        if stream in blanked or (begun is None and row.status is None):
            continue
        name = f"action {row.id} of version {row.number}"
        for words in _wrong(row, begun, trail.noted.get(row.id, []), notes.get(row.id, [])):
            yield Finding(trail.last.get(row.id) or begun or stream, f"{name} {words}")


_PLANNED = (
    select(
        Mitigation.id, Mitigation.version_id, Mitigation.owner_id, Mitigation.due, Assessment.reference, Version.number,
        Version.author_id, ActionStanding.status, ActionStanding.is_open, ActionStanding.revision,
        ActionStanding.last_note_id, ActionStanding.owner_id.label("does_it"), ActionStanding.due.label("due_on"),
        ActionStanding.version_id.label("stands_in"),
    )
    .join(Version, Version.id == Mitigation.version_id)
    .join(Version.assessment)
    .outerjoin(ActionStanding, ActionStanding.mitigation_id == Mitigation.id)
    .where(Mitigation.kind == "action")
    .order_by(Mitigation.id)
)  # fmt: skip


def _notes(session: Session) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    columns = (ActionProgress.id, ActionProgress.mitigation_id, ActionProgress.status, ActionProgress.noted_by)
    words = (ActionProgress.note, ActionProgress.handed_to, *(getattr(ActionProgress, key) for key in SAID))
    for note in session.execute(select(*columns, *words).order_by(ActionProgress.id)):
        found[note.mitigation_id].append(note)
    return found


def _wrong(row: Any, begun: str | None, told: Sequence[Noted], notes: Sequence[Row[Any]]) -> Iterator[str]:
    """What does not hold together, in words."""
    if row.status is None:
        yield "was signed, and nothing says where it stands"
        return
    if begun is None:
        yield "stands somewhere, and was never signed"
    if len(told) != len(notes) or not all(map(_is_as_told, notes, told)):
        yield "has other notes than the trail says"
    left_at = told[-1][0] if told else "not_started"
    if (row.status, row.is_open) != (left_at, left_at in OPEN):
        yield f"was left at “{left_at}”; the record says “{row.status}”, {'open' if row.is_open else 'ended'}"
    last = notes[-1].id if notes else None
    if (row.revision, row.last_note_id) != (len(notes), last) or row.stands_in != row.version_id:
        yield "counts other notes than it has"
    given_to = next((one[3] for one in reversed(told) if one[3]), None)
    if given_to and row.does_it != given_to:
        yield "has another owner than the trail says it was given to"
    elif row.does_it != (given_to or row.owner_id or row.author_id) or (row.due and row.due_on != row.due):
        yield "has another owner or day than was signed"


def _is_as_told(note: Row[Any], told: Noted) -> bool:
    status, by, words, handed_to = told
    return (
        note.status == status
        and note.handed_to == handed_to
        and (by is None or note.noted_by == by)
        and all(getattr(note, key) == said for key, said in words.items())
    )
