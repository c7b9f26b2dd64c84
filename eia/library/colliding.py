"""Two people change one entry: what only the other changed is taken over, what both changed stands side by side.

The form keeps what this person wrote; nothing is saved until they press the button again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eia.library.commands import FACTS
from eia.library.forms import EntryForm, strengths
from eia.library.models import LibraryEdition, LibraryEntry
from eia.pages import day


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """One question both answered anew; texts in words, "" for nothing."""

    label: str
    theirs: str
    yours: str
    base: str


@dataclass(frozen=True, slots=True)
class Collision:
    saved: LibraryEdition
    """The edition that somebody made meanwhile."""
    both: Sequence[TwoTexts]
    taken: Sequence[str]
    """What only the other changed, in the words of the form: it stands in the form now."""
    base_known: bool


def collide(form: EntryForm, entry: LibraryEntry) -> Collision:
    """Hold the form against the newest edition, and make it one that can be saved over that."""
    now = entry.editions[0]
    base = next((edition for edition in entry.editions if edition.number == form.seen.data), None)
    both, taken = [], []
    for name in FACTS:
        field, theirs = form._fields[name], getattr(now, name) or ""
        yours, began = field.data or "", (getattr(base, name) or "") if base else None
        if theirs in (yours, began):
            continue
        if yours == began:
            field.process(None, getattr(now, name))
            taken.append(field.label.text)
        else:
            both.append(TwoTexts(field.label.text, _words(name, theirs), _words(name, yours), _words(name, began)))
    form.keeping.data = list(_files_that_stay(form.keeping.chosen(), base, now))
    form.seen.process(None, now.number)
    return Collision(now, both, taken, base is not None)


def _files_that_stay(kept: Collection[str], base: LibraryEdition | None, now: LibraryEdition) -> Iterator[int]:
    """Of the newest edition: those that this person kept, and those that came meanwhile."""
    known = {one.file_id for one in base.files} if base else set()
    staying = {one.file_id for one in base.files if str(one.id) in kept} if base else set()
    return (one.id for one in now.files if one.file_id in staying or one.file_id not in known)


def _words(name: str, value: Any) -> str:
    if name == "strength":
        return strengths()[value].text if value in strengths() else str(value or "")
    return day(value) if isinstance(value, date) else str(value or "")
