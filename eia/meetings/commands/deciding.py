"""Recording what was decided on an item: once the gate lets it, on exactly what those who decide had before them.

The lock order: the meeting, the item, then the pinned assessment and its version (as every step of theirs locks them),
then the trails. A withdrawal that comes first is seen here; one that comes later waits until the decision is committed.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.meetings.commands.conditions import begin_conditions, close_conditions
from eia.meetings.commands.noting import named, note_change
from eia.meetings.commands.writing_back import tell_of_decision, write_back, write_to_follow_up
from eia.meetings.decided import Said, standing_decision
from eia.meetings.drift import drift_of, scope_of
from eia.meetings.gate import Readiness, readiness
from eia.meetings.guards.who import standing_to_record
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, DecisionCondition, ItemDecision
from eia.meetings.models.decisions import DECIDED
from eia.meetings.regard import Basis, basis_of, deciders_of
from eia.people.queries import Standings

ONLY_WHO_RECORDS = "Only the chair, deputy chair or secretary of the body, or the one person who decides, records this."
AT_THE_MEETING = ("circulated", "held")


def record_item_decision(session: Session, item_id: int, said: Said, *, seen: str, by: Standings) -> ItemDecision:
    """`seen` names the statement and screen that the page showed (`Basis.key`)."""
    item, case = lock_with_pinned(session, item_id)
    standing = standing_to_record(item, by)
    if standing is None:
        raise NotAllowed(ONLY_WHO_RECORDS)
    basis = basis_of(session, item)
    if seen != basis.key:
        raise Stale("What is attached to this item changed since you opened the page. Read it again, then decide.")
    stands = readiness(session, item)
    drift = drift_of(case.version.scope if case else (), said.decided, said.other)
    _refuse(session, item, said, stands, drift)
    row = _row(session, item, said, basis, by)
    row.scope, row.drift = scope_of(case.version.scope if case else (), said.decided, said.other), drift
    row.mark = mark_of(stands)
    session.add(row)
    session.flush()
    actions = write_back(session, item, row, said.proposal, said.conditions, case, by=by, standing=standing)
    write_to_follow_up(session, item, row, said.proposal, case, by=by, standing=standing)
    for one, mitigation_id in zip(said.conditions, actions, strict=True):
        session.add(DecisionCondition(decision_id=row.id, mitigation_id=mitigation_id, **one))
    session.flush()
    if said.corrects_id:
        close_conditions(session, item, said.corrects_id, by=by, standing=standing)
    begin_conditions(session, item, row, by=by)
    what = "Decision corrected" if said.corrects_id else "Decided"
    sentence = f"{what}: {DECIDED[row.outcome].lower()} ({named(item)})"
    note_change(session, item, "item_decided", actor=by.actor(standing), sentence=sentence, note=said.wording,
              after=trail_of(row, len(said.conditions)))  # fmt: skip
    tell_of_decision(session, item, row, case, by=by)
    return row


def lock_with_pinned(session: Session, item_id: int) -> tuple[AgendaItem, Case | None]:
    """The item and the pinned version, both locked and read after that."""
    item = load_item(session, item_id, lock=True)
    version = item.statements[-1].version_id if item.statements else None
    case = load_case(session, version, lock=True) if version else None
    return load_item(session, item_id), case


def trail_of(row: ItemDecision, conditions: int) -> dict[str, Any]:
    """What the trail keeps of a decision, which `eia verify` holds against the row."""
    return {
        "decision": row.id, "corrects": row.corrects_id, "outcome": row.outcome, "made_by": row.made_by,
        "decider": row.decider_id, "decided_at": row.decided_at, "statement": row.statement_id,
        "version": row.version_id, "content": row.content_digest, "screen": row.quick_screen_id,
        "override": row.override_id, "mark": row.mark, "drift": row.drift, "conditions": conditions,
    }  # fmt: skip


def mark_of(stands: Readiness) -> str:
    """A key of `MARKS`; "" while what is pinned stands."""
    if stands.pinned is None or stands.pinned.stands:
        return ""
    return next((one.kind for one in stands.marks if one.gates), "not_signed")


def _row(session: Session, item: AgendaItem, said: Said, basis: Basis, by: Standings) -> ItemDecision:
    alone = decided_alone(item)
    decider = _decider(session, item, said, basis) if alone else None
    return ItemDecision(
        item_id=item.id, corrects_id=said.corrects_id, outcome=said.outcome, wording=said.wording,
        reasons=said.reasons, made_by=item.between or ("person" if alone else "body"), decider_id=decider,
        decided_at=said.decided_at, statement_id=basis.statement.id if basis.statement else None,
        version_id=basis.version.id if basis.version else None, content_digest=basis.digest,
        quick_screen_id=basis.screen.id if basis.screen else None,
        override_id=basis.override.id if basis.override else None, regard=said.regard, votes_for=said.votes[0],
        votes_against=said.votes[1], votes_abstained=said.votes[2], dissent=said.dissent,
        drift_reason=said.drift_reason, scope=[], drift=[], recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip


def decided_alone(item: AgendaItem) -> bool:
    """Whether one person decides it, and not the members together."""
    return item.between != "" or item.body.decider_id is not None


def _decider(session: Session, item: AgendaItem, said: Said, basis: Basis) -> int | None:
    """Whoever was named; the only one who can have decided needs no naming."""
    deciders = [one.person.id for one in deciders_of(session, item, basis)]
    if said.decider_id is None and len(deciders) > 1:
        raise Refused(Reason("Say who decided it.", anchor="decider"))
    if said.decider_id is not None and said.decider_id not in deciders:
        raise Refused(Reason("Choose somebody who can decide it: see who does on its page.", anchor="decider"))
    return said.decider_id or next(iter(deciders), None)


def _refuse(session: Session, item: AgendaItem, said: Said, stands: Readiness, drift: Sequence[Any]) -> None:
    """Every reason at once."""
    meeting = item.meeting
    if meeting is not None and meeting.state not in (*AT_THE_MEETING, *(("minuted",) if said.corrects_id else ())):
        raise NotOffered("Decisions are recorded at a meeting and after it, until its minutes are signed.")
    reasons = list(_of_time(item, said)) + list(_of_earlier(session, item, said))
    if not stands.may_be_decided:
        reasons += stands.reasons
    if drift and not said.drift_reason:
        reasons.append(Reason("What was decided differs from what was assessed. Say why it goes on all the same."))
    count = sum(vote or 0 for vote in said.votes)
    most = len(deciders_of(session, item, basis_of(session, item)))
    if count > most:
        reasons.append(Reason(f"There are {count} votes, and {most} decide. Count again.", anchor="votes_for"))
    if reasons:
        raise Refused(*reasons)


def _of_time(item: AgendaItem, said: Said) -> list[Reason]:
    if said.decided_at > clock.now():
        return [Reason("A decision is recorded once it was taken. The time you gave is still to come.",
                       anchor="decided_on")]  # fmt: skip
    if item.meeting is not None and clock.london(said.decided_at).date() < item.meeting.day:
        return [Reason("The time you gave is before the meeting. Check the day.", anchor="decided_on")]
    return []


def _of_earlier(session: Session, item: AgendaItem, said: Said) -> list[Reason]:
    earlier = standing_decision(session, item.id)
    if earlier is None and said.corrects_id is None:
        return []
    if earlier is not None and earlier.id == said.corrects_id:
        return []
    words = "A decision on this item is recorded already. Record a correction of it, which stands beside it."
    return [Reason(words, endpoint="meetings.record", values={"item_id": item.id})]
