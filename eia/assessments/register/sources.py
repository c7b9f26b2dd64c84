"""What a line of the register is made from: all of some assessments, in one statement."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from eia.assessments.contracts import units_named
from eia.assessments.models import (
    Adoption,
    Assessment,
    DecisionRecord,
    Impact,
    ImpactAim,
    LiveEffect,
    RegisterEffect,
    RegisterLine,
    ScopeItem,
    ScreeningCell,
    Section,
    Submission,
    Version,
)
from eia.at_once import Rows
from eia.frameworks.models import StoredFramework
from eia.people.models import Person
from eia.subjects.models import Subject, subject_organisation

LINE = tuple(RegisterLine.__table__.columns)
EFFECT = tuple(RegisterEffect.__table__.columns)
LIVE = tuple(LiveEffect.__table__.columns)


@dataclass(frozen=True, slots=True)
class Source:
    """One version. The lists are rows of plain values, in the order of the statement below."""

    version_id: int
    framework: str
    digest: str
    state: str
    state_since: Any
    planned_key: str
    assessment_id: int
    lead_id: int
    owner_id: int
    unit_id: int | None
    title: str
    sort_title: str
    review_day: str
    decider: str
    concluded: str
    is_decided: bool
    bound: list[list[int]]
    impacts: list[list[str]]
    cells: list[list[str]]
    signed: list[list[int]]
    """The organisations that signed it."""
    decisions: list[list[Any]]
    """(number, organisation, outcome, ISO day) of each that was recorded about the assessment."""
    places: list[list[str]]
    lines: list[list[Any]]
    effects: list[list[Any]]
    live: list[list[Any]]


PLAIN = [field.name for field in fields(Source)].index("bound")
"""So many values of a version stand alone; lists follow."""


def sources(session: Session, assessment_ids: Iterable[int]) -> Iterator[Source]:
    """Every version of these, with the lines and effects that are kept of it."""
    for row in session.execute(_sources(), {"assessments": sorted(assessment_ids)}):
        yield Source(*row[:PLAIN], *map(json.loads, row[PLAIN:]))


@cache
def _sources() -> Select[*tuple[Any, ...]]:
    decided = DecisionRecord.assessment_id == Assessment.id
    sent = select(Submission.outcome).where(Submission.version_id == Version.id).order_by(Submission.round.desc())
    decider = select(DecisionRecord.decider).where(decided).order_by(DecisionRecord.id.desc())
    of_impact = ImpactAim.impact_id == Impact.id, Impact.version_id == Version.id
    decision = DecisionRecord.id, DecisionRecord.organisation_id, DecisionRecord.outcome, DecisionRecord.decided_on
    of_adoption = Adoption.version_id == Version.id, Adoption.round == Version.round, Adoption.status == "signed"
    of_cell = ScreeningCell.version_id == Version.id, ScreeningCell.answer != ""
    cell = (ScreeningCell.question, ScreeningCell.characteristic, ScreeningCell.population, ScreeningCell.answer,
            ScreeningCell.direction, ScreeningCell.level)  # fmt: skip
    return (
        select(
            Version.id, Version.framework, StoredFramework.digest, Version.state, Version.state_since,
            Version.planned_key, Assessment.id, Assessment.organisation_id, Subject.owner_id, _unit(),
            Subject.title, Subject.sort_title,
            _answer("review", "review_day"), _first(decider, _answer("proposal", "decider")),
            _first(sent, _answer("conclusion", "outcome")), exists().where(decided),
            _rows((subject_organisation.c.organisation_id,), subject_organisation.c.subject_id == Subject.id),
            _rows((Impact.about, Impact.population, Impact.how_bad, ImpactAim.direction), *of_impact),
            _rows(cell, *of_cell),
            _rows((Adoption.organisation_id,), *of_adoption),
            _rows(decision, decided),
            _rows((ScopeItem.value,), ScopeItem.version_id == Version.id, ScopeItem.kind == "place"),
            _rows(LINE, RegisterLine.version_id == Version.id),
            _rows(EFFECT, RegisterEffect.version_id == Version.id),
            _rows(LIVE, LiveEffect.version_id == Version.id),
        )
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(StoredFramework, StoredFramework.key == Version.framework)
        .where(Assessment.id.in_(bindparam("assessments", expanding=True)))
        .order_by(Version.id)
    )  # fmt: skip


def _unit() -> ColumnElement[int | None]:
    """The unit that is named for the subject, else its owner's."""
    owners = select(Person.unit_id).where(Person.id == Subject.owner_id).correlate(Subject).scalar_subquery()
    return func.coalesce(*(named.correlate(Subject).scalar_subquery() for named in units_named()), owners)


def _answer(section: str, question: str) -> ColumnElement[str]:
    said = select(Section.answers[question].as_string()).where(Section.version_id == Version.id, Section.key == section)
    return func.coalesce(said.correlate(Version).scalar_subquery(), "")


def _first(query: Select[str], otherwise: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(query.limit(1).correlate(Version, Assessment).scalar_subquery(), otherwise)


def _rows(columns: Iterable[Any], *where: ColumnElement[bool]) -> ColumnElement[str]:
    return select(Rows(*columns)).where(*where).correlate(Version, Assessment, Subject).scalar_subquery()
