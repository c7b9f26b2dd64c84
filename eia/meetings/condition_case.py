"""One condition that is no action of an assessment, with everything that is asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.afterwards.action_case import UNDER_WAY
from eia.errors import NotFound
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, ConditionNote, ConditionStanding, DecisionCondition, ItemDecision

NO_CONDITION = "There is no such condition, or you may not see it."


@dataclass(frozen=True)
class ConditionCase:
    item: AgendaItem
    decision: ItemDecision
    row: DecisionCondition
    standing: ConditionStanding
    notes: Sequence[ConditionNote]
    """The newest first."""

    @property
    def state(self) -> str:
        return self.standing.status

    @property
    def revision(self) -> int:
        return self.standing.revision

    @property
    def last(self) -> ConditionNote | None:
        return self.notes[0] if self.notes else None

    @property
    def is_overdue(self) -> bool:
        return self.state in UNDER_WAY and self.standing.due < clock.today()

    @property
    def waits_for_another(self) -> bool:
        """Whether somebody else has to agree to what was reported."""
        return self.state in ("done", "drop_proposed")

    @property
    def reporter_id(self) -> int | None:
        """Who reported it done, or proposed not to do it: neither they nor its owner may agree to it."""
        return self.last.noted_by if self.last and self.waits_for_another else None


def load_condition(session: Session, condition_id: int, *, lock: bool = False) -> ConditionCase:
    """The condition; `lock` holds the rows of its meeting and its item until the transaction ends."""
    query = (
        select(DecisionCondition, ConditionStanding, ItemDecision)
        .join(ConditionStanding, ConditionStanding.condition_id == DecisionCondition.id)
        .join(ItemDecision, ItemDecision.id == DecisionCondition.decision_id)
        .where(DecisionCondition.id == condition_id)
        .options(joinedload(ConditionStanding.owner))
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(NO_CONDITION)
    item = load_item(session, found[2].item_id, lock=lock)
    row, standing, decision = session.execute(query).one()
    return ConditionCase(item, decision, row, standing, _notes(session, condition_id))


def _notes(session: Session, condition_id: int) -> Sequence[ConditionNote]:
    query = select(ConditionNote).where(ConditionNote.condition_id == condition_id).order_by(ConditionNote.id.desc())
    return session.scalars(query.options(joinedload(ConditionNote.person), joinedload(ConditionNote.new_owner))).all()
