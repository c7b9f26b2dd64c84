"""The register of gaps: what is not known, across assessments, and who finds it out by when.

A gap is listed once: from the version in force, or from the one being written where none is in force yet.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from eia.assessments.models import ActionProgress, ActionStanding, Assessment, Gap, Mitigation, Version
from eia.assessments.models.version import OPEN
from eia.assessments.readers import Part, reads
from eia.people.models import Person
from eia.people.queries import Standings

PAGE = 50
IN_FORCE = ("signed_off", "screened_out")
FINISHED = ("done", "confirmed", "dropped", "closed", "moved")
SHOWN = {"overdue": "Overdue", "unmet": "Nothing planned yet", "open": "Not done yet"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the register is narrowed to; `owner` is the number of a person, `after` the gap to go on from."""

    characteristic: str = ""
    show: str = ""
    owner: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Met:
    """One answer to a gap, and the newest word on its progress ("" before any)."""

    row: Mitigation
    status: str
    owner: str

    def is_overdue(self, today: date) -> bool:
        is_open = self.row.kind == "action" and self.status not in FINISHED
        return is_open and self.row.due is not None and self.row.due < today


@dataclass(frozen=True, slots=True)
class GapLine:
    gap: Gap
    version: Version
    met_by: Sequence[Met]


@dataclass(frozen=True, slots=True)
class GapsPage:
    lines: Sequence[GapLine]
    next_after: int


def gaps_page(session: Session, by: Standings, narrowed: Narrowed, today: date) -> GapsPage:
    """Fifty gaps, the newest first, in a constant number of queries."""
    lines = _lines(session, by, narrowed, today, limit=PAGE + 1)
    more = lines[PAGE - 1].gap.id if len(lines) > PAGE else 0
    return GapsPage(lines[:PAGE], more)


def every_gap(session: Session, by: Standings, narrowed: Narrowed, today: date) -> Iterator[GapLine]:
    """All of them, read page by page, for the download."""
    while True:
        page = gaps_page(session, by, narrowed, today)
        yield from page.lines
        if not page.next_after:
            return
        narrowed = Narrowed(narrowed.characteristic, narrowed.show, narrowed.owner, page.next_after)


def owners(session: Session, by: Standings) -> Sequence[Person]:
    """Those who own an action against a gap this reader may see; by name, at most two hundred."""
    action = aliased(Mitigation)  # the table of readers asks for actions too, and must not mean these
    owning = (
        select(_owner_of(action))
        .join(Gap, Gap.id == action.gap_id)
        .join(Version, Version.id == Gap.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(_readable(by))
    )
    query = select(Person).where(Person.id.in_(owning)).order_by(Person.sort_name, Person.id).limit(200)
    return session.scalars(query).all()


def _lines(session: Session, by: Standings, narrowed: Narrowed, today: date, limit: int) -> list[GapLine]:
    query = _gaps(by).where(*_conditions(narrowed, today)).order_by(Gap.id.desc()).limit(limit)
    found = session.execute(query).all()
    met = _met(session, [gap.id for gap, _ in found])
    return [GapLine(gap, version, met.get(gap.id, ())) for gap, version in found]


@lru_cache(1_000)
def _gaps(by: Standings) -> Select[Gap, Version]:
    return (
        select(Gap, Version)
        .join(Version, Version.id == Gap.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(_readable(by))
        .options(
            joinedload(Version.assessment, innerjoin=True).joinedload(Assessment.subject, innerjoin=True),
            joinedload(Version.assessment, innerjoin=True).joinedload(Assessment.organisation, innerjoin=True),
        )
    )


def _readable(by: Standings) -> ColumnElement[bool]:
    """What a gap says is content: only for those who may read all of the version it stands in."""
    other = aliased(Version)
    in_force = exists().where(other.assessment_id == Version.assessment_id, other.state.in_(IN_FORCE))
    counts = or_(Version.state.in_(IN_FORCE), and_(Version.state.in_(OPEN), ~in_force))
    return and_(counts, reads(by, Part.ALL))


def _conditions(narrowed: Narrowed, today: date) -> Iterator[ColumnElement[bool]]:
    note = aliased(ActionProgress)
    newest = select(func.max(note.id)).where(note.mitigation_id == Mitigation.id).correlate(Mitigation)
    finished = exists().where(ActionProgress.id == newest.scalar_subquery(), ActionProgress.status.in_(FINISHED))
    going_on = and_(Mitigation.gap_id == Gap.id, Mitigation.kind == "action", ~finished)
    if narrowed.after:
        yield Gap.id < narrowed.after
    if narrowed.characteristic:
        yield Gap.characteristic == narrowed.characteristic
    if narrowed.owner:
        yield exists().where(Mitigation.gap_id == Gap.id, _owner_of(Mitigation) == narrowed.owner)
    if narrowed.show == "overdue":
        yield exists().where(going_on, Mitigation.due < today)
    if narrowed.show == "open":
        yield exists().where(going_on)
    if narrowed.show == "unmet":
        yield ~exists().where(Mitigation.gap_id == Gap.id)


def _met(session: Session, gap_ids: Sequence[int]) -> Mapping[int, Sequence[Met]]:
    """By gap: what meets it, in three queries for all of them."""
    rows = session.scalars(select(Mitigation).where(Mitigation.gap_id.in_(gap_ids)).order_by(Mitigation.id)).all()
    ids = [row.id for row in rows]
    notes = session.execute(
        select(ActionProgress.mitigation_id, ActionProgress.status)
        .where(ActionProgress.mitigation_id.in_(ids))
        .order_by(ActionProgress.id)
    )
    status = {row[0]: row[1] for row in notes}
    owners = select(ActionStanding.mitigation_id, Person.name).join(ActionStanding.owner)
    named = {row[0]: row[1] for row in session.execute(owners.where(ActionStanding.mitigation_id.in_(ids)))}
    met: dict[int, list[Met]] = defaultdict(list)
    for row in rows:
        owner = named.get(row.id) or (row.owner.name if row.owner else "")
        met[row.gap_id or 0].append(Met(row, status.get(row.id, ""), owner))
    return met


def _owner_of(action: type[Mitigation]) -> ColumnElement[int | None]:
    """Whoever owns an action now; before it begins, whoever is named."""
    now = select(ActionStanding.owner_id).where(ActionStanding.mitigation_id == action.id)
    return func.coalesce(now.correlate(action).scalar_subquery(), action.owner_id)
