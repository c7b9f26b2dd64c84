"""What changed between two states of an assessment: sections, in them entries, in them fields, in them words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eia.assessments.changes.said import Entry, Said
from eia.assessments.changes.words import Effort, Run, changed_words, says_the_same

WHOLE = 6
"""A short answer that changed is shown as a whole, one word out of a list is not an edit of the other."""

NOTHING = Entry((), "", {})


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    runs: Sequence[Run]
    only_spaces: bool = False
    spoken: str = ""
    """The language of the text, where it is not English."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """`how` is "added", "removed" or "changed"."""

    how: str
    title: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class SectionChange:
    key: str
    title: str
    entries: Sequence[EntryChange]

    @property
    def letters(self) -> int:
        """How much of it is shown."""
        runs = (run for entry in self.entries for field in entry.fields for run in field.runs)
        return sum(len(run.text) for run in runs if run.kind != "folded")


def changes_between(before: Sequence[Said], after: Sequence[Said]) -> list[SectionChange]:
    """Only what differs, in the order of the later one."""
    effort = Effort()
    earlier = {section.key: section for section in before}
    later = {section.key for section in after}
    gone = [Said(section.key, section.title, ()) for section in before if section.key not in later]
    found = []
    for section in (*after, *gone):
        was = earlier.get(section.key, Said(section.key, section.title, ()))
        if entries := list(_entries(was.entries, section.entries, effort)):
            found.append(SectionChange(section.key, section.title, entries))
    return found


def _entries(before: Sequence[Entry], after: Sequence[Entry], effort: Effort) -> Iterator[EntryChange]:
    earlier = {entry.key: entry for entry in before}
    for entry in after:
        was = earlier.pop(entry.key, None)
        if was is None:
            if entry.fields:
                yield EntryChange(
                    "added" if entry.title else "changed", entry.title, [*_fields(NOTHING, entry, effort)]
                )
        elif fields := [*_fields(was, entry, effort)]:
            yield EntryChange("changed", entry.title, fields)
    for entry in earlier.values():
        if entry.fields:
            yield EntryChange("removed" if entry.title else "changed", entry.title, [*_fields(entry, NOTHING, effort)])


def _fields(before: Entry, after: Entry, effort: Effort) -> Iterator[FieldChange]:
    spoken = {**before.spoken, **after.spoken}
    for label in dict.fromkeys([*after.fields, *before.fields]):
        was, now = before.fields.get(label, ""), after.fields.get(label, "")
        if was != now:
            only_spaces = bool(was) and says_the_same(was, now)
            yield FieldChange(label, _runs(was, now, effort), only_spaces, spoken.get(label, ""))


def _runs(was: str, now: str, effort: Effort) -> list[Run]:
    if was and now and max(len(was.split()), len(now.split())) <= WHOLE:
        return [Run("removed", was), Run("added", now)] if not says_the_same(was, now) else [Run("same", now)]
    return changed_words(was, now, effort)
