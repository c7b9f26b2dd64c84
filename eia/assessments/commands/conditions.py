"""Conditions of a signature or a decision: kept with it, and taken up as actions of the version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.beginning import begin_actions
from eia.assessments.models import Condition, DecisionRecord, Mitigation, Signature, Submission
from eia.errors import Refused
from eia.people.models import Person
from eia.people.queries import Standings


def keep_conditions(session: Session, case: Case, signature: Signature, given: Sequence[dict[str, Any]]) -> list[Any]:
    """The conditions of a signature that was just written; answers with what the trail says of them."""
    if not given:
        return []
    here = {organisation.id for organisation in case.bound}
    owners = select(Person).where(Person.id.in_([one["owner_id"] for one in given]), Person.closed_at.is_(None))
    known = {person.id for person in session.scalars(owners) if person.organisation_id in here}
    for one in given:
        if one["owner_id"] not in known:
            raise Refused("Choose somebody of an organisation that takes part as the owner of a condition.")
        if one["due"] < clock.today():
            raise Refused("The day a condition is due has passed. Give a day from today on.")
        session.add(Condition(submission_id=signature.submission_id, signature_id=signature.id, **one))
    session.flush()
    session.expire(case.submission, ["conditions"])
    return [{"what": one["what"], "owner": one["owner_id"], "due": one["due"]} for one in given]


def begin_conditions_of(
    session: Session, case: Case, decision: DecisionRecord, given: Sequence[Mapping[str, Any]], *, by: Standings
) -> list[Any]:
    """The conditions of a decision on a signed version, as actions that begin at once; what the trail says of them."""
    if case.submission is None or case.state not in ("signed_off", "screened_out"):
        raise Refused("A condition becomes an action of a version that is signed or screened out.")
    for one in given:
        session.add(Condition(submission_id=case.submission.id, decision_record_id=decision.id, **one))
    session.flush()
    session.expire(case.submission, ["conditions"])
    take_up_conditions(session, case, case.submission)
    begin_actions(session, case, by=by)
    return [{"what": one["what"], "owner": one["owner_id"], "due": one["due"]} for one in given]


def take_up_conditions(session: Session, case: Case, submission: Submission) -> None:
    """Every condition of a complete round that is no action yet becomes one; it begins with the others.

    Not those of a signature on a route that was never completed: its organisation has not signed.
    """
    if not submission.conditions:
        return
    signed = {(answer.organisation_id, answer.turn) for answer in submission.answers if answer.kind != "refusal"}
    counts = {one.id for one in submission.signatures if (one.organisation_id, one.turn) in signed}
    taken = select(Mitigation.condition_id).where(Mitigation.condition_id.is_not(None))
    waiting = select(Condition).where(Condition.submission_id == submission.id, Condition.id.not_in(taken))
    for condition in session.scalars(waiting.order_by(Condition.id)).all():
        if condition.signature_id and condition.signature_id not in counts:
            continue
        action = Mitigation(version_id=case.version.id, condition_id=condition.id, kind="action", what=condition.what)
        action.owner_id, action.due = condition.owner_id, condition.due
        session.add(action)
    session.flush()
    session.expire(case.version, ["mitigations"])
