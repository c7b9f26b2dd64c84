"""Looking up policies: the list, narrowed, with where each one's assessment stands; one policy; who may own one."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785
from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, lazyload, selectinload

from eia.assessments.models import Assessment, Version
from eia.assessments.models.version import OPEN
from eia.assessments.readers import readable_by
from eia.errors import NotFound
from eia.people.contracts import Work
from eia.people.models import Organisation, Person, Unit
from eia.people.names import sort_name_of
from eia.people.queries import Standings
from eia.plans import among
from eia.policies.facts import Facts
from eia.policies.models import RETIRED, Policy
from eia.subjects.models import Subject, subject_organisation
from eia.subjects.queries import visible_to

PAGE = 50
KIND = "policy"
NO_CLASS, NO_UNIT = "none", -1
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest version of an assessment that a reader may know of."""

    reference: str
    number: int
    state: str
    since: datetime | None
    """Since when it is there, while it is worked on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; `after` is the policy the page begins after."""

    words: str = ""
    organisation: int = 0
    unit: int = 0
    """`NO_UNIT` for those of none."""
    policy_class: str = ""
    """A key; `NO_CLASS` for those in none."""
    state: str = ""
    covered: str = ""
    """How it stands for that organisation: a value of `coverage.words.Covered`."""
    after: int = 0


@dataclass(frozen=True, slots=True)
class PoliciesPage:
    policies: Sequence[Policy]
    latest: Mapping[int, Latest]
    """By policy: where its assessment stands. None for those without one to read."""
    next_after: int
    """The id of the last policy, when there are more; else 0."""


def page_of(session: Session, found: Sequence[Policy], by: Standings) -> PoliciesPage:
    """A page of those that were found for it, one more than fifty where there are more."""
    shown = found[:PAGE]
    more = shown[-1].id if len(found) > PAGE else 0
    return PoliciesPage(shown, latest_of(session, [policy.id for policy in shown], by), more)


def in_order(session: Session, query: Select[Policy], by: Standings, *, after: int) -> Select[Policy]:
    """By title, those after the policy `after`."""
    query = query.order_by(Policy.sort_title, Policy.id)
    if after:
        last = session.execute(
            select(Subject.sort_title, Subject.id).where(Subject.id == after, Subject.kind == KIND, visible_to(by))
        ).one_or_none()
        if last is not None:
            query = query.where(tuple_(Policy.sort_title, Policy.id) > tuple(last))
    return query


def listed(by: Standings, wanted: Wanted) -> Select[Policy]:
    """The policies that this person may see and that fit, with what a list says of each."""
    return (
        select(Policy)
        .join(Policy.owner)
        .where(visible_to(by), *fitting(wanted))
        .options(
            contains_eager(Policy.owner).lazyload(Person.organisation),
            joinedload(Policy.organisation),
            joinedload(Policy.unit),
            selectinload(Policy.organisations),
        )
    )


def fitting(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """SQL for what the list is narrowed to, but for how it is covered (`coverage/lists.py`)."""
    if wanted.words:
        yield from (_holds(word) for word in wanted.words.split()[:MOST_WORDS])
    if wanted.organisation:
        binds = subject_organisation.c
        bound = select(binds.subject_id).where(binds.organisation_id == wanted.organisation)
        yield Policy.id.in_(bound)
    if wanted.unit:
        yield Policy.unit_id == (None if wanted.unit == NO_UNIT else wanted.unit)
    if wanted.policy_class:
        yield Policy.policy_class == ("" if wanted.policy_class == NO_CLASS else wanted.policy_class)
    if wanted.state:
        yield Policy.state == wanted.state


def _holds(word: str) -> ColumnElement[bool]:
    """It stands in the title, folded, or in the number."""
    folded, number = (re.sub(r"([\\%_])", r"\\\1", one) for one in (sort_name_of(word), word.lower()))
    return or_(
        Policy.sort_title.like(f"%{folded}%", escape="\\"), func.lower(Policy.number).like(f"%{number}%", escape="\\")
    )


def units_of(session: Session, organisation_ids: Collection[int]) -> Sequence[Unit]:
    """By name."""
    mine = Unit.organisation_id.in_(sorted(organisation_ids))
    return session.scalars(select(Unit).where(mine).order_by(Unit.name, Unit.id)).all()


def latest_of(session: Session, policy_ids: Sequence[int], by: Standings) -> dict[int, Latest]:
    """By policy: the latest version of its assessment that this person may know of."""
    query = (
        select(Assessment.subject_id, Assessment.reference, Version.number, Version.state, Version.state_since)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.subject_id.in_(policy_ids), readable_by(by))
        .order_by(Version.number)
    )
    return {row.subject_id: _latest(row) for row in session.execute(query)}


def _latest(row: Row[int, str, int, str, datetime]) -> Latest:
    return Latest(row.reference, row.number, row.state, row.state_since if row.state in OPEN else None)


def without_assessment(session: Session, by: Standings, *, limit: int = PAGE) -> Sequence[Policy]:
    """The policies this person owns that nobody has begun to assess, the oldest first."""
    return session.scalars(NOT_BEGUN, {"person": by.person_id, "most": limit}).all()


NOT_BEGUN = (
    select(Policy)
    .where(among(Policy.id, select(Subject.id).where(Subject.owner_id == bindparam("person"))))
    .where(Policy.state != RETIRED)
    .where(~select(Assessment.id).where(Assessment.subject_id == Policy.id).exists())
    .order_by(Policy.created_at, Policy.id)
    .limit(bindparam("most", type_=Integer))
)
"""Home asks it of everybody, so it is put together once.

What the person owns is found first: where no policy is retired, PostgreSQL expects next to nothing of "not retired"
and would begin with all policies.
"""


def policy_for(session: Session, policy_id: int, by: Standings) -> Policy:
    """The policy; NotFound when there is none that this person may see."""
    query = (
        select(Policy)
        .where(Policy.id == policy_id, visible_to(by))
        .options(
            selectinload(Policy.organisations),
            joinedload(Policy.organisation),
            joinedload(Policy.owner),
            joinedload(Policy.unit),
        )
    )
    policy = session.scalars(query).one_or_none()
    if policy is None:
        raise NotFound("There is no such policy, or you may not see it.")
    return policy


def open_work(session: Session, person_id: int) -> Sequence[Work]:
    """The policies that somebody leaves behind without an owner."""
    query = select(Policy).where(Policy.state != RETIRED, Policy.owner_id == person_id).order_by(Policy.sort_title)
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
        **Facts.of(policy).told,
    }


def fingerprint(policy: Policy) -> str:
    """Changes when any fact changes: what a form carries to notice that somebody else was faster."""
    return hashlib.sha256(rfc8785.dumps(facts_of(policy))).hexdigest()[:16]  # type: ignore[arg-type]


unit_named = select(Policy.__table__.c.unit_id).where(Policy.__table__.c.id == Subject.id)
"""The unit that is named for a policy, for whoever reads subjects."""
