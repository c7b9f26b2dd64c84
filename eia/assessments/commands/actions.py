"""Actions after signing: noted on, reported, confirmed by a second person. How they begin and end: `beginning.py`."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.action_case import ActionCase
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.telling import tell
from eia.assessments.models import ActionProgress, ActionStanding, Mitigation
from eia.assessments.queries import people_of, progress_of
from eia.assessments.workflow.actions import ACTION_TABLE, OPEN
from eia.errors import NotFound, Reason, Refused
from eia.people.models import Person
from eia.people.queries import Standings
from eia.workflow.perform import Permitted, destination, permit

Answers = Mapping[str, Any]
SAID = ("proof", "result", "residual")
ACTION = "assessments.action"


def load_action(session: Session, case: Case, mitigation_id: int) -> ActionCase:
    """The action of a signed version, with its notes."""
    row = next((m for m in case.version.mitigations if m.id == mitigation_id and m.kind == "action"), None)
    if row is None:
        raise NotFound("There is no such action.")
    standing = session.get(ActionStanding, row.id, populate_existing=True)
    if standing is None:
        raise Refused("Progress is noted once the assessment is signed.")
    return ActionCase(case, row, standing, progress_of(session, row.id))


def act_on(
    session: Session, version_id: int, mitigation_id: int, action: str, *, by: Standings, seen: int, answers: Answers
) -> ActionCase:
    """Take a step of the table of actions, or raise the refusal. `seen` is the number of notes the reader saw."""
    one = load_action(session, load_case(session, version_id, lock=True), mitigation_id)
    permitted = permit(ACTION_TABLE, one, action, by=by, seen=seen, decided=_said_meanwhile(one))
    _refuse_half_a_report(action, answers)
    told = {person for audience in permitted.step.tells for person in audience.finds(one)} - {by.person_id}
    said = {key: str(answers.get(key) or "") for key in SAID}
    if action == "confirm_done" and one.last:
        said = {key: getattr(one.last, key) for key in SAID}
    note = str(answers.get("note") or answers.get("reason") or "")
    new = destination(ACTION_TABLE, one, permitted.step, {})
    new_owner = _new_owner(session, one, answers) if action == "give_away" else None
    note_on(session, one.standing, new, note, by.person_id, said, new_owner)
    done = load_action(session, one.case, mitigation_id)
    told |= {person for audience in permitted.step.tells for person in audience.finds(done)} - {by.person_id}
    sentence = f"Given to {new_owner.name}" if new_owner else permitted.step.done
    _record(session, done, permitted, sentence, note, said)
    _tell(session, done, permitted, told, sentence, note)
    return done


def who_may_own(session: Session, one: ActionCase) -> Sequence[Person]:
    """Whom the action can be given to: somebody else who works for an organisation that is bound."""
    people = people_of(session, {organisation.id for organisation in one.case.bound})
    return [person for person in people if person.id != one.standing.owner_id]


def _new_owner(session: Session, one: ActionCase, answers: Answers) -> Person:
    chosen = str(answers.get("person") or "")
    if not str(answers.get("reason") or "").strip():
        raise Refused(Reason("Say why it is given to somebody else.", anchor="away-reason"))
    for person in who_may_own(session, one):
        if str(person.id) == chosen:
            return person
    raise Refused(Reason("Choose somebody else, of an organisation that takes part.", anchor="away-person"))


def _refuse_half_a_report(action: str, answers: Answers) -> None:
    """What two people will vouch for has to be there, whoever asks."""
    if action != "report_done":
        return
    lacking = {
        "proof": "Say where it can be seen that it was done.",
        "result": "Say what was measured, against the measure named in the plan.",
        "residual": "Say what harm remains.",
    }
    reasons = [words for key, words in lacking.items() if not str(answers.get(key) or "").strip()]
    if reasons:
        raise Refused(*reasons)


def note_on(
    session: Session,
    standing: ActionStanding,
    status: str,
    note: str,
    noted_by: int,
    said: Mapping[str, str],
    new_owner: Person | None = None,
) -> None:
    """One more note, where the action stands now, and who owns it from now on when that is somebody else."""
    row = ActionProgress(
        mitigation_id=standing.mitigation_id, status=status, note=note, noted_by=noted_by, noted_at=clock.now(), **said
    )
    session.add(row)
    if new_owner:
        row.handed_to = new_owner.id
    session.flush()
    if new_owner:
        standing.owner, standing.organisation_id = new_owner, new_owner.organisation_id
    standing.status, standing.is_open = status, status in OPEN
    standing.revision += 1
    standing.last_note_id = row.id
    session.flush()


def _said_meanwhile(one: ActionCase) -> str:
    last = one.last
    if last is None:
        return ""
    title = ACTION_TABLE.states[last.status].title
    return f"Since you opened it, {last.person.name} noted “{title}”. Read it again, then decide."


def _record(
    session: Session,
    one: ActionCase,
    permitted: Permitted[ActionCase],
    sentence: str,
    note: str,
    said: Mapping[str, str],
) -> None:
    step, last = permitted.step, one.last
    handed = {"handed_to": last.handed_to} if last and last.handed_to else {}
    record(
        session,
        one.case,
        step.event,
        actor=permitted.by.actor(permitted.standing),
        sentence=f"Action “{_short(one.row)}”: {sentence[:1].lower()}{sentence[1:]}",
        note=note,
        after={"action": one.row.id, "status": one.state, **said, **handed},
    )


def _tell(
    session: Session, one: ActionCase, permitted: Permitted[ActionCase], told: set[int], sentence: str, note: str
) -> None:
    step, report = permitted.step, one.report
    before, after, target = one.harm_in_words
    values = {
        "what": one.row.what,
        "owner": one.standing.owner.name,
        "due": one.standing.due,
        "measure": one.row.measure,
        **{key: getattr(report, key) if report else "" for key in ("proof", "result")},
        "before": before,
        "after": after,
        "target": target,
        "remains": one.harm_remains,
    }
    tell(
        session, one.case, step, told, who=permitted.by.name, sentence=sentence, note=note, values=values,
        link=ACTION, action_id=one.row.id,
    )  # fmt: skip


def _short(row: Mitigation) -> str:
    return row.what[:60]
