"""A file of policies that was read waits for a yes; then `eia jobs` takes it in, whole or not at all."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.models import AuditStream
from eia.audit.record import Actor, lock_streams, record_event
from eia.db import db, transaction
from eia.errors import NotAllowed, NotFound, NotOffered, Refusal, Refused
from eia.notices.jobs import Job
from eia.pages import counted
from eia.people.models import Organisation, Person
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings, standings_of
from eia.policies.guards import ONLY_OWNERS, among, standing_to_add
from eia.policies.intake.comparing import Compared, Comparison, compare, facts_now
from eia.policies.intake.reading import Line
from eia.policies.models import Policy, PolicyImport, stream_named

GONE = "This file was taken in or put aside already. Send it again if you need it."
MOVED = "Policies of this file were changed since you were shown what it does. Send the file again and look once more."
BROKE = "Something went wrong, and nothing was taken in. It is in the log of the service. Tell your administrator."
EVERY_SECONDS = 4


def stage_policies(session: Session, lines: Sequence[Line], digest: str, *, by: Standings) -> PolicyImport:
    """Keep the lines until somebody says yes or no. An older file of the same person is put aside."""
    standing = _standing(by)
    waiting = select(PolicyImport).where(PolicyImport.made_by == by.person_id, PolicyImport.state == "read")
    for old in session.scalars(waiting):
        _empty(old, "dropped", "")
    row = PolicyImport(
        organisation_id=standing.organisation_id, state="read", lines=[dict(line) for line in lines], count=len(lines),
        digest=digest, made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def import_of(session: Session, import_id: int, by: Standings, *, lock: bool = False) -> PolicyImport:
    """The file of this person; nobody else may know of it."""
    query = select(PolicyImport).where(PolicyImport.id == import_id, PolicyImport.made_by == by.person_id)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("There is no such file, or you may not see it.")
    return row


def compared(session: Session, lines: Sequence[Line], by: Standings) -> Comparison:
    """What these lines would change, for the organisation this person adds policies for."""
    standing = _standing(by)
    lead = session.get_one(Organisation, standing.organisation_id)
    return compare(session, lines, lead, by.person_id, own=by.organisation_id == lead.id)


def digest_of(found: Comparison) -> str:
    """Changes when anything the reader was shown changes."""
    said = [[row.line["number"], row.policy.id if row.policy else 0, [[c.what, c.before, c.after] for c in row.changes]]
            for row in found.rows]  # fmt: skip
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def ask_for(session: Session, import_id: int, *, by: Standings) -> None:
    _waiting(session, import_id, by).state = "asked"


def drop(session: Session, import_id: int, *, by: Standings) -> None:
    _empty(_waiting(session, import_id, by), "dropped", "")


def taking_in_policies() -> Job:
    """The job that takes in what was said yes to."""
    return Job("take in policies", EVERY_SECONDS, take_asked)


def take_asked() -> int:
    """Take in every file that was said yes to; how many."""
    ids = list(
        db.session.scalars(select(PolicyImport.id).where(PolicyImport.state == "asked").order_by(PolicyImport.id))
    )
    db.session.rollback()
    for import_id in ids:
        _take(import_id)
    return len(ids)


def _take(import_id: int) -> None:
    try:
        _check(import_id)
        with transaction() as session:
            row = session.get_one(PolicyImport, import_id)
            by = standings_of(session, session.get_one(Person, row.made_by))
            said = _write(session, row, by)
            _empty(row, "taken", said)
    except Exception as error:
        words = " ".join(one.text for one in error.reasons) if isinstance(error, Refusal) else BROKE
        with transaction() as session:
            _empty(session.get_one(PolicyImport, import_id), "failed", words)
        if not isinstance(error, Refusal):
            raise


def _check(import_id: int) -> None:
    """Before anything is locked: does it still do what its reader was shown? Whoever waits sees that it was checked."""
    session: Session = db.session()
    row = session.get_one(PolicyImport, import_id)
    by = standings_of(session, session.get_one(Person, row.made_by))
    found = compared(session, row.lines, by)
    if found.faults or digest_of(found) != row.digest:
        raise Refused(MOVED)
    session.rollback()
    session.expunge_all()
    with transaction() as session:
        session.execute(update(PolicyImport).where(PolicyImport.id == import_id).values(done=PolicyImport.count))


def _write(session: Session, row: PolicyImport, by: Standings) -> str:
    """All of it in the transaction of the caller, in as few statements as it takes."""
    standing, lead = _standing(by), row.organisation
    found = compared(session, row.lines, by)
    if found.faults or digest_of(found) != row.digest:
        raise Refused(MOVED)
    new, changed, same = found.of(new=True), found.of(new=False), found.same
    heads = lock_streams(session, [stream_named(lead.code, one.line["number"]) for one in (*new, *changed)])
    everybody = {one.id: one for one in session.scalars(select(Organisation))}
    actor, names = by.actor(standing), dict(session.execute(select(Person.id, Person.name)).all())
    with session.no_autoflush:
        for one in new:
            _add(session, one, lead, everybody)
        for one in changed:
            _change(one, everybody)
        session.flush()
        for one in (*new, *changed):
            _record(session, one, lead, actor, heads, names)
    return f"{counted(len(new), 'policy', 'policies')} added, {len(changed):,} changed, {same:,} as before."


def _add(session: Session, one: Compared, lead: Organisation, everybody: Mapping[int, Organisation]) -> None:
    line, now = one.line, clock.now()
    policy = Policy(
        number=line["number"], title=line["title"], sort_title=sort_name_of(line["title"]), organisation=lead,
        organisation_id=lead.id, owner_id=line["owner"], created_at=now, state=line["state"], state_since=now,
        organisations=_among(line.get("organisations", ()), lead, everybody), revision=1,
    )  # fmt: skip
    _put(policy, line)
    session.add(policy)
    one.policy = policy
    one.line["added"] = True


def _change(one: Compared, everybody: Mapping[int, Organisation]) -> None:
    policy, line = one.policy, one.line
    if policy is None:
        return
    one.line["before"] = facts_now(policy)
    if line["title"] != policy.title:
        policy.title, policy.sort_title, policy.retitled_at = line["title"], sort_name_of(line["title"]), clock.now()
    if line.get("owner"):
        policy.owner_id = line["owner"]
    if "organisations" in line:
        policy.organisations = _among(line["organisations"], policy.organisation, everybody)
    policy.number, policy.revision = line["number"], policy.revision + 1
    _put(policy, line)


def _put(policy: Policy, line: Line) -> None:
    """What a policy says besides; a column the file does not have leaves it as it is."""
    if "unit" in line:
        policy.unit_id = line["unit"]
    policy.policy_class = line.get("class", policy.policy_class or "")
    for day in ("adopted_on", "review_on"):
        if day in line:
            setattr(policy, day, date.fromisoformat(line[day]) if line[day] else None)
    if "links" in line or policy.links is None:
        policy.links = [{"label": label, "address": address} for label, address in line.get("links", ())]


def _among(ids: Iterable[int], lead: Organisation, everybody: Mapping[int, Organisation]) -> list[Organisation]:
    return among([everybody[one] for one in ids], lead)


def _record(
    session: Session, one: Compared, lead: Organisation, actor: Actor, heads: Mapping[str, AuditStream],
    names: Mapping[int, str],
) -> None:  # fmt: skip
    policy = one.policy
    if policy is None:
        return
    now: dict[str, Any] = {**facts_now(policy), "owner_id": policy.owner_id, "owner": names[policy.owner_id]}
    now["number"] = policy.number
    state = {"state": policy.state, "revision": policy.revision}
    stream = stream_named(lead.code, policy.number)
    if one.line.get("added"):
        event, before, after = "policy_added", {}, now
        sentence = f"{policy.number} “{policy.title}” was added from a file"
    else:
        old = one.line["before"]
        changed = [key for key in old if old[key] != facts_now(policy)[key]]
        event, before, after = "policy_changed", {key: old[key] for key in changed}, {key: now[key] for key in changed}
        sentence = "Changed from a file: " + ", ".join(change.what.lower() for change in one.changes)
    record_event(session, stream=stream, event=event, actor=actor, before=before, after=state | after,
                 sentence=sentence, head=heads[stream])  # fmt: skip


def _standing(by: Standings) -> Standing:
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    return standing


def _waiting(session: Session, import_id: int, by: Standings) -> PolicyImport:
    row = import_of(session, import_id, by, lock=True)
    if row.state != "read":
        raise NotOffered(GONE)
    return row


def _empty(row: PolicyImport, state: str, said: str) -> None:
    row.state, row.lines, row.said = state, [], said
