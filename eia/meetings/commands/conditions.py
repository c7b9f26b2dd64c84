"""Conditions that a body tracks itself: begun with the decision, noted on, reported, confirmed by a second person."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.queries import people_of
from eia.assessments.workflow.actions import OPEN
from eia.errors import Reason, Refused
from eia.meetings.commands.noting import named
from eia.meetings.commands.recording import record_on
from eia.meetings.condition_case import ConditionCase, load_condition
from eia.meetings.models import AgendaItem, ConditionNote, ConditionStanding, DecisionCondition, ItemDecision
from eia.meetings.workflow.conditions import CONDITION_TABLE
from eia.notices.outbox import queue_notice
from eia.people.models import Person
from eia.people.queries import Standing, Standings
from eia.workflow.perform import destination, permit

Answers = Mapping[str, Any]
CORRECTED = "The decision was corrected; the correction says its own conditions."


def begin_conditions(session: Session, item: AgendaItem, decision: ItemDecision, *, by: Standings) -> None:
    """Where each stands that is no action of an assessment; its owner is told."""
    for row in (one for one in decision.conditions if one.mitigation_id is None):
        owner = session.get_one(Person, row.owner_id)
        standing = ConditionStanding(condition_id=row.id, owner_id=owner.id, organisation_id=owner.organisation_id)
        standing.due, standing.status, standing.is_open, standing.revision = row.due, "not_started", True, 0
        session.add(standing)
        session.flush()
        if owner.id != by.person_id:
            _queue(session, item, row, standing, "condition_begun", {owner.id}, who=by.name,
                   subject=f"Yours to do, a condition of a decision: {item.body.name}")  # fmt: skip


def close_conditions(
    session: Session, item: AgendaItem, decision_id: int, *, by: Standings, standing: Standing
) -> None:
    """End those of a decision that is corrected."""
    open_now = (
        select(ConditionStanding)
        .join(DecisionCondition, DecisionCondition.id == ConditionStanding.condition_id)
        .where(DecisionCondition.decision_id == decision_id, ConditionStanding.is_open)
        .order_by(ConditionStanding.condition_id)
    )
    for kept in session.scalars(open_now).all():
        note_on(session, kept, "closed", CORRECTED, by.person_id)
        record_on(session, item, "condition_closed", actor=by.actor(standing), note=CORRECTED,
                  sentence=f"Condition of {named(item)}: closed", after=_told(kept, ""))  # fmt: skip


def act_on_condition(
    session: Session, condition_id: int, action: str, *, by: Standings, seen: int, answers: Answers
) -> ConditionCase:
    """Take a step of the table of conditions, or raise the refusal. `seen` is the number of notes the reader saw."""
    one = load_condition(session, condition_id, lock=True)
    permitted = permit(CONDITION_TABLE, one, action, by=by, seen=seen, decided=_said_meanwhile(one))
    note, proof = (str(answers.get(key) or "").strip() for key in ("note", "proof"))
    if not note:
        raise Refused("Say in a sentence what was done, or why.")
    if action == "report_done" and not proof:
        raise Refused(Reason("Say where it can be seen that it was done.", anchor="proof"))
    step, told = permitted.step, {person for audience in permitted.step.tells for person in audience.finds(one)}
    new_owner = _new_owner(session, one, answers) if action == "give_away" else None
    if action == "confirm_done" and one.last:
        proof = one.last.proof
    new = destination(CONDITION_TABLE, one, step, {})
    note_on(session, one.standing, new, note, by.person_id, proof=proof, new_owner=new_owner)
    done = load_condition(session, condition_id)
    told |= {person for audience in step.tells for person in audience.finds(done)}
    sentence = f"Given to {new_owner.name}" if new_owner else step.done
    record_on(session, done.item, step.event, actor=by.actor(permitted.standing), note=note,
              sentence=f"Condition of {named(done.item)}: {sentence[:1].lower()}{sentence[1:]}",
              after=_told(done.standing, proof))  # fmt: skip
    if step.subject:
        _queue(session, done.item, done.row, done.standing, "condition_step", told - {by.person_id}, who=by.name,
               subject=step.subject.format(body=done.item.body.name), sentence=sentence, note=note, proof=proof,
               at_once=step.at_once)  # fmt: skip
    return done


def who_may_own(session: Session, one: ConditionCase) -> Sequence[Person]:
    """Whom it can be given to: somebody else of an organisation this body decides for."""
    people = people_of(session, {organisation.id for organisation in one.item.body.organisations})
    return [person for person in people if person.id != one.standing.owner_id]


def note_on(
    session: Session, standing: ConditionStanding, status: str, words: str, noted_by: int,
    *, proof: str = "", new_owner: Person | None = None,
) -> None:  # fmt: skip
    """One more note, where the condition stands now, and who owns it from now on when that is somebody else."""
    row = ConditionNote(
        condition_id=standing.condition_id, status=status, words=words, proof=proof, noted_by=noted_by,
        handed_to=new_owner.id if new_owner else None, noted_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if new_owner:
        standing.owner_id, standing.organisation_id = new_owner.id, new_owner.organisation_id
    standing.status, standing.is_open = status, status in OPEN
    standing.revision += 1
    standing.last_note_id = row.id
    session.flush()


def _told(standing: ConditionStanding, proof: str) -> dict[str, Any]:
    return {"condition": standing.condition_id, "status": standing.status, "owner": standing.owner_id, "proof": proof}


def _new_owner(session: Session, one: ConditionCase, answers: Answers) -> Person:
    chosen = str(answers.get("person") or "")
    for person in who_may_own(session, one):
        if str(person.id) == chosen:
            return person
    raise Refused(Reason("Choose somebody else, of an organisation this body decides for.", anchor="away-person"))


def _said_meanwhile(one: ConditionCase) -> str:
    if one.last is None:
        return ""
    title = CONDITION_TABLE.states[one.last.status].title
    return f"Since you opened it, {one.last.person.name} noted “{title}”. Read it again, then decide."


def _queue(
    session: Session, item: AgendaItem, row: DecisionCondition, standing: ConditionStanding, event: str,
    told: set[int], *, subject: str, at_once: bool = False, **values: Any,
) -> None:  # fmt: skip
    """Of a restricted item a mail says no more than that there is a condition."""
    said = dict.fromkeys(values.keys() & {"note", "proof"}, "") if item.restricted else {}
    values |= said | {
        "title": item.body.name, "what": "" if item.restricted else row.what, "due": standing.due,
        "link": {"endpoint": "meetings.condition", "values": {"condition_id": row.id}},
    }  # fmt: skip
    queue_notice(
        session, event=event, to=sorted(told), subject=subject, values=values, about=item.stream, may_wait=not at_once
    )
