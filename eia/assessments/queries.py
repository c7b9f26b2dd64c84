"""What is looked up: one version for a reader, what waits for whom. (The register: `register/`)"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from eia.assessments.case import LOADED, Case, case_of
from eia.assessments.joint.owing import THIS_ROUND, not_written, turn_of, waits_for
from eia.assessments.listed import Listed, lines, listed
from eia.assessments.loading import leave_out_what_is_empty, read_whole
from eia.assessments.models import (
    UNANSWERED,
    ActionProgress,
    ActionStanding,
    Adoption,
    Assessment,
    Version,
)
from eia.assessments.models.version import TO_CHECK, stream_in_sql
from eia.assessments.readers import Part, part_of, readable_by
from eia.at_once import Rows
from eia.audit.queries import last_time_in
from eia.errors import NotFound
from eia.people.models import Organisation, Person
from eia.people.offices import Office
from eia.people.queries import KEPT, Standings

FIRST = 21
"""Lines of one kind on the first page: one more than it shows, to know that there are more."""
LARGEST_NUMBER = 2**31
SIGNING = ("sign_off", "screening_review")
REFERENCE = re.compile(r"[A-Z0-9]{1,20}-EIA-\d{4}-\d{4,9}")
"""What a reference looks like; anything else never reaches the database."""


@dataclass(frozen=True, slots=True)
class Found:
    """A version this person may know of, and how much of it they may read."""

    version_id: int
    part: Part


def find(session: Session, reference: str, number: int, by: Standings) -> Found:
    """The version, or NotFound when there is none that this person may know of."""
    row = _asked(session, reference, number, _one(by))
    return Found(row[0], Part(row[1]))


def read(session: Session, reference: str, number: int, by: Standings, *, whole: bool = False) -> tuple[Case, Part]:
    """The same to be shown, in two statements: the version, and how much of it this person may read; and its lists.

    `whole` is for pages that show all of it. Others ask for each list they look at.
    """
    version, digest, part = _asked(session, reference, number, _loaded(by))
    case = case_of(session, version, digest)
    if whole and part == Part.ALL:
        case.know(**read_whole(session, version, by.person_id))
    else:
        leave_out_what_is_empty(session, version)
    return case, Part(part)


def _asked(session: Session, reference: str, number: int, query: Select[*tuple[Any, ...]]) -> Row[*tuple[Any, ...]]:
    """The row of that query, which ends with how much of it may be read."""
    if number > LARGEST_NUMBER or not REFERENCE.fullmatch(reference):
        raise NotFound("There is no such assessment, or you may not read it.")
    row = session.execute(query, {"reference": reference, "number": number}).one_or_none()
    if row is None or row[-1] == Part.NONE:
        raise NotFound("There is no such assessment, or you may not read it.")
    return row


@lru_cache(KEPT)
def _one(by: Standings) -> Select[*tuple[Any, ...]]:
    return _at_address(select(Version.id, part_of(by)).join(Version.assessment).join(Assessment.subject))


@lru_cache(KEPT)
def _loaded(by: Standings) -> Select[*tuple[Any, ...]]:
    return _at_address(LOADED.add_columns(part_of(by)))


def _at_address(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.where(Assessment.reference == bindparam("reference"), Version.number == bindparam("number"))


def latest_number(session: Session, reference: str, by: Standings) -> int:
    """The number of the latest version this person may know of."""
    if not REFERENCE.fullmatch(reference):
        raise NotFound("There is no such assessment, or you may not read it.")
    number = session.scalar(
        select(func.max(Version.number))
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Assessment.reference == reference, readable_by(by))
    )
    if number is None:
        raise NotFound("There is no such assessment, or you may not read it.")
    return number


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of "waiting for you": what, what to do, since when."""

    version: Listed
    todo: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Mine:
    """What this person wrote; once it is sent, the organisations that owe an answer, each with whom it waits for on a
    route, and when they were last reminded.
    """

    version: Listed
    pending: Sequence[tuple[str, str]]
    nudged_at: datetime | None


