"""What a list of past assessments would change: each line held against the one that has its reference."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from eia.assessments.models import PastAssessment
from eia.assessments.past.columns import FACTS, WAYS, characteristics
from eia.assessments.past.reading import Line
from eia.pages import iso_day
from eia.people.models import Organisation, Unit
from eia.spreadsheets.cells import folded
from eia.subjects.models import Subject, subject_organisation

AT_ONCE = 500
"""So many references in one statement."""
POLICY = "policy"
Facts = dict[str, Any]


@dataclass(slots=True)
class Compared:
    """A line, the facts it leads to, and what changes: (what, before, after) in words. `row` is None for a new one."""

    line: Line
    row: PastAssessment | None
    facts: Facts
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass(slots=True)
class Comparison:
    rows: list[Compared] = field(default_factory=list)

    @property
    def new(self) -> list[Compared]:
        return [one for one in self.rows if one.row is None]

    @property
    def changed(self) -> list[Compared]:
        return [one for one in self.rows if one.row is not None and one.changes]

    @property
    def same(self) -> int:
        return len(self.rows) - len(self.new) - len(self.changed)

    @property
    def unlinked(self) -> int:
        """Lines that name a policy which is not here."""
        return sum(1 for one in self.rows if one.facts["policy_number"] and one.facts["subject"] is None)

    @property
    def digest(self) -> str:
        """Changes when anything its reader was shown changes."""
        said = [[one.line["reference"], one.row.id if one.row else 0, one.facts if one.row is None else
                 [list(change) for change in one.changes]] for one in self.rows]  # fmt: skip
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def compare_past(session: Session, lines: Sequence[Line], organisation_id: int) -> Comparison:
    there = _rows(session, organisation_id, [folded(line["reference"]) for line in lines])
    before = {key: facts_of(row) for key, row in there.items()}
    numbers = {line.get("policy_number", "") for line in lines} | {one["policy_number"] for one in before.values()}
    policies, names = _policies(session, organisation_id, sorted(numbers - {""})), _Names.of(session)
    found = Comparison()
    for line in lines:
        key = folded(line["reference"])
        row, old = there.get(key), before.get(key, EMPTY)
        new = _facts(line, old)
        new["subject"] = policies.get(new["policy_number"].lower())
        changes = [(TITLES[what], names.words(what, old[what]), names.words(what, new[what]))
                   for what in new if new[what] != old[what]]  # fmt: skip
        found.rows.append(Compared(line, row, new, changes if row else ()))
    return found


EMPTY: Facts = {
    "reference": "", "title": "", "policy_number": "", "subject": None, "organisations": [], "unit": None,
    "signed_on": "", "signed_by": "", "outcome": "", "effects": {}, "review_on": "", "link": "",
}  # fmt: skip
TITLES = {key: titles[0] for key, titles in FACTS.items()} | {"subject": "Policy", "effects": "Whom it affects"}


def facts_of(row: PastAssessment) -> Facts:
    """What it says, in the values of a line."""
    return {
        "reference": row.reference,
        "title": row.title,
        "policy_number": row.policy_number,
        "subject": row.subject_id,
        "organisations": sorted(one.id for one in row.organisations if one.id != row.organisation_id),
        "unit": row.unit_id,
        "signed_on": row.signed_on.isoformat() if row.signed_on else "",
        "signed_by": row.signed_by,
        "outcome": row.outcome,
        "effects": dict(row.effects),
        "review_on": row.review_on.isoformat() if row.review_on else "",
        "link": row.link,
    }


def _facts(line: Line, old: Facts) -> Facts:
    """A column the file does not have changes nothing; an empty cell empties."""
    said = {key: line[key] for key in old if key in line and key != "effects"}
    effects = dict(old["effects"]) | {key: line[key] for key in characteristics() if key in line}
    return {**old, **said, "effects": {key: way for key, way in effects.items() if way}}


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called."""

    units: Mapping[int, str]
    organisations: Mapping[int, str]

    @classmethod
    def of(cls, session: Session) -> "_Names":
        units, organisations = (
            dict(session.execute(select(kind.id, kind.name)).all()) for kind in (Unit, Organisation)
        )
        return cls(units, organisations)

    def words(self, key: str, value: Any) -> str:
        if key == "unit":
            return self.units.get(value or 0, "")
        if key == "subject":
            return "linked to it" if value else ""
        if key == "organisations":
            return ", ".join(sorted(self.organisations[one] for one in value))
        if key in ("signed_on", "review_on"):
            return iso_day(value)
        return effects_in_words(value) if key == "effects" else str(value or "")


def effects_in_words(effects: Mapping[str, str]) -> str:
    """ "Age: helps; Disability: harms", in the order of the laws."""
    titles = characteristics()
    return "; ".join(f"{titles[key]}: {WAYS[effects[key]].lower()}" for key in titles if key in effects)


def _rows(session: Session, organisation_id: int, keys: Sequence[str]) -> dict[str, PastAssessment]:
    found: dict[str, PastAssessment] = {}
    for start in range(0, len(keys), AT_ONCE):
        query = (
            select(PastAssessment)
            .where(
                PastAssessment.organisation_id == organisation_id,
                PastAssessment.reference_key.in_(keys[start : start + AT_ONCE]),
            )
            .options(selectinload(PastAssessment.organisations))
        )
        found |= {row.reference_key: row for row in session.scalars(query)}
    return found


def _policies(session: Session, organisation_id: int, numbers: Sequence[str]) -> dict[str, int]:
    """Number in lower case -> the policy of this organisation; else one that binds it, if there is but one."""
    led, bound = dict[str, int](), dict[str, set[int]]()
    binds = select(subject_organisation.c.subject_id).where(subject_organisation.c.organisation_id == organisation_id)
    for start in range(0, len(numbers), AT_ONCE):
        asked = [number.lower() for number in numbers[start : start + AT_ONCE]]
        query = select(func.lower(Subject.number), Subject.id, Subject.organisation_id).where(
            Subject.kind == POLICY, func.lower(Subject.number).in_(asked),
            or_(Subject.organisation_id == organisation_id, Subject.id.in_(binds)),
        )  # fmt: skip
        for number, subject_id, lead_id in session.execute(query):
            bound.setdefault(number, set()).add(subject_id)
            if lead_id == organisation_id:
                led[number] = subject_id
    return {number: next(iter(ids)) for number, ids in bound.items() if len(ids) == 1} | led
