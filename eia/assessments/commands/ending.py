"""What is assessed ends: what becomes of the open version, and of each action that is still open.

The floor of what is assessed decides that it ends, who may, and asks what becomes of each; here it is written.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands import rounds
from eia.assessments.commands.actions import ACTION, SAID, load_action, note_on
from eia.assessments.commands.copies import forget_writing
from eia.assessments.commands.recording import record
from eia.assessments.commands.telling import tell
from eia.assessments.contracts import tell_where_pinned
from eia.assessments.models import ActionStanding, Assessment, Version
from eia.assessments.models.version import OPEN
from eia.assessments.workflow import TABLE, WRITING
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.errors import Reason, Refused
from eia.notices.outbox import queue_notice
from eia.people.models import Person
from eia.people.queries import Standing, Standings
from eia.subjects.models import Subject
from eia.workflow.perform import Permitted, destination, move


def open_version_of(session: Session, subject_id: int) -> Version | None:
    """The version of its assessment that is being worked on."""
    query = select(Version).join(Version.assessment).where(Assessment.subject_id == subject_id, Version.state.in_(OPEN))
    return session.scalars(query.options(joinedload(Version.assessment))).one_or_none()


def open_actions_of(session: Session, subject_id: int) -> Sequence[ActionStanding]:
    """Every action of its assessment that is still open, the one that is due first at the top."""
    query = (
        select(ActionStanding)
        .join(Version, Version.id == ActionStanding.version_id)
        .join(Assessment, Assessment.id == Version.assessment_id)
        .where(Assessment.subject_id == subject_id, ActionStanding.is_open.is_(True))
        .options(joinedload(ActionStanding.mitigation), joinedload(ActionStanding.owner))
        .order_by(ActionStanding.due, ActionStanding.mitigation_id)
    )
    return session.scalars(query).all()


def withdraw_open(session: Session, version_id: int, because: str, *, by: Standings, standing: Standing) -> None:
    """Work on it ends, whoever wrote it: the author's own step, taken by whoever ends what is assessed."""
    case = load_case(session, version_id, lock=True)
    step, before, actor = TABLE.steps["withdraw_draft"], case.state, by.actor(standing)
    told = {person for audience in step.tells for person in audience.finds(case)} - {by.person_id}
    rounds.end_as_withdrawn(session, case, Permitted(step, by, standing), {"reason": because})
    new = destination(TABLE, case, step, {})
    move(session, Version, version_id, old=before, seen=case.revision, new=new, at=clock.now())
    forget_writing(session, version_id, new)
    case = load_again(session, case)
    sentence = "Withdrawn, for what it assesses was retired"
    record(session, case, step.event, actor=actor, sentence=sentence, note=because, before={"state": before})
    tell(session, case, step, told, who=actor.name, sentence=sentence, note=because)
    tell_where_pinned(session, version_id, "was withdrawn", by_id=by.person_id)


def move_open(session: Session, version_id: int, to: Subject, *, by: Standings, standing: Standing) -> None:
    """The assessment goes on about something else: nothing of it was sent yet, and nothing of it was ever signed."""
    case = load_case(session, version_id, lock=True)
    session.execute(select(Subject.id).where(Subject.id == to.id).with_for_update())
    if reasons := list(_against_moving(session, case, to)):
        raise Refused(*reasons)
    before = case.subject
    case.assessment.subject = to
    session.flush()
    case = load_again(session, case)
    record(
        session, case, "subject_changed", actor=by.actor(standing),
        sentence=f"It is about {to.number} “{to.title}” from now on, no longer about {before.number}",
        before={"subject": before.id}, after={"subject": to.id},
    )  # fmt: skip


def _against_moving(session: Session, case: Case, to: Subject) -> Sequence[Reason]:
    taken = session.scalar(select(Assessment.reference).where(Assessment.subject_id == to.id))
    found = {
        f"{to.number} has an assessment already, {taken}. Choose another, or withdraw the draft.": bool(taken),
        "Only a first draft that was not sent yet can be moved. Withdraw it, or let its author call it back.":
            len(case.assessment.versions) > 1 or case.state not in WRITING,
        "It can be moved to a policy that the same organisation leads and the same organisations share.":
            to.organisation_id != case.lead.id or {one.id for one in to.organisations} != case.organisation_ids,
    }  # fmt: skip
    return [Reason(words, anchor="draft_number") for words, holds in found.items() if holds]


def end_action(session: Session, action: ActionStanding, because: str, *, by: Standings, standing: Standing) -> None:
    """It is closed with the reason, as when an assessment is withdrawn."""
    one = _loaded(session, action)
    note_on(session, one.standing, "closed", because, by.person_id, {})
    _say(session, one, "close", "Ends, for what was assessed was retired", because, by, standing, None)


def give_action_on(
    session: Session, action: ActionStanding, to: Person, because: str, *, by: Standings, standing: Standing
) -> None:
    """It goes on, and this person owns it from now on; whoever owns it already keeps it, with the note."""
    one = _loaded(session, action)
    if to.closed_at is not None or to.organisation_id not in {organisation.id for organisation in one.case.bound}:
        raise Refused("Choose somebody of an organisation that takes part.")
    new = to if to.id != one.standing.owner_id else None
    note_on(session, one.standing, one.standing.status, because, by.person_id, {}, new)
    _say(session, one, "give_away", f"Goes on with {to.name}", because, by, standing, new)


def _loaded(session: Session, action: ActionStanding) -> ActionCase:
    return load_action(session, load_case(session, action.version_id, lock=True), action.mitigation_id)


def _say(
    session: Session, one: ActionCase, action: str, sentence: str, note: str, by: Standings, standing: Standing,
    new: Person | None,
) -> None:  # fmt: skip
    """The entry in the trail of the assessment, and a notice to the owner, the former and the new one."""
    step, actor = ACTION_TABLE.steps[action], by.actor(standing)
    handed = {"handed_to": new.id} if new else {}
    record(
        session, one.case, step.event, actor=actor, sentence=f"Action “{one.row.what[:60]}”: {sentence.lower()}",
        note=note, after={"action": one.row.id, "status": one.standing.status, **dict.fromkeys(SAID, ""), **handed},
    )  # fmt: skip
    told = {one.standing.owner_id, *([one.row.owner_id] if one.row.owner_id else [])} - {by.person_id}
    values = {
        **one.case.address, "title": one.case.subject.title, "who": actor.name, "note": note, "sentence": sentence,
        "what": one.row.what, "happened": f"{sentence}: {one.row.what}",
        "link": {"endpoint": ACTION, "values": {**one.case.address, "action_id": one.row.id}},
    }  # fmt: skip
    queue_notice(
        session, event="action_after_retiring", to=sorted(told), subject=f"{sentence}: {one.row.what[:80]}",
        values=values, about=one.case.assessment.stream,
    )  # fmt: skip
