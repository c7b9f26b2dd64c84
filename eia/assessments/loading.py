"""The lists of a version for pages: all of them at once, or those that hold nothing left out.

Read one by one when asked for, each list costs SQLAlchemy a new statement; here the statements are made once. Most
versions have nothing in half of their lists, and one statement says in which.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, inspect, select
from sqlalchemy.orm import Session, lazyload
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
from eia.db import Base
from eia.people.models import Organisation
from eia.subjects.models import subject_organisation

_ROUND = (
    Submission.parts,
    Submission.signatures,
    Submission.opinions,
    Submission.points,
    Submission.conditions,
    Submission.checks,
    Submission.withdrawals,
    Submission.owed,
)


def _of_version(model: type[Any]) -> Select[Any]:
    return select(model).where(model.version_id == bindparam("version_id")).order_by(model.id)


def _of_round(model: type[Any]) -> Select[Any]:
    return _under(model, model.submission_id, Submission)


def _under(model: type[Any], key: Any, parent: type[Any]) -> Select[Any]:
    of_this = parent.version_id == bindparam("version_id")
    return select(model).join(parent, parent.id == key).where(of_this).order_by(model.id)


_LISTS: dict[str, Select[Any]] = {
    "contributors": _of_version(Contributor),
    "assignments": _of_version(Assignment),
    "sections": _of_version(Section),
    "cells": _of_version(ScreeningCell),
    "scope": _of_version(ScopeItem),
    "evidence": _of_version(Evidence).options(lazyload(Evidence.files)),
    "gaps": _of_version(Gap),
    "consultations": _of_version(Consultation),
    "raised_points": _of_version(RaisedPoint),
    "options": _of_version(Option),
    "impacts": _of_version(Impact).options(lazyload(Impact.aims), lazyload(Impact.evidence)),
    "mitigations": _of_version(Mitigation),
    "local_parts": _of_version(LocalPart),
    "covers": _of_version(Cover),
    "recusals": _of_version(Recusal),
    "templates": _of_version(Template),
    "consultees": _of_version(ConsulteeOpinion),
    "submissions": _of_version(Submission).options(*(lazyload(relation) for relation in _ROUND)),
    "adoptions": _of_version(Adoption),
}
_ROUNDS: dict[str, Select[Any]] = {
    "parts": _of_round(SignedPart),
    "signatures": _of_round(Signature),
    "opinions": _of_round(Opinion),
    "points": _of_round(ReturnPoint),
    "conditions": _of_round(Condition),
    "checks": _of_round(LocalCheck),
    "withdrawals": _of_round(AdoptionWithdrawal),
    "owed": _of_round(OwedSignature),
}
_AIMS = _under(ImpactAim, ImpactAim.impact_id, Impact)
_FILES = _under(EvidenceFile, EvidenceFile.evidence_id, Evidence)
_CITED = (
    select(impact_evidence.c.impact_id, Evidence)
    .join(Evidence, Evidence.id == impact_evidence.c.evidence_id)
    .where(Evidence.version_id == bindparam("version_id"))
    .options(lazyload(Evidence.files))
    .order_by(Evidence.id)
)


_BOUND = (
    select(Organisation)
    .join(subject_organisation, subject_organisation.c.organisation_id == Organisation.id)
    .where(subject_organisation.c.subject_id == bindparam("subject_id"))
    .order_by(Organisation.name)
)


def _there() -> Select[*tuple[bool, ...]]:
    """A column for each list: whether it holds anything."""
    of_this: BindParameter[int] = bindparam("version_id")
    rows = {name: select(model.id).where(model.version_id == of_this) for name, model in _models(_LISTS)}
    rows["comments"] = select(Comment.id).where(Comment.version_id == of_this)
    assessment = select(Version.assessment_id).where(Version.id == of_this).scalar_subquery()
    rows["decisions"] = select(DecisionRecord.id).where(DecisionRecord.assessment_id == assessment)
    rows |= {
        name: select(model.id)
        .join(Submission, Submission.id == model.submission_id)
        .where(Submission.version_id == of_this)
        for name, model in _models(_ROUNDS)
    }
    return select(*(query.exists().label(name) for name, query in rows.items()))


def _models(lists: Mapping[str, Select[Any]]) -> Iterator[tuple[str, Any]]:
    return ((name, query.column_descriptions[0]["entity"]) for name, query in lists.items())


_THERE = _there()


def leave_out_what_is_empty(session: Session, version: Version) -> None:
    """After this a list that holds nothing does not ask the database. For pages: it stays empty whatever is added."""
    given = {"version_id": version.id}
    there = session.execute(_THERE, given).one()._mapping
    for name in (*_LISTS, "comments"):
        if not there[name]:
            set_committed_value(version, name, [])
    if not there["decisions"]:
        set_committed_value(version.assessment, "decisions", [])
    if there["submissions"]:
        set_committed_value(version, "submissions", session.scalars(_LISTS["submissions"], given).all())
    for name in _ROUNDS:
        if not there[name]:
            _give(version.submissions, name, ())


def read_whole(session: Session, version: Version) -> None:
    """After this no list of the version, of its subject, of its impacts or of its rounds asks the database."""
    given = {"version_id": version.id}
    subject = version.assessment.subject
    set_committed_value(subject, "organisations", session.scalars(_BOUND, {"subject_id": subject.id}).all())
    read_lists(session, version, _LISTS, _ROUNDS)
    if version.evidence:
        _give(version.evidence, "files", ((row.evidence_id, row) for row in session.scalars(_FILES, given)))
    if version.impacts:
        _give(version.impacts, "evidence", ((row[0], row[1]) for row in session.execute(_CITED, given)))


def read_lists(session: Session, version: Version, names: Collection[str], of_rounds: Iterable[str] = ()) -> None:
    """After this these lists of the version, and these of its rounds, do not ask the database."""
    given = {"version_id": version.id}
    for name in _unread(version, names):
        set_committed_value(version, name, session.scalars(_LISTS[name], given).all())
    if "impacts" in names and version.impacts:
        _give(version.impacts, "aims", ((aim.impact_id, aim) for aim in session.scalars(_AIMS, given)))
    for name in _unread(version.submissions[0], of_rounds) if version.submissions else ():
        rows = session.scalars(_ROUNDS[name], given)
        _give(version.submissions, name, ((row.submission_id, row) for row in rows))


def _unread(row: Base, names: Iterable[str]) -> list[str]:
    unread = inspect(row).unloaded
    return [name for name in names if name in unread]


def _give(parents: Sequence[Base], name: str, children: Iterable[tuple[int, Base]]) -> None:
    """Each parent the children that name its id."""
    found: dict[int, list[Base]] = defaultdict(list)
    for parent_id, child in children:
        found[parent_id].append(child)
    for parent in parents:
        set_committed_value(parent, name, found[parent.id])  # type: ignore[attr-defined]
