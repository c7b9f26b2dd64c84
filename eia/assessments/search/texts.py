"""What versions say now, text by text, each with the part it belongs to and where it stands.

The index is made from it and what is shown is taken from it, so no sentence on a page is older than the page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from eia.assessments.models import (
    ActionProgress,
    Assessment,
    Assignment,
    Comment,
    Consultation,
    ConsulteeOpinion,
    Contributor,
    Cover,
    Evidence,
    Gap,
    Impact,
    LocalPart,
    Mitigation,
    Option,
    RaisedPoint,
    RegisterEffect,
    RegisterLine,
    ScopeItem,
    ScreeningCell,
    Section,
    Version,
)
from eia.assessments.writing.two_languages import MARKS
from eia.at_once import Rows
from eia.people.models import Organisation
from eia.subjects.models import Subject, subject_organisation

PARTS = {
    "title": "Title",
    "answers": "Answers",
    "evidence": "Evidence and gaps",
    "actions": "Actions and justifications",
    "comments": "Comments",
}
"""What a text can be a part of, in words."""
CHOSEN = frozenset({"occasion", "planned_day", "outcome", "review_day", *MARKS})
"""Answers that are picked or reckoned, not written."""


@dataclass(frozen=True, slots=True)
class Said:
    """`place` is the kind of page it stands on, `key` which of them, `at` the place in it."""

    part: str
    place: str
    key: str
    text: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """All that one version says. `bound` and `people` are those who may find it: perhaps more, never less.

    `line` and `effects` are what the register is narrowed by: its state, outcome, whether it is late; whom it affects.
    """

    version_id: int
    assessment_id: int
    bound: Sequence[int]
    people: Sequence[int]
    line: Sequence[Any]
    effects: Sequence[Sequence[str]]
    said: Sequence[Said]


def sayings(session: Session, *, versions: Iterable[int] = (), assessments: Iterable[int] = ()) -> dict[int, Saying]:
    """What these say, or every version of these assessments, in one statement."""
    numbers = sorted(versions)
    query = _all(Version.id) if numbers else _all(Version.assessment_id)
    return {row[0]: _saying(row) for row in session.execute(query, {"numbers": numbers or sorted(assessments)})}


def _saying(row: Any) -> Saying:
    version_id, assessment_id, reference, title, number, author_id, owner_id, *lists = row
    texts = dict(zip((*_LISTS, *_BESIDES), map(json.loads, lists), strict=True))
    said = [Said("title", "version", "", f"{title}\n{reference}"), Said("answers", "version", "", number)]
    said += [
        Said("answers", "section", key, text, at=name)
        for key, answers in texts["section"]
        for name, text in _written(answers)
    ]
    for place, found in texts.items():
        if place in PART_OF:
            said += [Said(PART_OF[place], place, str(key), text) for key, *own in found for text in own if text]
    people = {author_id, owner_id, *(one for name in _OF_PEOPLE for (one,) in texts[name] if one)}
    bound, line = [one for (one,) in texts["bound"]], next(iter(texts["line"]), ())
    return Saying(version_id, assessment_id, bound, sorted(people), line, texts["effects"], said)


def _written(answers: str) -> Iterable[tuple[str, str]]:
    found: Mapping[str, Any] = json.loads(answers)
    return [(n, text) for n, text in found.items() if isinstance(text, str) and text.strip() and n not in CHOSEN]


_LISTS: Mapping[str, tuple[str, type[Any], tuple[Any, ...]]] = {
    "screening": ("answers", ScreeningCell, (literal(""), ScreeningCell.reason)),
    "scope": ("answers", ScopeItem, (ScopeItem.id, ScopeItem.label, ScopeItem.value)),
    "option": ("answers", Option, (Option.id, Option.title, Option.effect, Option.because)),
    "impact": ("answers", Impact, (Impact.about, Impact.reason, Impact.who, Impact.how_many)),
    "consultation": (
        "answers", Consultation,
        (Consultation.id, Consultation.who, Consultation.how, Consultation.said, Consultation.done,
         Consultation.too_short_because),
    ),
    "raised_point": ("answers", RaisedPoint, (RaisedPoint.id, RaisedPoint.point, RaisedPoint.response)),
    "cover": ("answers", Cover, (literal(""), Cover.reason)),
    "evidence": (
        "evidence", Evidence, (Evidence.id, Evidence.title, Evidence.source, Evidence.says, Evidence.area,
                               Evidence.supplied_by),
    ),
    "gap": ("evidence", Gap, (Gap.id, Gap.missing)),
    "mitigation": (
        "actions", Mitigation,
        (Mitigation.id, Mitigation.what, Mitigation.measure, Mitigation.aim, Mitigation.necessity,
         Mitigation.alternatives),
    ),
    "comment": ("comments", Comment, (func.coalesce(Comment.thread_id, Comment.id), Comment.text)),
}  # fmt: skip
"""Kind of page -> the part it belongs to, its rows, and of each the key and what people wrote in it."""
PART_OF = {place: part for place, (part, _, _) in _LISTS.items()} | {"local": "answers", "action": "actions"}
_PEOPLE = (Contributor.person_id, Assignment.person_id, ConsulteeOpinion.person_id, Mitigation.owner_id)
"""Who may read it by themselves (`readers.py`), besides its author and the owner of what is assessed."""
_OF_PEOPLE = tuple(f"person {number}" for number in range(len(_PEOPLE)))
_BESIDES = ("section", "local", "action", "bound", "line", "effects", *_OF_PEOPLE)


@cache
def _all(of: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    lists = [_rows(columns, model.version_id == Version.id) for _, model, columns in _LISTS.values()]
    return (
        select(
            Version.id, Assessment.id, Assessment.reference, Subject.title, Subject.number, Version.author_id,
            Subject.owner_id, *lists, *_besides(),
        )
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(of.in_(bindparam("numbers", expanding=True)))
    )  # fmt: skip


def _besides() -> list[ColumnElement[str]]:
    here = LocalPart.version_id == Version.id, Organisation.id == LocalPart.organisation_id
    local = (Organisation.code, LocalPart.applies, LocalPart.impacts, LocalPart.figures, LocalPart.actions)
    noted = Mitigation.version_id == Version.id, ActionProgress.mitigation_id == Mitigation.id
    notes = (Mitigation.id, ActionProgress.note, ActionProgress.proof, ActionProgress.result)
    line, effect = RegisterLine, RegisterEffect
    leads = effect.organisation_id == Assessment.organisation_id
    shared = subject_organisation.c.subject_id == Subject.id
    return [
        _rows((Section.key, cast(Section.answers, Text)), Section.version_id == Version.id),
        _rows(local, *here),
        _rows(notes, *noted),
        _rows((subject_organisation.c.organisation_id,), shared),
        _rows((line.state, line.outcome, line.late), line.version_id == Version.id, line.leads.is_(True)),
        _rows((effect.characteristic, effect.way), effect.version_id == Version.id, leads),
        *(_rows((person,), person.class_.version_id == Version.id) for person in _PEOPLE),
    ]


def _rows(columns: Iterable[Any], *where: ColumnElement[bool]) -> ColumnElement[str]:
    return select(Rows(*columns)).where(*where).correlate(Version, Assessment, Subject).scalar_subquery()
