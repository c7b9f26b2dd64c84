"""`act`: take one step of the table of policies. The only way a policy changes its state."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record, said_since
from eia.errors import Reason, Refused
from eia.notices.outbox import queue_notice
from eia.people.queries import Standings
from eia.policies.case import PolicyCase
from eia.policies.coverage.keeping import put_in_order
from eia.policies.models import Policy
from eia.policies.queries import policy_for
from eia.policies.workflow import POLICY_TABLE
from eia.subjects.models import Subject
from eia.workflow.perform import Permitted, destination, move, permit

Answers = Mapping[str, Any]
DAYS = ("adopted_on", "review_on")


def act(session: Session, policy_id: int, action: str, *, by: Standings, seen: int, answers: Answers) -> Policy:
    """Take the step or raise the refusal. `seen` is the revision of the policy that the reader saw."""
    permitted = permitted_step(session, policy_id, action, by=by, seen=seen)
    return land(session, policy_for(session, policy_id, by), permitted, answers)


def permitted_step(session: Session, policy_id: int, action: str, *, by: Standings, seen: int) -> Permitted[PolicyCase]:
    """Lock the policy and ask the table."""
    session.execute(select(Subject.__table__.c.id).where(Subject.__table__.c.id == policy_id).with_for_update())
    policy = policy_for(session, policy_id, by)
    session.refresh(policy)
    decided = said_since(session, policy.stream) if seen != policy.revision else ""
    return permit(POLICY_TABLE, PolicyCase(policy), action, by=by, seen=seen, decided=decided)


def land(session: Session, policy: Policy, permitted: Permitted[PolicyCase], answers: Answers) -> Policy:
    """Write the new state, the days that were said, the entry in the trail and the notices."""
    step, before = permitted.step, policy.state
    said = {day: answers[day] for day in DAYS if answers.get(day)}
    adopted, review = said.get("adopted_on") or policy.adopted_on, said.get("review_on")
    if adopted and review and review <= adopted:
        raise Refused(Reason("The date of review must be after the date of adoption.", anchor="review_on"))
    told = {person for audience in step.tells for person in audience.finds(PolicyCase(policy))} - {
        permitted.by.person_id
    }
    new = destination(POLICY_TABLE, PolicyCase(policy), step, answers)
    move(session, Policy, policy.id, old=before, seen=policy.revision, new=new, at=clock.now(), **said)
    session.refresh(policy)
    put_in_order(session, policy.id)
    actor, note = permitted.by.actor(permitted.standing), str(answers.get("reason") or "")
    days = {name: day.isoformat() for name, day in said.items()}
    after = days | dict(answers.get("details") or {})
    sentence = str(answers.get("sentence") or step.done)
    record(
        session, policy, step.event, actor=actor, sentence=sentence, note=note, before={"state": before}, after=after
    )
    _tell(session, policy, permitted, told, actor.name, note, sentence)
    return policy


def _tell(
    session: Session,
    policy: Policy,
    permitted: Permitted[PolicyCase],
    told: set[int],
    who: str,
    note: str,
    sentence: str,
) -> None:
    step = permitted.step
    values = {
        "title": policy.title, "number": policy.number, "who": who, "note": note, "happened": f"{sentence}.",
        "link": {"endpoint": "policies.policy", "values": {"policy_id": policy.id}},
    }  # fmt: skip
    queue_notice(
        session, event=step.event, to=sorted(told), subject=step.subject.format(title=policy.title), values=values,
        about=policy.stream,
    )  # fmt: skip
