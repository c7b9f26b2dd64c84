"""Keeping what was answered to “Do I need one?”."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import Reason, Refused
from eia.people.queries import Standings
from eia.policies.catalogue.triggers import LEVELS, TAKEN, triggers
from eia.policies.models import NeedAnswer, Policy


def answer_need(session: Session, policy: Policy | None, said: Mapping[str, Any], *, by: Standings) -> NeedAnswer:
    """`said` has title, kind, reach, stage, taken_on, decider, level ("" for what the table says) and because."""
    known = triggers()
    proposed = known.proposed(said["kind"], said["reach"])
    level, because = said.get("level") or proposed, str(said.get("because") or "").strip()
    if level != proposed and not because:
        raise Refused(Reason("Say why you do otherwise than the table says.", anchor="because"))
    taken = said["stage"] == TAKEN
    row = NeedAnswer(
        organisation_id=policy.organisation_id if policy else by.organisation_id,
        policy_id=policy.id if policy else None,
        title=policy.title if policy else said["title"], catalogue=known.id, kind=said["kind"], reach=said["reach"],
        stage=said["stage"], taken_on=said["taken_on"] if taken else None,
        decider=str(said.get("decider") or "") if taken else "", proposed=proposed, level=level,
        because=because if level != proposed else "", made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = {
        "need": row.id, "catalogue": row.catalogue, "kind": row.kind, "reach": row.reach, "stage": row.stage,
        "taken_on": row.taken_on, "proposed": proposed, "level": level,
    }  # fmt: skip
    sentence = f"{row.number}: is an assessment of “{row.title}” needed? {LEVELS[level]}"
    late = ". The decision had been taken already" if taken else ""
    for stream in (row.stream, *([policy.stream] if policy else [])):
        record_event(session, stream=stream, event="need_answered", actor=by.actor(None), after=after,
                     sentence=sentence + late, note=row.because)  # fmt: skip
    return row
