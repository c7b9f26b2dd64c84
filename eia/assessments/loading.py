"""The lists of a version for pages: all of them at once, or those that hold nothing left out.

Read one by one when asked for, each list costs a statement. Here one statement reads them all, or says which of them
hold nothing: most versions have nothing in half of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eia.assessments.models import (
    Adoption,
    AdoptionWithdrawal,
    Assignment,
    Comment,
    Condition,
    Consultation,
    ConsulteeOpinion,
    Contributor,
    Correction,
    CorrectionObjection,
    Cover,
    DecisionRecord,
    Evidence,
    EvidenceFile,
    Gap,
    Impact,
    ImpactAim,
    LocalCheck,
    LocalPart,
    Mitigation,
    Opinion,
    Option,
    OwedSignature,
    RaisedPoint,
    Recusal,
    ReturnPoint,
    ScopeItem,
    ScreeningCell,
    Section,
    Signature,
    SignedPart,
    Submission,
    Template,
    Version,
)
from eia.assessments.models.content import impact_evidence
from eia.at_once import List, Lists
from eia.db import Base
from eia.people.models import Organisation
from eia.subjects.models import subject_organisation


def _of_version(model: type[Base]) -> List:
    return model, model.__table__.c.version_id == bindparam("version_id")


def _of_round(model: type[Base]) -> List:
    return _under(model, "submission_id", Submission)


def _under(model: type[Base], key: str, parent: type[Base]) -> List:
    of_this = parent.__table__.c.version_id == bindparam("version_id")
    return model, and_(parent.__table__.c.id == model.__table__.c[key], of_this)


_LISTS: dict[str, List] = {
    "contributors": _of_version(Contributor),
    "assignments": _of_version(Assignment),
    "comments": _of_version(Comment),
    "sections": _of_version(Section),
    "cells": _of_version(ScreeningCell),
    "scope": _of_version(ScopeItem),
    "evidence": _of_version(Evidence),
    "gaps": _of_version(Gap),
    "consultations": _of_version(Consultation),
    "raised_points": _of_version(RaisedPoint),
    "options": _of_version(Option),
    "impacts": _of_version(Impact),
    "mitigations": _of_version(Mitigation),
    "local_parts": _of_version(LocalPart),
    "covers": _of_version(Cover),
    "recusals": _of_version(Recusal),
    "templates": _of_version(Template),
    "consultees": _of_version(ConsulteeOpinion),
    "submissions": _of_version(Submission),
    "adoptions": _of_version(Adoption),
    "corrections": _of_version(Correction),
}
_ROUNDS: dict[str, List] = {
    "parts": _of_round(SignedPart),
    "signatures": _of_round(Signature),
    "opinions": _of_round(Opinion),
    "points": _of_round(ReturnPoint),
    "conditions": _of_round(Condition),
    "checks": _of_round(LocalCheck),
    "withdrawals": _of_round(AdoptionWithdrawal),
    "owed": _of_round(OwedSignature),
}
_BELOW: dict[str, List] = {
    "aims": _under(ImpactAim, "impact_id", Impact),
    "files": _under(EvidenceFile, "evidence_id", Evidence),
    "objections": _under(CorrectionObjection, "correction_id", Correction),
}
_CITED = impact_evidence.c.impact_id, impact_evidence.c.evidence_id
_OF_ASSESSMENT = DecisionRecord.__table__.c.assessment_id == (
    select(Version.assessment_id).where(Version.id == bindparam("version_id")).scalar_subquery()
)
_DECISIONS: List = (DecisionRecord, _OF_ASSESSMENT)
_WHOLE = Lists(
    _LISTS | _ROUNDS | _BELOW | {"decisions": _DECISIONS},
    cited=(
        _CITED,
        and_(Evidence.__table__.c.id == _CITED[1], Evidence.__table__.c.version_id == bindparam("version_id")),
    ),
)
_TO_SIGN = ("contributors", "comments", "recusals", "submissions", "adoptions"), ("parts", "signatures", "owed")
_TO_SAVE = ("sections", "local_parts", "contributors")
_SUBMISSIONS = Lists({"submissions": _LISTS["submissions"]})


_BOUND = (
    select(Organisation)
    .join(subject_organisation, subject_organisation.c.organisation_id == Organisation.id)
    .where(subject_organisation.c.subject_id == bindparam("subject_id"))
    .order_by(Organisation.name)
)


def _there() -> Select[*tuple[bool, ...]]:
    """A column for each list: whether it holds anything."""
    lists = _LISTS | _ROUNDS | {"decisions": _DECISIONS}
    rows = {name: select(model.__table__.c.id).where(condition) for name, (model, condition) in lists.items()}
    return select(*(query.exists().label(name) for name, query in rows.items()))


_THERE = _there()


def leave_out_what_is_empty(session: Session, version: Version) -> None:
    """After this a list that holds nothing does not ask the database. For pages: it stays empty whatever is added."""
    given = {"version_id": version.id}
    there = session.execute(_THERE, given).one()._mapping
    for name in _LISTS:
        if not there[name]:
            set_committed_value(version, name, [])
    if not there["decisions"]:
        set_committed_value(version.assessment, "decisions", [])
    if there["submissions"]:
        set_committed_value(version, "submissions", _SUBMISSIONS.read(session, given)["submissions"])
    for name in _ROUNDS:
        if not there[name]:
            _give(version.submissions, name, ())


def read_whole(session: Session, version: Version) -> None:
    """After this no list of the version, of its subject, of its impacts or of its rounds asks the database."""
    subject = version.assessment.subject
    set_committed_value(subject, "organisations", session.scalars(_BOUND, {"subject_id": subject.id}).all())
    found = _WHOLE.read(session, {"version_id": version.id})
    _hand_out(version, found)
    set_committed_value(version.assessment, "decisions", found["decisions"])
    _give(version.evidence, "files", ((file.evidence_id, file) for file in found["files"]))
    sources = {source.id: source for source in version.evidence}
    _give(version.impacts, "evidence", ((impact, sources[source]) for impact, source in sorted(found["cited"])))


def read_lists(session: Session, version: Version, names: Iterable[str], of_rounds: Iterable[str] = ()) -> None:
    """After this these lists of the version, and these of its rounds, do not ask the database."""
    _hand_out(version, _some((*names, *of_rounds)).read(session, {"version_id": version.id}))


def read_to_sign(session: Session, version: Version) -> None:
    """The lists that every signature looks at before it writes anything."""
    read_lists(session, version, *_TO_SIGN)


def read_to_save(session: Session, version: Version, rows: Iterable[str]) -> None:
    """The lists that are looked at before a section is saved, with those of its rows.

    Not of rows that have rows of their own: those are read with them.
    """
    alone = [name for name in rows if not any(one.uselist for one in inspect(_LISTS[name][0]).relationships)]
    read_lists(session, version, [*_TO_SAVE, *alone])


@cache
def _some(names: tuple[str, ...]) -> Lists:
    lists = {name: (_LISTS | _ROUNDS)[name] for name in names}
    below = {"impacts": "aims", "corrections": "objections"}
    return Lists(lists | {each: _BELOW[each] for name, each in below.items() if name in names})


def _hand_out(version: Version, found: Mapping[str, Sequence[Any]]) -> None:
    for name in _LISTS.keys() & found.keys():
        set_committed_value(version, name, found[name])
    for name in _ROUNDS.keys() & found.keys():
        _give(version.submissions, name, ((row.submission_id, row) for row in found[name]))
    if "aims" in found:
        _give(version.impacts, "aims", ((aim.impact_id, aim) for aim in found["aims"]))
    if "objections" in found:
        objections = {one.correction_id: one for one in found["objections"]}
        for row in version.corrections:
            set_committed_value(row, "objection", objections.get(row.id))


def _give(parents: Sequence[Base], name: str, children: Iterable[tuple[int, Base]]) -> None:
    """Each parent the children that name its id."""
    found: dict[int, list[Base]] = defaultdict(list)
    for parent_id, child in children:
        found[parent_id].append(child)
    for parent in parents:
        set_committed_value(parent, name, found[parent.id])  # type: ignore[attr-defined]
