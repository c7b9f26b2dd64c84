"""Whose text a version is, and whose hands its sections are in: held against the trail by `eia verify` (`versions.py`).

Who wrote may never sign. So whoever the trail says saved something must still be a contributor, nobody may be made one
behind its back, and a section that was given, handed back or taken back stands as that was recorded.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, Assignment, Contributor, Version
from eia.audit.verify import Finding

STREAM = "assessment:"
WRITES = ("content_saved", "cover_saved", "old_form_brought_in")
"""Whoever these events name has written."""
MAY_WRITE = ("local_part_saved",)
"""Whoever these events name may have: by the state it was in then."""
Given = tuple[str, int, int | None, str, str]
"""Section, whose, given by whom, until when, and what was asked."""
Ended = tuple[str, int | None, str]
"""How, by whom, with what word."""


@dataclass(slots=True)
class WritersOfVersion:
    last: str = ""
    begun_with: bool = False
    """Whether the trail says who had written when it began; an older one does not."""
    wrote: set[int] = field(default_factory=set)
    may_have: set[int] = field(default_factory=set)
    given: dict[int, Given] = field(default_factory=dict)
    ended: dict[int, Ended] = field(default_factory=dict)


class WriterTrail:
    def __init__(self) -> None:
        self.versions: dict[tuple[str, int], WritersOfVersion] = defaultdict(WritersOfVersion)

    def hear(self, name: str, entry: Row[Any], after: Mapping[str, Any]) -> None:
        version = self.versions[entry.stream, after["version"]]
        version.last = name
        version.begun_with |= entry.event in ("started", "opened") and "writers" in after
        version.wrote.update(after.get("writers", ()))
        if entry.event in WRITES:
            version.wrote.add(entry.actor_id)
        if entry.event in MAY_WRITE:
            version.may_have.add(entry.actor_id)
        for row_id, section, person_id, note in after.get("given", ()):
            version.given[row_id] = (section, person_id, entry.actor_id, after["wanted_by"] or "", note)
        for row_id, how, word in after.get("ended", ()):
            version.ended[row_id] = (how, entry.actor_id, word)

    def verify(self, session: Session, blanked: set[str]) -> Iterator[Finding]:
        wrote, given = _wrote(session), _given(session)
        for key, told in self.versions.items():
            if key[0] in blanked or not told.begun_with:
                continue
            about, kept = f"version {key[1]}", wrote.get(key, set())
            if told.wrote - kept:
                yield Finding(told.last, f"somebody who wrote in {about} is not kept as its contributor")
            if kept - told.wrote - told.may_have:
                yield Finding(told.last, f"{about} has a contributor who never wrote in it")
            rows = given.get(key, {})
            for row_id in sorted(rows.keys() | told.given.keys()):
                as_told = told.given.get(row_id), told.ended.get(row_id)
                if rows.get(row_id) != as_told:
                    yield Finding(told.last, f"section {row_id} given in {about} does not stand as it was recorded")


def _wrote(session: Session) -> dict[tuple[str, int], set[int]]:
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    query = select(Assessment.reference, Version.number, Contributor.person_id)
    for reference, number, person_id in session.execute(query.join(Version.assessment).join(Version.contributors)):
        found[STREAM + reference, number].add(person_id)
    return found


def _given(session: Session) -> dict[tuple[str, int], dict[int, tuple[Given, Ended | None]]]:
    found: dict[tuple[str, int], dict[int, tuple[Given, Ended | None]]] = defaultdict(dict)
    columns = (
        Assignment.id, Assignment.section, Assignment.person_id, Assignment.given_by, Assignment.wanted_by,
        Assignment.note, Assignment.ended_as, Assignment.ended_by, Assignment.word,
    )  # fmt: skip
    query = select(Assessment.reference, Version.number, *columns)
    for row in session.execute(query.join(Version.assessment).join(Version.assignments)):
        wanted = row.wanted_by.isoformat() if row.wanted_by else ""
        ended = (row.ended_as, row.ended_by, row.word) if row.ended_as else None
        given = (row.section, row.person_id, row.given_by, wanted, row.note)
        found[STREAM + row.reference, row.number][row.id] = (given, ended)
    return found