TO_WRITE = {
    "draft": "Finish the draft",
    "screening": "Finish the screening",
    "full_assessment": "Finish the full assessment",
    "mitigation": "Plan what is done, and send it",
}
SENT = ("screening_review", "adviser_review", "sign_off")


def written_by(session: Session, by: Standings) -> list[Mine]:
    """What this person writes and what they have sent and others hold now, each the longest waiting first."""
    return [_mine(row) for row in session.execute(_written_by(), {"person": by.person_id})]


def _mine(row: Sequence[Any]) -> Mine:
    *listed, pending, nudged_at = row
    owed = sorted(json.loads(pending or "[]"), key=lambda one: (not one[2], one[0]))
    return Mine(Listed(*listed), [(name, waits) for name, waits, _ in owed], nudged_at)


@cache
def _written_by() -> Select[*tuple[Any, ...]]:
    """Who wrote it reads it, so nobody is asked. The same for everybody, so it is put together once."""
    wrote = select(Version.id).where(Version.author_id == bindparam("person"))
    order = (Version.state_since, Version.id)
    firsts = [wrote.where(Version.state.in_(one)).order_by(*order).limit(FIRST) for one in (tuple(TO_WRITE), SENT)]
    either = union_all(*(select(one.subquery().c.id) for one in firsts))
    owed = (
        select(Rows(Organisation.name, Adoption.waits_for, Adoption.leads))
        .join_from(Adoption, Organisation, Organisation.id == Adoption.organisation_id)
        .where(Adoption.version_id == Version.id, Adoption.round == Version.round, Adoption.status.in_(UNANSWERED))
    )
    sent, nudged = Version.state.in_(SENT), last_time_in(stream_in_sql(Assessment.reference), "nudged")
    more = [case((sent, one.correlate(Version, Assessment).scalar_subquery())) for one in (owed, nudged)]
    return listed().add_columns(*more).where(Version.id.in_(either)).order_by(*order)


def waiting_for(session: Session, by: Standings, mine: Sequence[Mine] | None = None) -> list[Waiting]:
    """What this person has to do next, the longest waiting first; `mine` is what they wrote, where it is known."""
    written = (one.version for one in (written_by(session, by) if mine is None else mine))
    writing = [Waiting(one, TO_WRITE[one.state], "assessments.version") for one in written if one.state in TO_WRITE]
    return sorted(
        [*writing, *_to_check(session, by), *_to_sign(session, by)],
        key=lambda waiting: (waiting.version.state_since, waiting.version.id),
    )


def _longest(by: Standings, waiting: Select[int]) -> Select[*tuple[Any, ...]]:
    """Of these versions those that wait longest. Who may read is asked of these few, not of the thousands that wait."""
    order = (Version.state_since, Version.id)
    few = waiting.order_by(*order).limit(FIRST)
    return listed().where(Version.id.in_(few)).order_by(*order).where(readable_by(by))


def _to_check(session: Session, by: Standings) -> list[Waiting]:
    """For an independent adviser: screenings their organisation has not signed, and checks their organisation leads."""
    if not by.holds(Office.ADVISER):
        return []
    todo = {"screening_review": "Check the screening and sign", "adviser_review": "Check it and give your opinion"}
    return [Waiting(one, todo[one.state], "assessments.summary") for one in lines(session, _checked_by(by))]


@lru_cache(KEPT)
def _checked_by(by: Standings) -> Select[*tuple[Any, ...]]:
    organisations = by.organisations_of(Office.ADVISER)
    unclaimed = or_(Version.adviser_id.is_(None), Version.adviser_id == by.person_id)
    state = func.coalesce(Version.state, "")  # or SQLite leaves the index of the queue for that of the states
    leads = and_(state == "adviser_review", Assessment.organisation_id.in_(organisations), unclaimed)
    signs = and_(state == "screening_review", turn_of(by, Office.ADVISER))
    waiting = select(Version.id).join(Version.assessment).where(TO_CHECK, or_(leads, signs), *not_written(by))
    return _longest(by, waiting)


