"""The occasions of an organisation, which assessments each may affect, and what became of those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from eia.assessments.cumulative.people import frameworks_in_use
from eia.assessments.listed import Listed, lines, listed
from eia.assessments.models import Assessment, Evidence, LiveEffect, Occasion, Reopened, ScopeItem, Version
from eia.assessments.models.cumulative import LEADS
from eia.assessments.models.version import OPEN
from eia.assessments.readers import Part, readable_by, reads
from eia.errors import NotFound
from eia.frameworks.shape import Framework
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.subjects.models import Subject

PAGE = 50
MOST = 200
"""So many assessments are listed for one occasion, the newest first."""


@dataclass(frozen=True, slots=True)
class Became:
    """What an assessment was reopened for, and where it stands now: its latest version that this person may know of."""

    row: Reopened
    now: Listed


def standing_to_record(by: Standings, organisation_id: int | None = None) -> Standing | None:
    """An equality adviser, in their organisation."""
    return by.standing(Office.ADVISER, None if organisation_id is None else {organisation_id})


def organisations_of(by: Standings) -> set[int]:
    """Whose occasions somebody reads: their own, and those they hold an office in."""
    return {by.organisation_id, *(standing.organisation_id for standing in by.held)}


def occasions(session: Session, by: Standings, *, below: int = 0) -> Sequence[Occasion]:
    """The newest first; one more than a page where there are more."""
    query = select(Occasion).where(Occasion.organisation_id.in_(sorted(organisations_of(by))))
    query = query.where(Occasion.id < below) if below else query
    return session.scalars(query.order_by(Occasion.id.desc()).limit(PAGE + 1)).all()


def looked_at_again(session: Session, rows: Sequence[Occasion]) -> dict[int, int]:
    """For how many assessments each was a reason, by its id; without those that were none for any."""
    ids = [row.id for row in rows]
    query = select(Reopened.occasion_id, func.count().label("number")).where(Reopened.occasion_id.in_(ids))
    return {row.occasion_id: row.number for row in session.execute(query.group_by(Reopened.occasion_id))}


def occasion_for(session: Session, occasion_id: int, by: Standings) -> Occasion:
    row = session.get(Occasion, occasion_id)
    if row is None or row.organisation_id not in organisations_of(by):
        raise NotFound("There is no such occasion.")
    return row


def affected(session: Session, occasion: Occasion, by: Standings) -> list[Listed]:
    """The live decisions that its organisation leads and that fit its rule, but those already reopened for it.

    The newest first, one more than `MOST` where there are more.
    """
    done = select(Reopened.assessment_id).where(Reopened.occasion_id == occasion.id)
    query = (
        listed()
        .where(
            Version.id.in_(_live(occasion, "")), reads(by, Part.ALL), Assessment.id.not_in(done),
            *_rule(occasion, frameworks_in_use(session)),
        )
        .order_by(Version.id.desc())
        .limit(MOST + 1)
    )  # fmt: skip
    return lines(session, query)


def _live(occasion: Occasion, about: str) -> Select[int]:
    """The live decisions that its organisation leads and that touch these people, whoever they are where it is ""."""
    return select(LiveEffect.version_id).where(
        LiveEffect.organisation_id == occasion.organisation_id, LiveEffect.bound == LEADS, LiveEffect.area == "",
        LiveEffect.about == about,
    )  # fmt: skip


def _rule(occasion: Occasion, frameworks: Sequence[Framework]) -> Iterator[ColumnElement[bool]]:
    """Each that is filled in must hold."""
    if occasion.framework:
        yield Version.framework.in_([one.id for one in frameworks if one.key == occasion.framework])
    if occasion.characteristic:
        yield Version.id.in_(_live(occasion, occasion.characteristic))
    if occasion.evidence:
        cites = or_(
            Evidence.title.icontains(occasion.evidence, autoescape=True),
            Evidence.source.icontains(occasion.evidence, autoescape=True),
        )
        yield select(Evidence.id).where(Evidence.version_id == Version.id, cites).exists()
    if occasion.area:
        place = ScopeItem.version_id == Version.id, ScopeItem.kind == "place"
        yield select(ScopeItem.id).where(*place, ScopeItem.value.icontains(occasion.area, autoescape=True)).exists()
    if occasion.words:
        yield Subject.sort_title.contains(sort_name_of(occasion.words), autoescape=True)


def open_already(session: Session, version_ids: Sequence[int]) -> dict[int, int]:
    """Version -> the number of a later one that is being written or checked, where there is one."""
    later = aliased(Version)
    query = select(Version.id, later.number).join(later, later.assessment_id == Version.assessment_id)
    query = query.where(Version.id.in_(version_ids), later.state.in_(OPEN))
    return dict(session.execute(query).all())


def what_became(session: Session, occasion: Occasion, by: Standings) -> list[Became]:
    """In two statements: what was done with each assessment, and its latest version now."""
    query = select(Reopened).where(Reopened.occasion_id == occasion.id).order_by(Reopened.id)
    rows = {row.assessment_id: row for row in session.scalars(query)}
    newest = (
        select(func.max(Version.number))
        .where(Version.assessment_id == Assessment.id)
        .correlate(Assessment)
        .scalar_subquery()
    )
    latest = listed().where(and_(Assessment.id.in_(rows), Version.number == newest), readable_by(by))
    found = {}
    for *columns, assessment_id in session.execute(latest.add_columns(Assessment.id)):
        found[assessment_id] = Listed(*columns)
    return [Became(row, found[assessment_id]) for assessment_id, row in rows.items() if assessment_id in found]
