"""`eia jobs` takes in a file of policies that somebody said yes to, whole or not at all.

What takes long is done before anything is locked: the lines are compared and their entries in the trail put together,
and whoever waits sees how far that is. Then it is all written at once, in a few statements.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.models import Assessment
from eia.assessments.register.keeping import put_in_order
from eia.audit.record import Actor, Prepared, prepared, record_many
from eia.db import db, transaction
from eia.errors import Refusal, Refused
from eia.notices.jobs import Job
from eia.pages import counted
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standings, standings_of
from eia.policies.commands.importing import BROKE, EVERY_SECONDS, MOVED, compared, digest_of, empty, standing_of
from eia.policies.coverage.keeping import put_in_order as put_policy_in_order
from eia.policies.guards import among
from eia.policies.intake.comparing import AT_ONCE, Compared, Comparison, facts_now
from eia.policies.intake.reading import Line
from eia.policies.models import Policy, PolicyImport, stream_named
from eia.policies.queries import KIND
from eia.subjects.models import Subject, subject_organisation

TOLD = 250
"""After so many lines whoever waits is told how far it is."""


def taking_in_policies() -> Job:
    """The job that takes in what was said yes to."""
    return Job("take in policies", EVERY_SECONDS, take_asked)


def take_asked() -> int:
    """Take in every file that was said yes to; how many."""
    asked = select(PolicyImport.id).where(PolicyImport.state == "asked").order_by(PolicyImport.id)
    ids = list(db.session.scalars(asked))
    db.session.rollback()
    for import_id in ids:
        _take(import_id)
    return len(ids)


def _take(import_id: int) -> None:
    try:
        entries = prepare(import_id)
        with transaction() as session:
            row = session.get_one(PolicyImport, import_id)
            empty(row, "taken", write(session, row, entries))
    except Exception as error:
        words = BROKE
        if isinstance(error, Refusal):
            words = " ".join(one.text for one in error.reasons)
        elif isinstance(error, IntegrityError):
            words = MOVED
        with transaction() as session:
            empty(session.get_one(PolicyImport, import_id), "failed", words)
        if words == BROKE:
            raise


def prepare(import_id: int) -> list[Prepared]:
    """Before anything is locked: does it still do what its reader was shown, and what will stand in the trails?"""
    session: Session = db.session()
    row = session.get_one(PolicyImport, import_id)
    by = _whose(session, row)
    found = _as_shown(session, row, by)
    names: dict[int, str] = dict(session.execute(select(Person.id, Person.name)).all())
    actor, code, entries = by.actor(standing_of(by)), row.organisation.code, list[Prepared]()
    told = [(one, *_as_it_stands(one.policy)) for one in (*found.of(new=True), *found.of(new=False))]
    session.rollback()
    session.expunge_all()
    for at, (one, before, stood) in enumerate(told, start=1):
        entries.append(_entry(one, before, stood, code, actor, names))
        if at % TOLD == 0:
            _tell(import_id, at)
    _tell(import_id, PolicyImport.count)
    return entries


def _tell(import_id: int, done: object) -> None:
    with transaction() as session:
        session.execute(update(PolicyImport).where(PolicyImport.id == import_id).values(done=done))


def _as_it_stands(policy: Policy | None) -> tuple[dict[str, Any], tuple[str, int]]:
    """What it says, and its state and revision; nothing for one that is new."""
    return (facts_now(policy), (policy.state, policy.revision)) if policy else ({}, ("", 0))


def _whose(session: Session, row: PolicyImport) -> Standings:
    return standings_of(session, session.get_one(Person, row.made_by))


def _as_shown(session: Session, row: PolicyImport, by: Standings) -> Comparison:
    found = compared(session, row.lines, by)
    if found.faults or digest_of(found) != row.digest:
        raise Refused(MOVED)
    return found


def _entry(
    one: Compared, before: Mapping[str, Any], stood: tuple[str, int], code: str, actor: Actor, names: Mapping[int, str]
) -> Prepared:
    """What the trail of the policy will say, from the line alone."""
    line, (state, revision) = one.line, stood
    stream = stream_named(code, line["number"])
    if not before:
        after = {**NOTHING, **{key: line[key] for key in NOTHING if key in line}, "number": line["number"],
                 "owner_id": line["owner"], "owner": names[line["owner"]], "state": line["state"],
                 "revision": 1}  # fmt: skip
        sentence = f"{line['number']} “{line['title']}” was added from a file"
        return prepared(stream=stream, event="policy_added", actor=actor, after=after, sentence=sentence)
    said = {key: line[key] for key in before if key in line and not (key == "owner" and line[key] is None)}
    changed = [key for key in said if said[key] != before[key]]
    after = {key: said[key] for key in changed} | {"state": state, "revision": revision + 1}
    old = {key: before[key] for key in changed}
    for facts in (old, after):
        if "owner" in facts:
            facts |= {"owner_id": facts["owner"], "owner": names.get(facts["owner"], "")}
    sentence = "Changed from a file: " + ", ".join(change.what.lower() for change in one.changes)
    return prepared(stream=stream, event="policy_changed", actor=actor, before=old, after=after, sentence=sentence)


NOTHING: Mapping[str, Any] = {
    "title": "", "unit": None, "class": "", "organisations": [], "adopted_on": "", "review_on": "", "links": [],
}  # fmt: skip
"""What a new policy says that a file says no more of."""


def write(session: Session, row: PolicyImport, entries: Sequence[Prepared]) -> str:
    """All of it in the transaction of the caller, in as few statements as it takes."""
    by = _whose(session, row)
    found = _as_shown(session, row, by)
    new, changed, same = found.of(new=True), found.of(new=False), found.same
    _add(session, [one.line for one in new], row.organisation)
    everybody = {one.id: one for one in session.scalars(select(Organisation))} if changed else {}
    _refuse_what_moved(row.organisation.code, changed, entries)
    with session.no_autoflush:
        for one in changed:
            _change(one, everybody)
        session.flush()
    _put_in_order(session, [one.policy.id for one in changed if one.policy])
    record_many(session, entries)
    return f"{counted(len(new), 'policy', 'policies')} added, {len(changed):,} changed, {same:,} as before."


def _refuse_what_moved(code: str, changed: Iterable[Compared], entries: Iterable[Prepared]) -> None:
    """A policy that took a step since its entry was put together says another state and revision."""
    told = {one.stream: one.body["after"] for one in entries}
    for one in changed:
        if policy := one.policy:
            after = told[stream_named(code, policy.number)]
            if (after["state"], after["revision"]) != (policy.state, policy.revision + 1):
                raise Refused(MOVED)


def _add(session: Session, lines: Sequence[Line], lead: Organisation) -> None:
    if not lines:
        return
    now = clock.now()
    subjects = [
        {"kind": KIND, "number": line["number"], "title": line["title"], "sort_title": sort_name_of(line["title"]),
         "organisation_id": lead.id, "owner_id": line["owner"], "created_at": now}
        for line in lines
    ]  # fmt: skip
    table = Subject.__table__
    added = insert(table).returning(table.c.id, sort_by_parameter_order=True)  # type: ignore[arg-type]
    ids = session.connection().execute(added, subjects).scalars().all()
    policies = [
        {"id": number, "state": line["state"], "state_since": now, "revision": 1, "unit_id": line.get("unit"),
         "class": line.get("class") or "", "links": _links(line),
         **{day: date.fromisoformat(line[day]) if line.get(day) else None for day in ("adopted_on", "review_on")}}
        for number, line in zip(ids, lines, strict=True)
    ]  # fmt: skip
    session.connection().execute(insert(Policy.__table__), policies)  # type: ignore[arg-type]
    binds = [
        {"subject_id": number, "organisation_id": one, "lead_id": lead.id}
        for number, line in zip(ids, lines, strict=True)
        for one in sorted({lead.id, *line.get("organisations", ())})
    ]
    session.execute(insert(subject_organisation), binds)
    for number in ids:
        put_policy_in_order(session, number)


def _links(line: Line) -> list[dict[str, str]]:
    return [{"label": label, "address": address} for label, address in line.get("links", ())]


def _change(one: Compared, everybody: Mapping[int, Organisation]) -> None:
    """A column the file does not have leaves what the policy says."""
    policy, line = one.policy, one.line
    if policy is None:
        return
    if "title" in line and line["title"] != policy.title:
        policy.title, policy.sort_title, policy.retitled_at = line["title"], sort_name_of(line["title"]), clock.now()
    if line.get("owner"):
        policy.owner_id = line["owner"]
    if "organisations" in line:
        policy.organisations = among([everybody[each] for each in line["organisations"]], policy.organisation)
    policy.revision += 1
    if "unit" in line:
        policy.unit_id = line["unit"]
    policy.policy_class = line.get("class", policy.policy_class or "")
    for day in ("adopted_on", "review_on"):
        if day in line:
            setattr(policy, day, date.fromisoformat(line[day]) if line[day] else None)
    if "links" in line:
        policy.links = _links(line)


def _put_in_order(session: Session, policy_ids: Iterable[int]) -> None:
    """The coverage counts what was changed; the register shows its title, owner and organisations."""
    ids = list(policy_ids)
    for policy_id in ids:
        put_policy_in_order(session, policy_id)
    for start in range(0, len(ids), AT_ONCE):
        query = select(Assessment.id).where(Assessment.subject_id.in_(ids[start : start + AT_ONCE]))
        for assessment_id in session.scalars(query):
            put_in_order(session, assessment_id)
