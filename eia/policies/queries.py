"""Looking up policies: the list with where each one's assessment stands, one policy, who may own one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import rfc8785
from sqlalchemy import Integer, Row, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload, selectinload

from eia.assessments.models import Assessment, Version
from eia.assessments.readers import readable_by
from eia.errors import NotFound
from eia.people.contracts import Work
from eia.people.models import Organisation, Person
from eia.people.queries import Standings
from eia.policies.models import Policy
from eia.subjects.models import Subject
from eia.subjects.queries import visible_to

PAGE = 50
KIND = "policy"


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest version of an assessment that a reader may know of."""

    reference: str
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    policies: Sequence[Subject]
    latest: Mapping[int, Latest]
    """By policy: where its assessment stands. None for those without one to read."""
    next_after: int
    """The id of the last policy, when there are more; else 0."""


def policies_page(session: Session, by: Standings, *, after: int = 0) -> PoliciesPage:
    """Fifty policies by title, those after the policy `after`; in a constant number of queries."""
    return page_of(session, listed().where(visible_to(by)), by, after=after)


def page_of(session: Session, query: Select[Subject], by: Standings, *, after: int) -> PoliciesPage:
    """Fifty of these policies by title, those after the policy `after`."""
    query = query.order_by(Subject.sort_title, Subject.id).limit(PAGE + 1)
    if after:
        last = session.execute(
            select(Subject.sort_title, Subject.id).where(Subject.id == after, Subject.kind == KIND, visible_to(by))
        ).one_or_none()
        if last is not None:
            query = query.where(tuple_(Subject.sort_title, Subject.id) > tuple(last))
    found = session.scalars(query).all()
    shown = found[:PAGE]
    more = shown[-1].id if len(found) > PAGE else 0
    return PoliciesPage(shown, latest_of(session, [policy.id for policy in shown], by), more)


def listed() -> Select[Subject]:
    """Everything a list shows stands on `Subject`, so the policies' own table is not read."""
    return (
        select(Subject)
        .join(Subject.owner)
        .where(Subject.kind == KIND)
        .options(
            contains_eager(Subject.owner).lazyload(Person.organisation),
            joinedload(Subject.organisation),
            selectinload(Subject.organisations),
        )
    )


def latest_of(session: Session, policy_ids: Sequence[int], by: Standings) -> dict[int, Latest]:
    """By policy: the latest version of its assessment that this person may know of."""
    query = (
        select(Assessment.subject_id, Assessment.reference, Version.number, Version.state)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.subject_id.in_(policy_ids), readable_by(by))
        .order_by(Version.number)
    )
    return {row.subject_id: _latest(row) for row in session.execute(query)}


def _latest(row: Row[int, str, int, str]) -> Latest:
    return Latest(row.reference, row.number, row.state)


def without_assessment(session: Session, by: Standings, *, limit: int = PAGE) -> Sequence[Subject]:
    """The policies this person owns that nobody has begun to assess, the oldest first."""
    return session.scalars(_NOT_BEGUN, {"person": by.person_id, "most": limit}).all()


_NOT_BEGUN = (
    select(Subject)
    .where(Subject.kind == KIND, Subject.owner_id == bindparam("person"))
    .where(~select(Assessment.id).where(Assessment.subject_id == Subject.id).exists())
    .order_by(Subject.created_at, Subject.id)
    .limit(bindparam("most", type_=Integer))
)
"""Home asks it of everybody, so it is put together once."""


def policy_for(session: Session, policy_id: int, by: Standings) -> Policy:
    """The policy; NotFound when there is none that this person may see."""
    query = (
        select(Policy)
        .where(Policy.id == policy_id, visible_to(by))
        .options(selectinload(Policy.organisations), joinedload(Policy.organisation), joinedload(Policy.owner))
    )
    policy = session.scalars(query).one_or_none()
    if policy is None:
        raise NotFound("There is no such policy, or you may not see it.")
    return policy


def open_work(session: Session, person_id: int) -> Sequence[Work]:
    """The policies that somebody leaves behind without an owner."""
    query = select(Subject).where(Subject.kind == KIND, Subject.owner_id == person_id).order_by(Subject.sort_title)
    return [
        Work(f"Owns {policy.number} “{policy.title}”", "policies.policy", {"policy_id": policy.id})
        for policy in session.scalars(query)
    ]


def possible_owners(session: Session, organisation_id: int) -> Sequence[Person]:
    """Everybody who works for the organisation now, by name."""
    query = (
        select(Person)
        .where(Person.organisation_id == organisation_id, Person.closed_at.is_(None))
        .options(lazyload(Person.organisation))
        .order_by(Person.sort_name, Person.id)
    )
    return session.scalars(query).all()


def other_organisations(session: Session, organisation_id: int) -> Sequence[Organisation]:
    """Those a policy of this organisation can be shared with, by name."""
    return session.scalars(
        select(Organisation).where(Organisation.id != organisation_id).order_by(Organisation.name)
    ).all()


def facts_of(policy: Policy) -> dict[str, object]:
    """What a policy says, as plain values for the trail."""
    return {
        "number": policy.number,
        "title": policy.title,
        "owner": policy.owner.name,
        "owner_id": policy.owner_id,
        "organisations": sorted(organisation.code for organisation in policy.organisations),
    }


def fingerprint(policy: Policy) -> str:
    """Changes when any fact changes: what a form carries to notice that somebody else was faster."""
    return hashlib.sha256(rfc8785.dumps(facts_of(policy))).hexdigest()[:16]  # type: ignore[arg-type]
