"""What the coverage of policies is made from, in one statement for some of them, and what it comes to now."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from eia import clock
from eia.assessments.models import Adoption, Assessment, Cover, CoverLoss, PastAssessment, Section, Version
from eia.assessments.models.version import OPEN
from eia.assessments.reminding.calendar import REVIEWED
from eia.assessments.workflow import CHECKING
from eia.plans import unsought
from eia.policies.coverage.words import STUCK_DAYS, TURNS, Covered
from eia.policies.models import BINDING, Policy, PolicyCoverage
from eia.subjects.models import Subject, subject_organisation

SIGNED, SCREENED_OUT = "signed_off", "screened_out"
STUCK_AFTER = timedelta(days=STUCK_DAYS)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
TITLE = 80
"""So many letters of a title are kept to order by."""


class Kept(NamedTuple):
    """One row of `PolicyCoverage`."""

    policy_id: int
    organisation_id: int
    covered: str
    unit_id: int | None
    policy_class: str
    place: str
    since: datetime | None
    turns_at: datetime | None
    title_key: str

    def as_of(self, now: datetime) -> "Kept":
        """As it stands then, when nobody has written that its time has come."""
        has_turned = self.turns_at is not None and self.turns_at <= now
        return self._replace(covered=TURNS[self.covered], turns_at=None) if has_turned else self


KEPT = tuple(getattr(PolicyCoverage, name) for name in Kept._fields)


def time_has_come(now: datetime) -> ColumnElement[bool]:
    """SQL for those that stand otherwise by then, though nobody has written it: usually none.

    With both ends PostgreSQL expects few of them and looks into their index.
    """
    return and_(PolicyCoverage.turns_at > BEGINNING, PolicyCoverage.turns_at <= now)


def made(session: Session, policy_ids: Iterable[int]) -> Iterator[Kept]:
    """What has to be kept of these policies now, one for each organisation that each binds."""
    now = clock.now()
    for row in session.execute(_sources(), {"policies": sorted(policy_ids)}):
        is_open = row.place is not None and (row.lead_id == row.organisation_id or row.place in CHECKING)
        covered, turns_at = _stands(row, is_open, now)
        yield Kept(
            row.policy_id, row.organisation_id, covered, row.unit_id, row.policy_class, row.place if is_open else "",
            row.since if is_open else None, turns_at, row.sort_title[:TITLE],
        )  # fmt: skip


def _stands(row: Any, is_open: bool, now: datetime) -> tuple[str, datetime | None]:
    """How it stands, and when that turns by itself."""
    if row.state not in BINDING:
        return row.state, None
    turns_at, covered = None, Covered.NEVER
    if row.assessed:
        turns_at, covered = _day_after(row.review_day), Covered.ASSESSED
    elif row.screened and not (is_open and row.challenges):
        covered = Covered.SCREENED_OUT
    elif is_open:
        turns_at, covered = row.since + STUCK_AFTER, Covered.IN_PROGRESS
    elif row.lost:
        covered = Covered.COVER_LOST
    elif row.imported:
        covered = Covered.IMPORTED
    if turns_at is not None and turns_at <= now:
        return TURNS[covered], None
    return covered.value, turns_at


def _day_after(day: str | None) -> datetime | None:
    """The instant at which that day is over in London; None for no day."""
    try:
        following = date.fromisoformat(day or "") + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(following, time(), clock.LONDON).astimezone(UTC)


@cache
def _sources() -> Select[*tuple[Any, ...]]:
    """From the policies to their assessments and on to the versions, never from all versions of a state."""
    binds, signed, begun, imported = subject_organisation.c, _signed(), _begun(), _imported()
    policy, subject = Policy.__table__.c, Subject.__table__.c
    of_both = [
        and_(one.c.subject_id == binds.subject_id, one.c.organisation_id == binds.organisation_id)
        for one in (signed, imported)
    ]
    return (
        select(
            binds.subject_id.label("policy_id"), binds.organisation_id, policy.state, policy.unit_id,
            policy["class"].label("policy_class"), subject.sort_title, signed.c.review_day, signed.c.assessed,
            signed.c.screened, signed.c.lost, begun.c.lead_id, begun.c.place, begun.c.since, begun.c.challenges,
            imported.c.subject_id.label("imported"),
        )
        .join(Policy.__table__, policy.id == binds.subject_id)
        .join(Subject.__table__, subject.id == binds.subject_id)
        .outerjoin(signed, of_both[0])
        .outerjoin(begun, begun.c.subject_id == binds.subject_id)
        .outerjoin(imported, of_both[1])
        .where(_among_these(binds.subject_id))
    )  # fmt: skip


def _among_these(column: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(bindparam("policies", expanding=True))
    return found


def _signed() -> Subquery:
    """By subject and organisation: what that organisation signed and what still stands."""
    parent, on_parent = aliased(Version), aliased(Adoption)
    lost = and_(Cover.id.is_not(None), or_(parent.state != SIGNED, on_parent.id.is_(None), CoverLoss.id.is_not(None)))
    day = Section.answers[REVIEWED[1]].as_string()
    return (
        select(
            Assessment.subject_id,
            Adoption.organisation_id,
            func.min(case((and_(Version.state == SIGNED, day != ""), day))).label("review_day"),
            _any(Version.state == SIGNED, "assessed"),
            _any(and_(Version.state == SCREENED_OUT, ~func.coalesce(lost, false())), "screened"),
            _any(and_(Version.state == SCREENED_OUT, lost), "lost"),
        )
        .select_from(Version)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .join(Adoption, and_(Adoption.version_id == Version.id, Adoption.round == Version.round))
        .outerjoin(Section, and_(Section.version_id == Version.id, Section.key == REVIEWED[0]))
        .outerjoin(Cover, Cover.version_id == Version.id)
        .outerjoin(CoverLoss, CoverLoss.cover_id == Cover.id)
        .outerjoin(parent, parent.id == Cover.parent_id)
        .outerjoin(
            on_parent,
            and_(
                on_parent.version_id == parent.id, on_parent.round == parent.round, on_parent.status == "signed",
                on_parent.organisation_id == Adoption.organisation_id,
            ),
        )
        .where(unsought(Version.state).in_((SIGNED, SCREENED_OUT)), Adoption.status == "signed")
        .where(_among_these(Assessment.subject_id))
        .group_by(Assessment.subject_id, Adoption.organisation_id)
        .subquery()
    )  # fmt: skip


def _begun() -> Subquery:
    """By subject: its open version, of which there is at most one."""
    return (
        select(
            Assessment.subject_id, Assessment.organisation_id.label("lead_id"), Version.state.label("place"),
            Version.state_since.label("since"), Version.challenges,
        )
        .join(Version, Version.assessment_id == Assessment.id)
        .where(unsought(Version.state).in_(OPEN), _among_these(Assessment.subject_id))
        .subquery()
    )  # fmt: skip


def _imported() -> Subquery:
    """Each subject with the organisation that imported a past assessment of it."""
    past = PastAssessment
    return select(past.subject_id, past.organisation_id).where(_among_these(past.subject_id)).distinct().subquery()


def _any(holds: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.max(case((holds, 1), else_=0)).label(name)
