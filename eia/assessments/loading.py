"""The lists of a version for pages: all of them at once, or those that hold nothing left out.

Read one by one when asked for, each list costs a statement. Here one statement reads them all, or says which of them
hold nothing: most versions have nothing in half of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, and_, bindparam, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from eia import clock
from eia.assessments.models import (
    ActionStanding,
    Adoption,
    AdoptionWithdrawal,
    Assessment,
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
    Opening,
    Opinion,
    Option,
    OwedSignature,
    RaisedPoint,
    Recusal,
    ReturnPoint,
    ScopeItem,
    ScreeningCell,
    Section,
    SectionVerdict,
    Signature,
    SignedPart,
    Submission,
    Template,
    Version,
)
from eia.assessments.models.content import impact_evidence
from eia.assessments.models.version import stream_in_sql
from eia.at_once import List, Lists, instant
from eia.audit.queries import last_time_in
from eia.db import Base
from eia.people.models import Organisation, Person
from eia.people.queries import held_by, standings_from
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
_THIS = Version.__table__.c.id == bindparam("version_id")
_ASSESSMENT = select(Version.assessment_id).where(_THIS).correlate(None).scalar_subquery()
_DECISIONS: List = (DecisionRecord, DecisionRecord.__table__.c.assessment_id == _ASSESSMENT)
_BOUND: List = (
    Organisation,
    Organisation.id.in_(
        select(subject_organisation.c.organisation_id)
        .join(Assessment, Assessment.subject_id == subject_organisation.c.subject_id)
        .where(Assessment.id == _ASSESSMENT)
    ),
)
"""The organisations that the subject binds."""
_STREAM = select(stream_in_sql(Assessment.reference)).where(Assessment.id == _ASSESSMENT).scalar_subquery()
_WHOLE = Lists(
    _LISTS | _ROUNDS | _BELOW | {"decisions": _DECISIONS, "bound": _BOUND, "verdicts": _of_round(SectionVerdict)},
    cited=(
        _CITED,
        and_(Evidence.__table__.c.id == _CITED[1], Evidence.__table__.c.version_id == bindparam("version_id")),
    ),
    author=held_by(select(Version.author_id).where(_THIS).scalar_subquery()),
    nudged=last_time_in(_STREAM, "nudged"),
    opened=select(Opening.round, Opening.revision, Opening.opened_at)
    .where(Opening.version_id == bindparam("version_id"), Opening.person_id == bindparam("reader"))
    .order_by(Opening.round.desc(), Opening.id.desc()),
)


def signers_of(assessment: ScalarSelect[int] | BindParameter[int]) -> Select[int]:
    """SQL for whoever has signed any round of any version of it."""
    return (
        select(Signature.person_id)
        .join(Submission, Submission.id == Signature.submission_id)
        .join(Version, Version.id == Submission.version_id)
        .where(Version.assessment_id == assessment)
        .distinct()
    )


_LOOKED_AT = ("contributors", "comments", "recusals", "submissions", "adoptions")
_LOOKED_AT_OF_ROUNDS = ("parts", "signatures", "owed", "conditions")
_TO_SIGN = Lists(
    {name: (_LISTS | _ROUNDS)[name] for name in (*_LOOKED_AT, *_LOOKED_AT_OF_ROUNDS)}, signers=signers_of(_ASSESSMENT)
)
_OWNERS = select(Mitigation.owner_id).where(Mitigation.version_id == bindparam("version_id"))
_TO_BEGIN = Lists(
    {"owners": (Person, Person.id.in_(_OWNERS)), "mitigations": _LISTS["mitigations"]},
    begun=select(ActionStanding.mitigation_id).where(ActionStanding.version_id == bindparam("version_id")),
    met=select(Mitigation.id, Impact.about, Gap.characteristic, ScreeningCell.characteristic)
    .outerjoin(Impact, Impact.id == Mitigation.impact_id)
    .outerjoin(Gap, Gap.id == Mitigation.gap_id)
    .outerjoin(ScreeningCell, ScreeningCell.id == Mitigation.cell_id)
    .where(Mitigation.version_id == bindparam("version_id"), Mitigation.kind == "action"),
)
_TO_SAVE = ("sections", "local_parts", "contributors")


def _there() -> Select[*tuple[bool, ...]]:
    """A column for each list: whether it holds anything."""
    lists = _LISTS | _ROUNDS | {"decisions": _DECISIONS}
    rows = {name: select(model.__table__.c.id).where(condition) for name, (model, condition) in lists.items()}
    return select(*(query.exists().label(name) for name, query in rows.items()))


_MOSTLY = ("submissions", "sections", "contributors")
"""What nearly every page looks at."""
_LIGHT = Lists({name: _LISTS[name] for name in _MOSTLY} | {"bound": _BOUND}, there=_there())
_NAMES = (*_LISTS, *_ROUNDS, "decisions")


def leave_out_what_is_empty(session: Session, version: Version) -> None:
    """After this a list that holds nothing does not ask the database, nor one that nearly every page looks at.

    For pages: it stays empty whatever is added.
    """
    found = _LIGHT.read(session, {"version_id": version.id})
    there = dict(zip(_NAMES, found["there"][0], strict=True))
    _hand_out(version, found)
    _bind(version, found["bound"])
    for name in _LISTS:
        if not there[name]:
            set_committed_value(version, name, [])
    if not there["decisions"]:
        set_committed_value(version.assessment, "decisions", [])
    for name in _ROUNDS:
        if not there[name]:
            _give(version.submissions, name, ())


def _bind(version: Version, organisations: Iterable[Organisation]) -> None:
    set_committed_value(version.assessment.subject, "organisations", sorted(organisations, key=lambda one: one.name))


def read_whole(session: Session, version: Version, reader: int = 0) -> dict[str, Any]:
    """After this no list of the version, of its subject, of its impacts or of its rounds asks the database.

    Answers with what else its pages ask, by the names that `Case` has for it.
    """
    found = _WHOLE.read(session, {"version_id": version.id, "reader": reader, "day": clock.today()})
    _hand_out(version, found)
    _bind(version, found["bound"])
    set_committed_value(version.assessment, "decisions", found["decisions"])
    _give(version.evidence, "files", ((file.evidence_id, file) for file in found["files"]))
    sources = {source.id: source for source in version.evidence}
    _give(version.impacts, "evidence", ((impact, sources[source]) for impact, source in sorted(found["cited"])))
    rounds, nudged = {one.id: one.round for one in version.submissions}, found["nudged"][0][0]
    return {
        "verdicts": [(one, rounds[one.submission_id]) for one in found["verdicts"]],
        "author_standings": standings_from(version.author, found["author"]),
        "last_nudge": nudged and instant(nudged),
        "opened": [(number, revision, instant(at)) for number, revision, at in found["opened"]],
    }


def read_lists(session: Session, version: Version, names: Iterable[str], of_rounds: Iterable[str] = ()) -> None:
    """After this these lists of the version, and these of its rounds, do not ask the database."""
    _hand_out(version, _some((*names, *of_rounds)).read(session, {"version_id": version.id}))


def read_to_sign(session: Session, version: Version) -> dict[str, Any]:
    """The lists that every signature looks at before it writes anything; and who has signed, for `Case.know`."""
    found = _TO_SIGN.read(session, {"version_id": version.id})
    _hand_out(version, found)
    return {"signers": {person for (person,) in found["signers"]}}


def read_to_begin(session: Session, version: Version) -> tuple[set[int], Sequence[Sequence[Any]]]:
    """Its actions, for who begins them: those that began already, and (action, what each of its targets is about)."""
    found = _TO_BEGIN.read(session, {"version_id": version.id})
    _hand_out(version, found)
    return {action for (action,) in found["begun"]}, found["met"]


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
