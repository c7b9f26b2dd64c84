"""What is said of a decision, and which one on an item stands: the newest that none corrects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from eia.meetings.models import AgendaItem, DecisionCondition, ItemDecision


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the form asked. `decided` is scope item -> the value decided, "" for as assessed."""

    outcome: str
    wording: str
    regard: str
    decided_at: datetime
    reasons: str = ""
    proposal: str = ""
    """What became of the proposal where the recommendation was departed from: a key of `OUTCOMES`."""
    votes: tuple[int | None, int | None, int | None] = (None, None, None)
    dissent: str = ""
    conditions: Sequence[Mapping[str, Any]] = ()
    """{"what", "owner_id", "due"}"""
    decided: Mapping[int, str] = field(default_factory=dict)
    other: Sequence[tuple[str, str]] = ()
    drift_reason: str = ""
    corrects_id: int | None = None
    decider_id: int | None = None
    """The one who decided, where several could have: chair's action names the chair or a deputy."""


def decisions_of(session: Session, item_id: int) -> Sequence[ItemDecision]:
    """Every decision on an item with its conditions, the oldest first."""
    conditions = selectinload(ItemDecision.conditions)
    query = (
        select(ItemDecision)
        .where(ItemDecision.item_id == item_id)
        .options(
            conditions.joinedload(DecisionCondition.owner),
            conditions.selectinload(DecisionCondition.notes),
            joinedload(ItemDecision.decider),
            joinedload(ItemDecision.recorder),
            selectinload(ItemDecision.written),
        )
    )
    return session.scalars(query.order_by(ItemDecision.id)).all()


def outcomes_at(session: Session, meeting_id: int) -> dict[int, str]:
    """Item -> the outcome that stands, for those of a meeting that are decided."""
    query = select(ItemDecision.item_id, ItemDecision.outcome).join(AgendaItem, AgendaItem.id == ItemDecision.item_id)
    rows = session.execute(query.where(AgendaItem.meeting_id == meeting_id).order_by(ItemDecision.id))
    return {item_id: outcome for item_id, outcome in rows}  # noqa: C416  later rows are corrections


def standing_decision(session: Session, item_id: int) -> ItemDecision | None:
    """None while nothing was decided. Each correction names the one that stood, so the newest stands."""
    query = select(ItemDecision).where(ItemDecision.item_id == item_id).order_by(ItemDecision.id.desc()).limit(1)
    return session.scalars(query).first()
