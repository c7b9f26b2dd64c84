"""Finding past assessments: for a reader, narrowed and page by page; of one policy; and what replaces each."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from eia import clock
from eia.assessments.models import Assessment, PastAssessment, StartedFromPast, Version
from eia.assessments.models.past import past_assessment_organisation
from eia.assessments.past.columns import characteristics
from eia.errors import NotFound
from eia.people.models import Organisation
from eia.people.names import sort_name_of
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.spreadsheets.cells import folded

PAGE = 50
COUNTED = 10_000
"""Totals stop counting here."""
SOON = timedelta(days=92)
DUES = {"review_overdue": "Review overdue", "review_soon": "Review due within 3 months"}
DIRECTIONS = {"harms": ("negative", "both"), "helps": ("positive", "both"), "unknown": ("unknown",)}
STANDS = ("signed_off", "screened_out")
OFFICES = (Office.ADVISER, Office.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class WantedPast:
    """Each "" or 0 asks for nothing. `after` is the one the page begins after."""

    text: str = ""
    organisation: str = ""
    unit: int = 0
    characteristic: str = ""
    direction: str = ""
    due: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class Replacing:
    """The assessment that was begun from a past one."""

    reference: str
    is_signed: bool
    """It stands in the place of the past one from then on."""


def standing_to_import(by: Standings) -> Standing | None:
    """An equality adviser or administrator; the office in their own organisation comes first."""
    held = [standing for standing in by.held if standing.office in OFFICES]
    return min(held, key=lambda s: (s.organisation_id != by.organisation_id, OFFICES.index(s.office)), default=None)


def keeps(by: Standings, row: PastAssessment) -> Standing | None:
    """Who may add the document to it."""
    return next((found for office in OFFICES if (found := by.standing(office, {row.organisation_id}))), None)


def past_for(session: Session, past_id: int, by: Standings) -> PastAssessment:
    row = session.scalars(
        _whole(select(PastAssessment).where(PastAssessment.id == past_id, readable(by)))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such past assessment, or you may not see it.")
    return row


def past_page(session: Session, by: Standings, wanted: WantedPast, most: int = PAGE) -> Sequence[PastAssessment]:
    """In the order of titles; one more than a page where there are more."""
    query = narrowed_past(by, wanted)
    if last := session.get(PastAssessment, wanted.after) if wanted.after else None:
        query = query.where(tuple_(PastAssessment.sort_title, PastAssessment.id) > (last.sort_title, last.id))
    ordered = query.order_by(PastAssessment.sort_title, PastAssessment.id).limit(most + 1)
    return session.scalars(_whole(ordered)).all()


def count_past(session: Session, by: Standings, wanted: WantedPast) -> int:
    """At most one more than `COUNTED`."""
    query = narrowed_past(by, wanted).with_only_columns(PastAssessment.id).limit(COUNTED + 1)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def past_of(session: Session, subject_id: int, by: Standings) -> Sequence[PastAssessment]:
    """Those of one policy, the newest first."""
    query = select(PastAssessment).where(PastAssessment.subject_id == subject_id, readable(by))
    found = session.scalars(_whole(query.order_by(PastAssessment.id.desc()).limit(PAGE))).all()
    return sorted(found, key=lambda row: row.signed_on.isoformat() if row.signed_on else "", reverse=True)


def replacing(session: Session, past_ids: Collection[int]) -> dict[int, Replacing]:
    """By past assessment: the newest that was begun from it."""
    signed = (
        select(Version.id)
        .where(Version.assessment_id == Assessment.id, Version.state.in_(STANDS))
        .correlate(Assessment)
        .exists()
    )
    query = (
        select(StartedFromPast.past_id, Assessment.reference, signed)
        .join(Version, Version.id == StartedFromPast.version_id)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .where(StartedFromPast.past_id.in_(sorted(past_ids)))
        .order_by(StartedFromPast.id)
    )
    return {past_id: Replacing(reference, is_signed) for past_id, reference, is_signed in session.execute(query)}


def begun_from(session: Session, version_id: int) -> PastAssessment | None:
    query = select(PastAssessment).join(StartedFromPast, StartedFromPast.past_id == PastAssessment.id)
    return session.scalars(query.where(StartedFromPast.version_id == version_id)).one_or_none()


def readable(by: Standings) -> ColumnElement[bool]:
    """SQL for those made for an organisation this person belongs to or holds an office in."""
    mine = sorted({by.organisation_id, *(standing.organisation_id for standing in by.held)})
    of = past_assessment_organisation.c
    return PastAssessment.id.in_(select(of.past_id).where(of.organisation_id.in_(mine)))


def narrowed_past(by: Standings, wanted: WantedPast) -> Select[PastAssessment]:
    return select(PastAssessment).where(readable(by), *_conditions(wanted))


def _conditions(wanted: WantedPast) -> Iterator[ColumnElement[bool]]:
    past, today = PastAssessment, clock.today()
    if wanted.text:
        words = [past.sort_title.contains(word, autoescape=True) for word in sort_name_of(wanted.text).split()]
        named = or_(past.reference_key == folded(wanted.text), func.lower(past.policy_number) == wanted.text.lower())
        yield or_(and_(*words), named) if words else named
    if wanted.organisation:
        lead = select(Organisation.id).where(Organisation.code == wanted.organisation)
        yield past.organisation_id == lead.scalar_subquery()
    if wanted.unit:
        yield past.unit_id == wanted.unit
    if wanted.characteristic or wanted.direction:
        yield _affects(wanted)
    if wanted.due:
        yield past.review_on < today if wanted.due == "review_overdue" else past.review_on.between(today, today + SOON)


def _affects(wanted: WantedPast) -> ColumnElement[bool]:
    """A characteristic alone: it harms or helps them, or it is not known."""
    keys = [wanted.characteristic] if wanted.characteristic else list(characteristics())
    ways = DIRECTIONS.get(wanted.direction) or ("negative", "positive", "both", "unknown")
    said = [PastAssessment.effects[key].as_string().in_(ways) for key in keys if key in characteristics()]
    return or_(false(), *said)


def _whole(query: Select[PastAssessment]) -> Select[PastAssessment]:
    return query.options(
        selectinload(PastAssessment.organisations), joinedload(PastAssessment.organisation),
        joinedload(PastAssessment.unit), joinedload(PastAssessment.subject),
    )  # fmt: skip
