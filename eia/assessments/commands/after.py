"""After signing: what was decided about the subject."""

from datetime import date, time

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.recording import record
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
    digest = next((p.digest for p in case.submission.parts if p.organisation_id is None), "") if case.submission else ""
    row = DecisionRecord(
        assessment_id=case.assessment.id, version_id=case.version.id if had_it else None,
        content_digest=digest if had_it else "", organisation_id=organisation_id, outcome=outcome, decider=decider,
        decided_on=decided_on, decided_at=decided_at, regard=regard, recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    case = load_again(session, case)
    sentence = f"Decision recorded: {OUTCOMES[outcome].lower()} by {decider}"
    details = {"outcome": outcome, "decided_on": decided_on, "content": row.content_digest, "late": is_late(case)}
    record(session, case, "decision_recorded", actor=by.actor(standing), sentence=sentence, note=regard, after=details)
    return row
