"""Answers to “Do I need one?”: who reads them, and what they say of a decision that was taken too early."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from eia.assessments.contracts import Decided, TakenBefore
from eia.errors import NotFound
from eia.people.queries import Standings
from eia.policies.catalogue.triggers import TAKEN
from eia.policies.models import NeedAnswer

PAGE = 50


def need_for(session: Session, need_id: int, by: Standings) -> NeedAnswer:
    """For those who work or act for the organisation it was asked in."""
    found = session.scalars(_read(by).where(NeedAnswer.id == need_id)).one_or_none()
    if found is None:
        raise NotFound("There is no such answer, or you may not see it.")
    return found


def needs_page(session: Session, by: Standings, *, before: int = 0) -> Sequence[NeedAnswer]:
    """The newest first; one more than a page when there are more."""
    query = _read(by).where(NeedAnswer.id < before) if before else _read(by)
    return session.scalars(query.order_by(NeedAnswer.id.desc()).limit(PAGE + 1)).all()


def needs_of(session: Session, policy_id: int, by: Standings) -> Sequence[NeedAnswer]:
    """What was answered for a policy, the newest first."""
    query = _read(by).where(NeedAnswer.policy_id == policy_id)
    return session.scalars(query.order_by(NeedAnswer.id.desc()).limit(PAGE)).all()


def taken_as_told(session: Session, subject_id: int) -> Sequence[TakenBefore]:
    """The newest answer that said it was decided already: its assessment, once started, is marked late by it."""
    taken = and_(NeedAnswer.policy_id == subject_id, NeedAnswer.stage == TAKEN)
    query = select(NeedAnswer).where(taken).options(joinedload(NeedAnswer.organisation))
    row = session.scalars(query.order_by(NeedAnswer.id.desc()).limit(1)).one_or_none()
    if row is None or row.taken_on is None:
        return ()
    said = Decided("adopt", row.decider, row.taken_on, None, "")
    sentence = f"The decision had been taken before the assessment was started ({row.number})"
    return [TakenBefore(row.organisation_id, said, sentence)]


def _read(by: Standings) -> Select[NeedAnswer]:
    mine = sorted({by.organisation_id, *(one.organisation_id for one in by.held)})
    return (
        select(NeedAnswer)
        .where(or_(NeedAnswer.organisation_id.in_(mine), NeedAnswer.made_by == by.person_id))
        .options(joinedload(NeedAnswer.organisation), joinedload(NeedAnswer.person))
    )