def _to_sign(session: Session, by: Standings) -> list[Waiting]:
    """For those who sign: where one signature is owed the approvers, on a route whoever's turn it is."""
    found: list[Waiting] = []
    if by.holds(Office.APPROVER):
        todo = "Read it and sign, or return it"
        found += [Waiting(one, todo, "assessments.summary") for one in lines(session, _signed_by(by))]
    if by.holds(Office.HEAD) or by.holds(Office.ADVISER):
        todo = "Read it and sign, or refuse: it is your turn"
        found += [Waiting(one, todo, "assessments.summary") for one in lines(session, _on_a_route(by))]
    return found


@lru_cache(KEPT)
def _signed_by(by: Standings) -> Select[*tuple[Any, ...]]:
    pending = turn_of(by, Office.APPROVER)
    return _longest(by, select(Version.id).where(Version.state == "sign_off", pending, *not_written(by)))


@lru_cache(KEPT)
def _on_a_route(by: Standings) -> Select[*tuple[Any, ...]]:
    """What a head of department signs, and an adviser besides screenings: found from the few that are on a route."""
    heads, advisers = (waits_for(by, office) for office in (Office.HEAD, Office.ADVISER))
    turn = or_(and_(heads, Version.state.in_(SIGNING)), and_(advisers, Version.state == "sign_off"))
    waiting = select(Version.id).join(Version.adoptions).where(THIS_ROUND, turn, *not_written(by))
    return _longest(by, waiting)


_PEOPLE = (
    select(Person)
    .where(Person.organisation_id.in_(bindparam("organisations", expanding=True)), Person.closed_at.is_(None))
    .order_by(Person.sort_name, Person.id)
)


def people_of(session: Session, organisation_ids: set[int]) -> list[Person]:
    """Everybody an action may be given to."""
    return list(session.scalars(_PEOPLE, {"organisations": sorted(organisation_ids)}))


def versions_of(session: Session, version_ids: set[int]) -> dict[int, Version]:
    query = (
        select(Version)
        .where(Version.id.in_(sorted(version_ids)))
        .options(selectinload(Version.assessment).selectinload(Assessment.subject))
    )
    return {version.id: version for version in session.scalars(query)}


def progress_of(session: Session, mitigation_id: int) -> Sequence[ActionProgress]:
    """The notes on one action, newest first."""
    query = (
        select(ActionProgress)
        .where(ActionProgress.mitigation_id == mitigation_id)
        .options(joinedload(ActionProgress.new_owner).lazyload(Person.organisation))
        .order_by(ActionProgress.id.desc())
    )
    return session.scalars(query).all()


_STANDINGS = (
    select(ActionStanding)
    .where(ActionStanding.version_id == bindparam("version_id"))
    .options(
        joinedload(ActionStanding.last_note).lazyload(ActionProgress.person),
        joinedload(ActionStanding.owner).lazyload(Person.organisation),
    )
)


def standings_of_actions(session: Session, version_id: int) -> dict[int, ActionStanding]:
    """Id of an action -> where it stands, with its newest note. Empty before it is signed."""
    return {row.mitigation_id: row for row in session.scalars(_STANDINGS, {"version_id": version_id})}


def late_with_cases(session: Session, action_ids: Iterable[int]) -> list[tuple[ActionStanding, Case]]:
    """These actions, each with its version and what is asked before a later one is opened, in three queries."""
    query = (
        select(ActionStanding)
        .where(ActionStanding.mitigation_id.in_(sorted(action_ids)))
        .options(
            joinedload(ActionStanding.mitigation, innerjoin=True),
            joinedload(ActionStanding.owner, innerjoin=True).lazyload(Person.organisation),
        )
    )
    standings = session.scalars(query).all()
    wanted = {standing.version_id for standing in standings}
    with_versions = LOADED.where(Version.id.in_(wanted)).options(
        contains_eager(Version.assessment).selectinload(Assessment.versions)
    )
    cases = {version.id: case_of(session, version, digest) for version, digest in session.execute(with_versions)}
    return [(standing, cases[standing.version_id]) for standing in standings]
