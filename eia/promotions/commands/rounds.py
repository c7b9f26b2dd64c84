"""The next round of a process: planned anew, with the stages and groups of the one before."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record
from eia.people.names import sort_name_of
from eia.promotions.case import ProcessCase
from eia.promotions.models import PromotionBreakdown, PromotionProcess, PromotionStage
from eia.promotions.models.processes import KIND
from eia.subjects.models import Subject
from eia.workflow.perform import Permitted

CARRIED = ("rank_from", "rank_to", "criteria", "panel", "encouraged", "preferred")


def begin_next(
    session: Session, case: ProcessCase, permitted: Permitted[ProcessCase], answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    """A round of its own, linked to this one. Its assessment is not carried over: due regard is had anew."""
    old, now = case.process, clock.now()
    number = _free_number(session, old)
    new = PromotionProcess(
        number=number, title=old.title, sort_title=sort_name_of(old.title), organisation=old.organisation,
        owner=old.owner, organisations=list(old.organisations), created_at=now, round=old.round + 1,
        follows_id=old.id, state="planned", state_since=now, **{name: getattr(old, name) for name in CARRIED},
    )  # fmt: skip
    new.stages = [
        PromotionStage(position=one.position, key=one.key, kind=one.kind, title=one.title) for one in old.stages
    ]
    new.breakdowns = [
        PromotionBreakdown(
            group_list=one.group_list, compared_with=one.compared_with, also_with_others=one.also_with_others
        )
        for one in old.breakdowns
    ]
    session.add(new)
    session.flush()
    actor = permitted.by.actor(permitted.standing)
    sentence = f"{number} “{new.title}” is planned as round {new.round}, after {old.number}"
    record(session, new, "promotion_added", actor=actor, sentence=sentence, after={"follows": old.id})
    return {"details": {"next": new.id, "number": number}}


def _free_number(session: Session, old: PromotionProcess) -> str:
    """The number with the round behind it: “INSP-2026, round 2”."""
    stem, following = re.sub(r", round \d+$", "", old.number), old.round + 1
    query = select(Subject.number).where(Subject.organisation_id == old.organisation_id, Subject.kind == KIND)
    taken = set(session.scalars(query.where(Subject.number.startswith(f"{stem}, round ", autoescape=True))))
    while f"{stem}, round {following}" in taken:
        following += 1
    return f"{stem}, round {following}"
