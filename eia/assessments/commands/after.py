"""After signing: what was decided about the subject."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.conditions import begin_conditions_of
from eia.assessments.commands.recording import record
from eia.assessments.contracts import Decided
from eia.assessments.guards.late import is_late
from eia.assessments.guards.who import ANY_APPROVER, AUTHOR, OWNER
from eia.assessments.models import DecisionRecord
from eia.assessments.models.living import OUTCOMES
from eia.errors import NotAllowed, Refused
from eia.people.offices import Office
from eia.people.queries import Standing, Standings


def may_record_decision(case: Case, by: Standings) -> Standing | None:
    """The author, the owner, an approver, or whoever keeps the minutes of the lead organisation."""
    for who in (AUTHOR, OWNER, ANY_APPROVER):
        if found := who.finds(case, by):
            return found
    return by.standing(Office.SECRETARY, case.organisation_ids) or by.standing(Office.CHAIR, case.organisation_ids)


def record_decision(
    session: Session, version_id: int, *, by: Standings, organisation_id: int, outcome: str, decider: str,
    decided_on: date, decided_at: time | None, regard: str, had_it: bool,
) -> DecisionRecord:  # fmt: skip
    """What was decided. `had_it` says that this version was in front of whoever decided."""
    case = load_case(session, version_id, lock=True)
    standing = may_record_decision(case, by)
    if standing is None:
        raise NotAllowed("Only the author, the owner, an approver or a meeting’s secretary or chair can record it.")
    if organisation_id not in case.organisation_ids:
        raise Refused("That organisation does not take part in this assessment.")
    if decided_on > clock.today():
        raise Refused("A decision is recorded once it was taken. The date you gave is still to come.")
    said = Decided(outcome, decider, decided_on, decided_at, regard)
    return write_decision(session, case, said, organisation_id=organisation_id, by=by, standing=standing, had_it=had_it)


def write_decision(
    session: Session, case: Case, said: Decided, *, organisation_id: int, by: Standings, standing: Standing,
    had_it: bool, conditions: Sequence[Mapping[str, Any]] = (), sentence: str = "",
) -> DecisionRecord:  # fmt: skip
    """Write it, in a transaction that holds the lock of `case` and has asked whether this person may.

    Each of `conditions` (what, owner_id, due) becomes an action of this version and begins at once.
    """
    digest = next((p.digest for p in case.submission.parts if p.organisation_id is None), "") if case.submission else ""
    row = DecisionRecord(
        assessment_id=case.assessment.id, version_id=case.version.id if had_it else None,
        content_digest=digest if had_it else "", organisation_id=organisation_id, outcome=said.outcome,
        decider=said.decider, decided_on=said.on, decided_at=said.at, regard=said.regard, regarded_at=said.regarded_at,
        recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    kept = begin_conditions_of(session, case, row, conditions, by=by) if conditions else []
    case = load_again(session, case)
    sentence = sentence or f"Decision recorded: {OUTCOMES[said.outcome].lower()} by {said.decider}"
    details = {"outcome": said.outcome, "decided_on": said.on, "content": row.content_digest, "late": is_late(case)}
    if kept:
        details["conditions"] = kept
    record(session, case, "decision_recorded", actor=by.actor(standing), sentence=sentence, note=said.regard,
           after=details)  # fmt: skip
    return row


def move_planned_day(session: Session, case: Case, day: date, why: str, *, by: Standings, standing: Standing) -> None:
    """The decision was put off: it is planned for another day. What was signed stays as it is."""
    before = case.version.planned_key
    case.version.planned_key = day.isoformat()
    session.flush()
    record(
        session, case, "decision_put_off", actor=by.actor(standing), sentence=f"The decision was put off. {why}",
        before={"planned_day": before}, after={"planned_day": day.isoformat()},
    )  # fmt: skip
