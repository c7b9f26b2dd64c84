"""Retiring a policy: what becomes of its open assessment and of each open action, all of it at once or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.assessments.commands.ending import (
    end_action,
    give_action_on,
    move_open,
    open_actions_of,
    open_version_of,
    withdraw_open,
)
from eia.assessments.models import ActionStanding
from eia.audit.recording import record
from eia.errors import Reason, Refused, Stale
from eia.pages import counted
from eia.people.models import Person
from eia.people.queries import Standing, Standings
from eia.policies.commands.acting import land, permitted_step
from eia.policies.models import RETIRED, Policy
from eia.policies.queries import policy_for

ENDS, OWNER, POLICY = "ends", "owner", "policy"
WITHDRAW, MOVE = "withdraw", "move"
CAME = "An action or a draft of it came or went since you opened this page. Read it again, then decide."


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one action: it ends with a reason, or goes on with a person or under another policy's owner."""

    how: str
    reason: str = ""
    owner_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Retirement:
    reason: str
    draft: str = ""
    """`WITHDRAW` or `MOVE`; "" where there is no open version."""
    draft_number: str = ""
    actions: Mapping[int, Fate] = ()  # type: ignore[assignment]


def retire(session: Session, policy_id: int, said: Retirement, *, by: Standings, seen: int) -> Policy:
    """In one transaction: the draft, every action, the policy, their entries in the trails and the notices."""
    permitted = permitted_step(session, policy_id, "retire", by=by, seen=seen)
    policy, standing = policy_for(session, policy_id, by), permitted.standing
    version, actions = open_version_of(session, policy_id), open_actions_of(session, policy_id)
    if bool(version) != bool(said.draft) or {one.mitigation_id for one in actions} != set(said.actions):
        raise Stale(CAME)
    if version is not None and said.draft == WITHDRAW:
        withdraw_open(session, version.id, said.reason, by=by, standing=standing)
    elif version is not None:
        to = _other(session, policy, said.draft_number, "draft_number")
        move_open(session, version.id, to, by=by, standing=standing)
    ended = sum(said.actions[one.mitigation_id].how == ENDS for one in actions)
    for one in actions:
        _settle(session, policy, one, said.actions[one.mitigation_id], by, standing)
    what = {"draft": said.draft, "actions_ended": ended, "actions_going_on": len(actions) - ended}
    sentence = "Retired" + (f", with {counted(ended, 'action')} ended" if ended else "")
    return land(session, policy, permitted, {"reason": said.reason, "details": what, "sentence": sentence})


def _settle(
    session: Session, policy: Policy, action: ActionStanding, fate: Fate, by: Standings, standing: Standing
) -> None:
    number = action.mitigation_id
    if fate.how == ENDS:
        if not fate.reason.strip():
            raise Refused(Reason("Say why the action ends.", anchor=f"a{number}_reason"))
        end_action(session, action, fate.reason, by=by, standing=standing)
        return
    if fate.how == OWNER:
        to = session.get(Person, fate.owner_id or 0)
        if to is None:
            raise Refused(Reason("Choose who owns the action from now on.", anchor=f"a{number}_owner"))
        because = f"{policy.number} was retired; the action goes on. {fate.reason}".strip()
        give_action_on(session, action, to, because, by=by, standing=standing)
        return
    other = _other(session, policy, fate.number, f"a{number}_number")
    what = action.mitigation.what[:80]
    because = f"{policy.number} was retired; the action goes on under {other.number} “{other.title}”."
    give_action_on(session, action, other.owner, because, by=by, standing=standing)
    record(
        session, other, "policy_took_action_over", actor=by.actor(standing),
        sentence=f"Takes over the action “{what}” of {policy.number}, which was retired", after={"action": number},
    )  # fmt: skip


def _other(session: Session, policy: Policy, number: str, anchor: str) -> Policy:
    """The policy of the same lead with that number, which is not retired."""
    query = select(Policy).where(
        Policy.organisation_id == policy.organisation_id, func.lower(Policy.number) == number.strip().lower(),
        Policy.id != policy.id, Policy.state != RETIRED,
    )  # fmt: skip
    other = session.scalars(query).one_or_none()
    if other is None:
        words = f"{policy.organisation.name} has no other policy with the number “{number[:60]}” that is not retired."
        raise Refused(Reason(words, anchor=anchor))
    return other
