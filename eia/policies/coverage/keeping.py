"""How each policy stands, kept beside it: written at the end of each command that may change it, only where it differs.

`put_in_order` is asked for by whatever changes a policy, `Beside` by whatever changes an assessment, `turn_due` by the
clock; `rebuild` makes all rows anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from eia import clock, counting
from eia.assessments.models import Assessment, Cover, Version
from eia.audit.verify import Finding
from eia.db import at_the_end, db, transaction
from eia.notices.jobs import Job
from eia.plans import among
from eia.policies.coverage.counts import counted_in, truth
from eia.policies.coverage.sources import KEPT, Kept, made, time_has_come
from eia.policies.models import CoverageCount, Policy, PolicyCoverage

POLICY = Policy.__table__.c
AT_ONCE = 200
"""So many policies in one transaction: writers wait no longer than for these."""
Key = tuple[int, int]


def put_in_order(session: Session, policy_id: int) -> None:
    """At the end of this transaction, what is kept of that policy is what holds then."""
    at_the_end(session, keep, policy_id)


class Beside:
    """What assessments call when one of them changed, or what was imported about a subject (`KeptBeside`)."""

    def assessment_changed(self, session: Session, assessment_id: int) -> None:
        """The policy it is about, and those that rest on it, are put in order at the end of this transaction."""
        at_the_end(session, _keep_of_assessments, assessment_id)

    def subject_changed(self, session: Session, subject_id: int) -> None:
        at_the_end(session, _keep_policies, subject_id)


BESIDE = Beside()


def _keep_policies(session: Session, subject_ids: set[int]) -> None:
    """Of these subjects the policies."""
    keep(session, session.scalars(select(POLICY.id).where(POLICY.id.in_(subject_ids))))


def keep(session: Session, policy_ids: Iterable[int]) -> int:
    """Write what is kept of these anew where it differs; how many policies that was."""
    ids, written = sorted(set(policy_ids)), 0
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        written += _keep(session, some, _read(session, _OF_POLICIES, some))
    return written


def _keep_of_assessments(session: Session, assessment_ids: set[int]) -> None:
    """Of each policy that has an assessment rows are kept already."""
    rows = _read(session, _OF_ASSESSMENTS, assessment_ids)
    if rows:
        _keep(session, {row.policy_id for row in rows}, rows)


def _touched() -> CompoundSelect[int]:
    """The subjects of these assessments and of whatever was said to be covered by one of them."""
    parent, child = aliased(Version), aliased(Version)
    these: BindParameter[Any] = bindparam("these", expanding=True)
    resting = (
        select(Assessment.subject_id)
        .join(child, child.assessment_id == Assessment.id)
        .join(Cover, Cover.version_id == child.id)
        .join(parent, parent.id == Cover.parent_id)
        .where(parent.assessment_id.in_(these))
    )
    return select(Assessment.subject_id).where(Assessment.id.in_(these)).union_all(resting)


def _locked(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Their rows, held until the commit: of two writers the second sees what the first wrote.

    The row of the organisation that leads is never taken away, so there is always one to wait for.
    """
    query = select(*KEPT).where(which).order_by(PolicyCoverage.policy_id, PolicyCoverage.organisation_id)
    return query.with_for_update()


_OF_ASSESSMENTS = _locked(among(PolicyCoverage.policy_id, _touched()))
_OF_POLICIES = _locked(PolicyCoverage.policy_id.in_(bindparam("these", expanding=True)))


def _read(session: Session, query: Select[*tuple[Any, ...]], these: Collection[int]) -> Sequence[Kept]:
    return [Kept(*row) for row in session.execute(query, {"these": sorted(these)})]


def _keep(session: Session, ids: Collection[int], kept: Sequence[Kept]) -> int:
    wanted = {_key(row): row for row in made(session, ids)}
    found = {_key(row): row for row in kept}
    if wanted.keys() - found.keys():  # new, or written by somebody we waited for
        found = {_key(row): row for row in _read(session, _OF_POLICIES, ids)}
    gone = {key: row for key, row in found.items() if wanted.get(key) != row}
    come = {key: row for key, row in wanted.items() if found.get(key) != row}
    _write(session, gone, come)
    old, new = ([one for row in rows.values() for one in counted_in(row)] for rows in (gone, come))
    counting.add(session, CoverageCount, counting.change(old, new))
    return len({policy_id for policy_id, _ in (*gone, *come)})


def _write(session: Session, gone: Mapping[Key, Kept], come: Mapping[Key, Kept]) -> None:
    row = PolicyCoverage
    for policy_id, organisation_id in gone.keys() - come.keys():
        session.execute(delete(row).where(row.policy_id == policy_id, row.organisation_id == organisation_id))
    new, other = come.keys() - gone.keys(), come.keys() & gone.keys()
    for verb, keys in ((insert(row), new), (update(row), other)):
        if keys:
            session.execute(verb, [come[key]._asdict() for key in sorted(keys)])


def _key(row: Kept) -> Key:
    return row.policy_id, row.organisation_id


def keeping_coverage() -> Job:
    """The job that turns what stands otherwise since its time has come."""
    return Job("keep coverage", 60, turn_due)


def turn_due() -> int:
    """In short transactions; how many policies stand otherwise now."""
    turned = 0
    due = select(PolicyCoverage.policy_id).limit(AT_ONCE)
    while ids := list(db.session.scalars(due.where(time_has_come(clock.now())))):
        with transaction() as session:
            turned += keep(session, ids)
    return turned


def rebuild() -> int:
    """Put all rows and counts right, in short transactions; how many policies stood otherwise than they should."""
    mended, last = 0, 0
    while True:
        with transaction() as session:
            ids = _next(session, last)
            mended += keep(session, ids)
        if not ids:
            break
        last = ids[-1]
    return mended + recount()


def recount() -> int:
    """Put the counts right; how many keys had another."""
    with transaction() as session:
        return counting.put_right(session, CoverageCount, truth())


def verify_coverage(session: Session, *, only: str = "") -> Iterator[Finding]:
    """What is kept of every policy (of that of the assessment `only`) is what it should be, and so are the counts."""
    now, last = clock.now(), 0
    while ids := _next(session, last, only):
        query = select(*KEPT).where(PolicyCoverage.policy_id.in_(ids))
        kept = {Kept(*row).as_of(now) for row in session.execute(query)}
        for policy_id in sorted({row.policy_id for row in kept ^ {one.as_of(now) for one in made(session, ids)}}):
            yield Finding(f"coverage:{policy_id}", "is not how its policy stands: eia coverage")
        last = ids[-1]
    if not only:
        for key, _ in counting.wrong(session, CoverageCount, truth()):
            yield Finding(f"coverage of organisation {key[0]}", "is not what its policies add up to: eia coverage")


def _next(session: Session, last: int, only: str = "") -> Sequence[int]:
    query = select(POLICY.id).where(POLICY.id > last).order_by(POLICY.id)
    if only:
        subject = select(Assessment.subject_id).where(Assessment.reference == only)
        query = query.where(POLICY.id.in_(subject))
    return session.scalars(query.limit(AT_ONCE)).all()
