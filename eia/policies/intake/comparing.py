"""What a file would change: each line held against the policy that has its number, all of them in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.assessments.models import Assessment, Version
from eia.audit.models import AuditStream
from eia.people.models import Organisation, Person, Unit
from eia.policies.catalogue.lists import class_title
from eia.policies.guards import CHECKED
from eia.policies.intake.reading import Line
from eia.policies.models import IN_FORCE, Policy, stream_named
from eia.policies.workflow import POLICY_TABLE

AT_ONCE = 500
"""So many numbers in one statement."""
WORDS = {
    "title": "Title", "owner": "Owner", "unit": "Unit", "class": "Class",
    "organisations": "Shared with", "adopted_on": "Date of adoption", "review_on": "Date of review", "links": "Links",
}  # fmt: skip
BEING_CHECKED = "{} is being checked with this title and these organisations: they stay until that is over."


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, in words."""

    what: str
    before: str
    after: str


@dataclass(slots=True)
class Compared:
    """A line and what becomes of it: `policy` is the one it changes, None for a new one; nothing to do when no
    `changes`. `stays` says what the file says otherwise and is left."""

    line: Line
    policy: Policy | None
    changes: Sequence[Change] = ()
    stays: str = ""


@dataclass(slots=True)
class Comparison:
    rows: list[Compared] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def of(self, *, new: bool) -> list[Compared]:
        return [row for row in self.rows if (row.policy is None) is new and (new or row.changes)]

    @property
    def same(self) -> int:
        return sum(1 for row in self.rows if row.policy is not None and not row.changes)


def compare(session: Session, lines: Sequence[Line], lead: Organisation, by_id: int, *, own: bool) -> Comparison:
    """`own`: whether the person who brings it works for the lead, and so owns what names no owner."""
    there = _policies(session, lead, [line["number"] for line in lines])
    names = _Names.of(session)
    checked = _being_checked(session, [policy.id for policy in there.values()])
    gone = _former_numbers(session, lead, [line["number"] for line in lines if line["number"].lower() not in there])
    found = Comparison()
    for line in lines:
        policy = there.get(line["number"].lower())
        line["number"] = policy.number if policy else line["number"]  # a number is changed on the page of the policy
        row = Compared(line, policy, _changes(line, policy, names) if policy else ())
        found.rows.append(row)
        if policy is None:
            if line["number"] in gone:
                found.faults.append((line["line"], f"The number {line['number']} belonged to another policy before."))
            if line.get("owner") is None and not own:
                found.faults.append((line["line"], "It has no owner. Write the name or e-mail address of an account."))
            continue
        if policy.id in checked and {one.what for one in row.changes} & {"Title", "Shared with"}:
            found.faults.append((line["line"], BEING_CHECKED.format(checked[policy.id])))
        adopted, review = (_day(line, policy, key) for key in ("adopted_on", "review_on"))
        if adopted and review and review <= adopted:
            found.faults.append((line["line"], "The date of review must be after the date of adoption."))
        if line.get("state") and line["state"] != policy.state:
            title = POLICY_TABLE.states[policy.state].title
            row.stays = f"It stays “{title}”: that is changed on its page."
    for line in (row.line for row in found.rows if row.policy is None):
        line["owner"] = line.get("owner") or by_id
        line["state"] = line.get("state") or IN_FORCE
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called."""

    units: Mapping[int, str]
    people: Mapping[int, str]
    organisations: Mapping[int, str]

    @classmethod
    def of(cls, session: Session) -> "_Names":
        kinds = (Unit, Person, Organisation)
        units, people, organisations = (dict(session.execute(select(k.id, k.name)).all()) for k in kinds)
        return cls(units, people, organisations)

    def words(self, key: str, value: Any) -> str:
        if key == "owner":
            return self.people.get(value, "")
        if key == "unit":
            return self.units.get(value or 0, "")
        if key == "class":
            return class_title(value) if value else ""
        if key == "organisations":
            return ", ".join(sorted(self.organisations[one] for one in value))
        if key == "links":
            return "; ".join(f"{label} {address}" for label, address in value)
        return str(value or "")


def facts_now(policy: Policy) -> dict[str, Any]:
    """What a policy says, in the values of a line."""
    return {
        "title": policy.title,
        "owner": policy.owner_id,
        "unit": policy.unit_id,
        "class": policy.policy_class,
        "organisations": sorted(one.id for one in policy.organisations if one.id != policy.organisation_id),
        "adopted_on": policy.adopted_on.isoformat() if policy.adopted_on else "",
        "review_on": policy.review_on.isoformat() if policy.review_on else "",
        "links": [[one["label"], one["address"]] for one in policy.links],
    }


def _changes(line: Line, policy: Policy, names: _Names) -> list[Change]:
    """A column the file does not have changes nothing; nor does an empty owner."""
    now = facts_now(policy)
    said = {key: line[key] for key in now if key in line and not (key == "owner" and line[key] is None)}
    return [
        Change(WORDS[key], names.words(key, now[key]), names.words(key, value))
        for key, value in said.items()
        if value != now[key]
    ]


def _day(line: Line, policy: Policy, key: str) -> date | None:
    said = line.get(key)
    return (date.fromisoformat(said) if said else None) if said is not None else getattr(policy, key)


def _policies(session: Session, lead: Organisation, numbers: Sequence[str]) -> dict[str, Policy]:
    """By number in lower case."""
    found: dict[str, Policy] = {}
    for start in range(0, len(numbers), AT_ONCE):
        asked = [number.lower() for number in numbers[start : start + AT_ONCE]]
        query = (
            select(Policy)
            .where(Policy.organisation_id == lead.id, func.lower(Policy.number).in_(asked))
            .options(selectinload(Policy.organisations), joinedload(Policy.organisation), joinedload(Policy.unit),
                     joinedload(Policy.owner))
        )  # fmt: skip
        found |= {policy.number.lower(): policy for policy in session.scalars(query)}
    return found


def _being_checked(session: Session, policy_ids: Sequence[int]) -> dict[int, str]:
    """By policy: the reference of its assessment, where that is being checked now."""
    found: dict[int, str] = {}
    for start in range(0, len(policy_ids), AT_ONCE):
        query = (
            select(Assessment.subject_id, Assessment.reference)
            .join(Version, Version.assessment_id == Assessment.id)
            .where(Assessment.subject_id.in_(policy_ids[start : start + AT_ONCE]), Version.state.in_(CHECKED))
        )
        found |= dict(session.execute(query).all())
    return found


def _former_numbers(session: Session, lead: Organisation, numbers: Sequence[str]) -> set[str]:
    """New numbers that have a trail: another policy had them before."""
    streams = {stream_named(lead.code, number): number for number in numbers}
    names, found = list(streams), set[str]()
    for start in range(0, len(names), AT_ONCE):
        query = select(AuditStream.name).where(AuditStream.name.in_(names[start : start + AT_ONCE]))
        found |= {streams[name] for name in session.scalars(query)}
    return found
