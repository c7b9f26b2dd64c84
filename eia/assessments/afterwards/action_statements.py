"""The statements of the register of actions. Those of one person and one way to narrow it are put together once:
that takes longer than to run them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from eia.assessments.afterwards.action_case import UNDER_WAY
from eia.assessments.contracts import OtherActions
from eia.assessments.models import (
    ActionAbout,
    ActionProgress,
    ActionStanding,
    Assessment,
    Impact,
    Mitigation,
    ScreeningCell,
    Version,
)
from eia.assessments.models.living import STATUSES
from eia.assessments.readers import Part, found_elsewhere, reads, reads_what_they_lead
from eia.people.models import Organisation, Person
from eia.people.queries import FEW, KEPT, Standings
from eia.plans import among, one_by_one, written_out
from eia.subjects.models import Subject

IN_ORDER = (ActionStanding.due, ActionStanding.mitigation_id)


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody asked to see. Words that mean nothing here are as good as none."""

    mine: bool = False
    listed: str = "open"
    organisation: str = ""
    characteristic: str = ""


@lru_cache(FEW)
def page(by: Standings, wanted: Filter, today: date, goes_on: bool, most: int) -> Select[*tuple[Any, ...]]:
    return _lines(_first(by, wanted, today, goes_on, most).subquery()).order_by(*IN_ORDER).limit(written_out(most))


@lru_cache(FEW)
def counted(by: Standings, wanted: Filter, today: date, most: int) -> Select[int]:
    first = _first(by, wanted, today, goes_on=False, most=most).limit(written_out(most))
    return select(func.count()).select_from(first.subquery())


@lru_cache(FEW)
def organisations(by: Standings, today: date, others: OtherActions | None) -> Select[str, str]:
    """What others say of those who may read may change with the day."""
    theirs = ActionStanding.organisation_id == Organisation.id
    led = reads_what_they_lead(by, Part.ALL, "afterwards")
    of_led = select(ActionStanding.mitigation_id).where(theirs, ActionStanding.lead_id.in_(led)).exists()
    of_others = select(ActionStanding.organisation_id).where(among(ActionStanding.mitigation_id, _elsewhere(by)))
    wanted = or_(one_by_one(of_led), Organisation.id.in_(of_others))
    if others is not None:
        wanted = or_(wanted, Organisation.id.in_(others.organisations(by)))
    return select(Organisation.code, Organisation.name).where(wanted).order_by(Organisation.name)


def _first(by: Standings, wanted: Filter, today: date, goes_on: bool, most: int) -> CompoundSelect[int]:
    """The ids of the first of each side: those of the whole list are among them."""
    sides = _sides(by, wanted, today)
    if goes_on:
        day = bindparam("day", type_=Date)
        later = and_(ActionStanding.due == day, ActionStanding.mitigation_id > bindparam("last"))
        sides = [side.where(or_(ActionStanding.due > day, later)) for side in sides]
    firsts = [side.order_by(*IN_ORDER).limit(written_out(most)).subquery() for side in sides]
    return union_all(*(select(first.c.mitigation_id) for first in firsts))


def _sides(by: Standings, wanted: Filter, today: date) -> list[Select[int]]:
    """The actions of what each organisation leads that this person reads, and those of what they may read elsewhere.

    Each side is read along an index: what others do costs nobody anything.
    """
    actions = select(ActionStanding.mitigation_id).where(*_listed(wanted.listed, today))
    if wanted.mine:
        actions = actions.where(ActionStanding.owner_id == by.person_id)
    if wanted.organisation:
        whose = select(Organisation.id).where(Organisation.code == wanted.organisation)
        actions = actions.where(ActionStanding.organisation_id == whose.scalar_subquery())
    if wanted.characteristic:
        about = select(ActionAbout.mitigation_id).where(
            ActionAbout.characteristic == wanted.characteristic,
            ActionAbout.mitigation_id == ActionStanding.mitigation_id,
        )
        actions = actions.where(about.exists())
    led = reads_what_they_lead(by, Part.ALL, "afterwards")
    return [
        *(actions.where(ActionStanding.lead_id == one) for one in led),
        actions.where(among(ActionStanding.mitigation_id, _elsewhere(by))),
    ]


@lru_cache(KEPT)
def _elsewhere(by: Standings) -> CompoundSelect[int]:
    """The actions they may read of what others lead, and their own there."""
    led = reads_what_they_lead(by, Part.ALL, "afterwards")
    readable = (
        select(Version.id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(among(Version.id, found_elsewhere(by)), Assessment.organisation_id.not_in(led), reads(by, Part.ALL))
    )
    actions = select(ActionStanding.mitigation_id)
    return union(
        actions.where(ActionStanding.version_id.in_(readable)),
        actions.where(ActionStanding.owner_id == by.person_id, ActionStanding.lead_id.not_in(led)),
    )


def _listed(name: str, today: date) -> tuple[ColumnElement[bool], ...]:
    if name == "all":
        return ()
    if name == "overdue":
        late = ActionStanding.due < today
        return ActionStanding.is_open.is_(True), ActionStanding.status.in_(UNDER_WAY), late
    if name == "to_agree":
        return (ActionStanding.status.in_(("done", "drop_proposed")), ActionStanding.is_open.is_(True))
    if name in STATUSES:
        return (ActionStanding.status == name,)
    return (ActionStanding.is_open.is_(True),)


def _lines(found: Subquery) -> Select[*tuple[Any, ...]]:
    """Everything a line says: columns alone, so that thousands cost no more memory than fifty.

    The ids come first: of eleven tables PostgreSQL takes the last as they are written, and would read all of them.
    """
    lead, whose = aliased(Organisation), aliased(Organisation)
    query: Select[*tuple[Any, ...]] = (
        select(
            ActionStanding.mitigation_id, Mitigation.what, Mitigation.measure, Assessment.reference, Version.number,
            Subject.title, lead.name, Person.name, whose.name, ActionStanding.due, ActionStanding.status,
            ActionStanding.is_open, func.coalesce(ActionProgress.note, ""), ActionProgress.noted_at,
            func.coalesce(ActionProgress.proof, ""), func.coalesce(ActionProgress.result, ""),
            func.coalesce(Impact.how_bad, ScreeningCell.level, ""), func.coalesce(ActionProgress.residual, ""),
            Mitigation.residual, Version.framework,
        )
        .select_from(found)
        .join(ActionStanding, ActionStanding.mitigation_id == found.c.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Person, Person.id == ActionStanding.owner_id)
        .join(whose, whose.id == ActionStanding.organisation_id)
        .join(lead, lead.id == Assessment.organisation_id)
        .outerjoin(ActionProgress, ActionProgress.id == ActionStanding.last_note_id)
        .outerjoin(Impact, Impact.id == Mitigation.impact_id)
        .outerjoin(ScreeningCell, ScreeningCell.id == Mitigation.cell_id)
    )  # fmt: skip
    return query
