"""The register to take away: the rows of exactly what is wanted, and what each column holds.

Where somebody may know no more of a version than its title, the columns about what it says are empty.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, RegisterEffect, RegisterLine, Version
from eia.assessments.models.version import NO_DAY
from eia.assessments.readers import Part, part_of
from eia.assessments.register.choices import Choices
from eia.assessments.register.page import every_number
from eia.assessments.register.wanted import WAYS, Wanted
from eia.at_once import Rows
from eia.people.models import Organisation
from eia.people.queries import FEW, Standings
from eia.subjects.models import Subject, subject_organisation

BATCH = 500
COLUMNS: Mapping[str, tuple[str, str, str]] = {
    "reference": ("Reference", "string", "The reference of the assessment"),
    "version": ("Version", "integer", "The number of the version"),
    "title": ("Title", "string", "What is assessed"),
    "lead": ("Led by", "string", "The organisation that leads it"),
    "organisations": ("Organisations", "string", "All organisations it binds, joined by “; ”"),
    "state": ("Where it stands", "string", "The state of the version, in words"),
    "since": ("Since", "date-time", "Since when it stands there"),
    "planned": ("Decision planned", "date", "The day on which the decision is planned"),
    "review": ("Next review", "date", "The day on which it is to be looked at again"),
    "outcome": ("Outcome", "string", "What it concludes, in words"),
    "late": ("Late", "boolean", "Whether a decision was taken before any recorded regard"),
    "harms": ("Harms", "string", "Whom it harms: characteristic (people), joined by “; ”"),
    "helps": ("Helps", "string", "Whom it helps, in the same way"),
    "unknown": ("Not known", "string", "For whom the effect is not known, in the same way"),
}
"""Key -> the title in a spreadsheet, the type, and what it says. From “planned” on empty where only titles are read."""
Cell = str | int | bool | date | datetime | None


def rows(session: Session, by: Standings, wanted: Wanted, known: Choices) -> Iterator[Sequence[Cell]]:
    """In the order of the register, read in batches by the same read as its pages."""
    for numbers in every_number(session, by, wanted, BATCH):
        said = {row[0]: row for row in session.execute(_said(by), {"numbers": numbers})}
        for number in numbers:
            if number in said:  # else it was taken from them a moment ago
                yield _cells(said[number], known)


def schema() -> dict[str, Any]:
    """What the JSON holds, as JSON Schema says it."""
    whole = {key: {"title": title, "description": says, **_type(kind)} for key, (title, kind, says) in COLUMNS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Register of equality impact assessments",
        "description": "One object for each version that the reader may know of. Columns about what a version says are "
        "null where the reader may know no more than its title.",
        "type": "array",
        "items": {"type": "object", "properties": whole, "required": list(whole), "additionalProperties": False},
    }


def _type(kind: str) -> dict[str, Any]:
    if kind.startswith("date"):
        return {"type": ["string", "null"], "format": kind}
    return {"type": [kind, "null"]}


@lru_cache(FEW)
def _said(by: Standings) -> Select[*tuple[Any, ...]]:
    effect, line = RegisterEffect, RegisterLine
    binds = subject_organisation.c.subject_id == Subject.id
    organisations = select(Rows(Organisation.name)).where(
        Organisation.id == subject_organisation.c.organisation_id, binds
    )
    touched = (effect.version_id == Version.id, effect.organisation_id == Assessment.organisation_id)
    effects = select(Rows(effect.way, effect.characteristic, effect.population)).where(*touched)
    return (
        select(
            Version.id, Assessment.reference, Version.number, Subject.title, Organisation.name,
            organisations.correlate(Subject).scalar_subquery(), Version.state, Version.state_since, line.planned_key,
            line.review_key, line.outcome, line.late, effects.correlate(Version, Assessment).scalar_subquery(),
            part_of(by),
        )
        .join(Version.assessment)
        .join(Assessment.subject)
        .join(Organisation, Organisation.id == Assessment.organisation_id)
        .join(line, (line.version_id == Version.id) & (line.organisation_id == Assessment.organisation_id))
        .where(Version.id.in_(bindparam("numbers", expanding=True)))
    )  # fmt: skip


def _cells(row: Row[Any], known: Choices) -> Sequence[Cell]:
    _, reference, number, title, lead, organisations, state, since, *content, effects, part = tuple(row)
    names = "; ".join(sorted(name for (name,) in json.loads(organisations)))
    open_to_all = (reference, number, title, lead, names, known.of["state"].get(state, state), since)
    if part != Part.ALL:
        return (*open_to_all, *[None] * (len(COLUMNS) - len(open_to_all)))
    planned, review, outcome, late = content
    touched = json.loads(effects)
    return (*open_to_all, _day(planned), _day(review), known.of["outcome"].get(outcome, outcome), bool(late),
            *(_whom(touched, way, known) for way in WAYS))  # fmt: skip


def _day(key: str) -> date | None:
    return None if key == NO_DAY else date.fromisoformat(key)


def _whom(touched: Sequence[Sequence[str]], way: str, known: Choices) -> str:
    """ "Disability (public); Disability (staff)"."""
    titles = known.of["characteristic"]
    found = {f"{titles.get(about, about)} ({who})" for said, about, who in touched if said == way}
    return "; ".join(sorted(found))
