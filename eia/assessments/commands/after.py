"""After signing: the progress of actions, and what was decided about the subject."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.recording import record
from eia.assessments.guards.late import is_late
from eia.assessments.guards.who import ANY_APPROVER, AUTHOR, OWNER
from eia.assessments.models import ActionProgress, DecisionRecord
from eia.assessments.models.living import OUTCOMES, STATUSES
from eia.assessments.queries import latest_progress
from eia.errors import NotAllowed, NotFound, Refused
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def note_progress(
    session: Session, version_id: int, mitigation_id: int, *, by: Standings, status: str, note: str,
    proof: str = "", result: str = "", residual: str = "",
) -> Case:  # fmt: skip
    """A note on an action of a signed version, by its owner, the author or an adviser."""
    case = load_case(session, version_id, lock=True)
    row = next((m for m in case.version.mitigations if m.id == mitigation_id and m.kind == "action"), None)
    if row is None:
        raise NotFound("There is no such action.")
    if case.state not in ("signed_off", "screened_out"):
        raise Refused("Progress is noted once the assessment is signed.")
    standing = _keeper(case, by, row.owner_id)
    if standing is None:
        raise NotAllowed("Only its owner, the author or an equality adviser can note progress on this action.")
    session.add(
        ActionProgress(
            mitigation_id=row.id,
            status=status,
            note=note,
            proof=proof,
            result=result,
            residual=residual,
            noted_by=by.person_id,
            noted_at=clock.now(),
        )
    )
    session.flush()
    sentence = f"Action “{row.what[:60]}”: {STATUSES[status].lower()}"
    details = {"action": row.id, "status": status, "result": result, "proof": proof}
    record(session, case, "progress_noted", actor=by.actor(standing), sentence=sentence, note=note, after=details)
    return case


def close_actions(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A withdrawn assessment leaves no action open: each is closed with the reason, and can be taken up anew."""
    finished = {key for key, note in latest_progress(session, case.version.id).items() if note.status != "going_on"}
    closing = [m for m in case.version.mitigations if m.kind == "action" and m.id not in finished]
    for row in closing:
        session.add(
            ActionProgress(
                mitigation_id=row.id,
                status="dropped",
                note=f"Closed: the assessment was withdrawn. {answers['reason']}",
                noted_by=permitted.by.person_id,
                noted_at=clock.now(),
            )
        )
    return {"details": {"cause": answers["cause"], "actions_closed": [row.id for row in closing]}}


def _keeper(case: Case, by: Standings, owner_id: int | None) -> Standing | None:
    if owner_id == by.person_id:
        return Standing(Office.POLICY_OWNER, by.organisation_id, by.organisation_name, role="Owner of the action")
    return AUTHOR.finds(case, by) or by.standing(Office.ADVISER, case.organisation_ids)


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
