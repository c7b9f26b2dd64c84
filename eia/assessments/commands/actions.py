"""Actions after signing: begun with the signature, reported on, confirmed by a second person, closed or handed on."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.action_case import ActionCase
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.telling import tell
from eia.assessments.models import (
    ActionAbout,
    ActionCarried,
    ActionProgress,
    ActionStanding,
    Gap,
    Impact,
    Mitigation,
    ScreeningCell,
    Version,
)
from eia.assessments.queries import progress_of
from eia.assessments.workflow.actions import ACTION_TABLE, OPEN
from eia.errors import NotFound, Refused
from eia.people.models import Person
from eia.people.queries import Standings
from eia.workflow.perform import Permitted, destination, permit

Answers = Mapping[str, Any]
SAID = ("proof", "result", "residual")
ACTION, REGISTER = "assessments.action", "actions.register"


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
    _note(session, one.standing, new, note, by.person_id, said)
    done = load_action(session, one.case, mitigation_id)
    told |= {person for audience in permitted.step.tells for person in audience.finds(done)} - {by.person_id}
    _record(session, done, permitted, note, said)
    _tell(session, done, permitted, told, note)
    return done


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


def _note(
    session: Session, standing: ActionStanding, status: str, note: str, noted_by: int, said: Mapping[str, str]
) -> None:
    """One more note, and where the action stands now."""
    row = ActionProgress(
        mitigation_id=standing.mitigation_id, status=status, note=note, noted_by=noted_by, noted_at=clock.now(), **said
    )
    session.add(row)
    session.flush()
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
    session: Session, one: ActionCase, permitted: Permitted[ActionCase], note: str, said: Mapping[str, str]
) -> None:
    step = permitted.step
    record(
        session,
        one.case,
        step.event,
        actor=permitted.by.actor(permitted.standing),
        sentence=f"Action “{_short(one.row)}”: {step.done.lower()}",
        note=note,
        after={"action": one.row.id, "status": one.state, **said},
    )


def _tell(session: Session, one: ActionCase, permitted: Permitted[ActionCase], told: set[int], note: str) -> None:
    step, report = permitted.step, one.report
    before, after, target = one.harm_in_words
    values = {
        "what": one.row.what,
        "measure": one.row.measure,
        **{key: getattr(report, key) if report else "" for key in ("proof", "result")},
        "before": before,
        "after": after,
        "target": target,
        "remains": one.harm_remains,
    }
    tell(
        session, one.case, step, told, who=permitted.by.name, sentence=step.done, note=note, values=values,
        link=ACTION, action_id=one.row.id,
    )  # fmt: skip


def _short(row: Mitigation) -> str:
    return row.what[:60]


def begin_actions(session: Session, case: Case, *, by: Standings) -> None:
    """The version was signed: its actions begin, or go on where those of the version before stood.

    Who owns one hears of it now; of one they had in the version before they hear that it was superseded.
    """
    begun = select(ActionStanding.mitigation_id).where(ActionStanding.version_id == case.version.id)
    known = set(session.scalars(begun))
    rows = [m for m in case.version.mitigations if m.kind == "action" and m.id not in known]
    about = _subjects_of(session, case, rows)
    wanted = {row.owner_id or case.version.author_id for row in rows}
    organisations = _organisations_of(session, wanted)
    had = _had_before(session, case) if case.version.number > 1 else set()
    yours: dict[int, list[Mitigation]] = {}
    for row in rows:
        owner_id = row.owner_id or case.version.author_id
        session.add(
            ActionStanding(
                mitigation_id=row.id, version_id=case.version.id, owner_id=owner_id,
                organisation_id=organisations[owner_id], due=row.due or clock.today(), status="not_started",
                is_open=True, revision=0,
            )
        )  # fmt: skip
        for characteristic in sorted(about[row.id]):
            session.add(ActionAbout(characteristic=characteristic, mitigation_id=row.id))
        if (row.origin, owner_id) not in had and owner_id != by.person_id:
            yours.setdefault(owner_id, []).append(row)
    session.flush()
    for owner_id, theirs in sorted(yours.items()):
        _tell_owner(session, case, owner_id, theirs, by)


def _had_before(session: Session, case: Case) -> set[tuple[int, int]]:
    """(first row it is a copy of, owner) of every action that is open in another version of this assessment."""
    query = (
        select(func.coalesce(Mitigation.origin, Mitigation.id), ActionStanding.owner_id)
        .join_from(ActionStanding, Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .where(Version.assessment_id == case.assessment.id, ActionStanding.is_open.is_(True))
    )
    return {(origin, owner_id) for origin, owner_id in session.execute(query)}


def _tell_owner(session: Session, case: Case, owner_id: int, rows: Sequence[Mitigation], by: Standings) -> None:
    step, only = ACTION_TABLE.steps["begin"], rows[0] if len(rows) == 1 else None
    lines = [
        {"what": row.what, "due": row.due, "measure": row.measure, "condition": bool(row.condition_id)} for row in rows
    ]
    link, page = (ACTION, {"action_id": only.id}) if only else (REGISTER, {"whose": "mine"})
    tell(session, case, step, {owner_id}, who=by.name, sentence=step.done, values={"actions": lines}, link=link, **page)


def _organisations_of(session: Session, people: set[int]) -> dict[int, int]:
    rows = session.execute(select(Person.id, Person.organisation_id).where(Person.id.in_(sorted(people))))
    return {row.id: row.organisation_id for row in rows}


def _subjects_of(session: Session, case: Case, rows: Sequence[Mitigation]) -> dict[int, set[str]]:
    """Action -> the characteristics it is about; an intersection is about each of its parts."""
    found: dict[int, set[str]] = {row.id: set() for row in rows}
    for key, model, column in (
        ("impact_id", Impact, Impact.about),
        ("gap_id", Gap, Gap.characteristic),
        ("cell_id", ScreeningCell, ScreeningCell.characteristic),
    ):
        met = {row.id: getattr(row, key) for row in rows if getattr(row, key)}
        query = select(model.id, column).where(model.version_id == case.version.id)
        words = {row[0]: row[1] for row in session.execute(query)} if met else {}
        for row_id, about in met.items():
            found[row_id] |= {part for part in words.get(about, "").split("+") if part}
    return found


def close_actions(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A withdrawn assessment leaves no action open: each is closed with the reason, and can be taken up anew."""
    closing = open_actions(session, case.version.id)
    for standing in closing:
        note = f"The assessment was withdrawn. {answers['reason']}"
        _note(session, standing, "closed", note, permitted.by.person_id, {})
    closed = [standing.mitigation_id for standing in closing]
    return {"details": {"cause": answers["cause"], "actions_closed": closed}}


def open_actions(session: Session, version_id: int) -> Sequence[ActionStanding]:
    query = select(ActionStanding).where(ActionStanding.version_id == version_id, ActionStanding.is_open)
    return session.scalars(query.order_by(ActionStanding.mitigation_id)).all()


def hand_on(session: Session, earlier: Case, later: Case, by: Standings) -> dict[str, list[Any]]:
    """A superseded version leaves no action open: each goes on in the later one, or is closed with the reason.

    One that was confirmed is confirmed in the later version too: nobody does it twice. Answers with the ids, and
    with (former, later) of those whose last note went with them.
    """
    _keep_conditions(session, earlier, later, by)
    copies = _copies_of(session, later)
    number = later.version.number
    moved, closed, taken_over = [], [], []
    standings = select(ActionStanding).where(ActionStanding.version_id == earlier.version.id)
    for old in session.scalars(standings.order_by(ActionStanding.mitigation_id)).all():
        new = copies.get(old.mitigation_id)
        if new is not None and old.last_note and old.status not in ("dropped", "closed", "moved"):
            _copy_note(session, old.last_note, new, earlier.version.number)
            taken_over.append([old.mitigation_id, new.mitigation_id])
        if not old.is_open:
            continue
        if new is not None:
            _note(session, old, "moved", f"It goes on in version {number}.", by.person_id, {})
            moved.append(old.mitigation_id)
        else:
            _note(
                session, old, "closed", f"Version {number} was signed and does not name it any more.", by.person_id, {}
            )
            closed.append(old.mitigation_id)
    return {"actions_taken_over": taken_over, "actions_moved": moved, "actions_closed": closed}


def _keep_conditions(session: Session, earlier: Case, later: Case, by: Standings) -> None:
    """What somebody signed on condition of goes on, although the later text does not name it."""
    still_open = {standing.mitigation_id for standing in open_actions(session, earlier.version.id)}
    for old in (row for row in earlier.version.mitigations if row.condition_id and row.id in still_open):
        new = Mitigation(version_id=later.version.id, condition_id=old.condition_id, kind=old.kind, what=old.what)
        new.owner_id, new.due, new.origin = old.owner_id, old.due, old.origin or old.id
        session.add(new)
        session.flush()
        session.add(ActionCarried(mitigation_id=new.id, from_id=old.id))
    session.flush()
    session.expire(later.version, ["mitigations"])
    begin_actions(session, later, by=by)


def _copy_note(session: Session, note: ActionProgress, new: ActionStanding, number: int) -> None:
    """In the name of whoever wrote it: who reported on an action may not be the one who confirms it."""
    said = {key: getattr(note, key) for key in SAID}
    text = "\n".join(part for part in (f"Carried over from version {number}.", note.note) if part)
    _note(session, new, note.status, text, note.noted_by, said)


def _copies_of(session: Session, later: Case) -> dict[int, ActionStanding]:
    """Id of an action of any earlier version -> the standing of what became of it in this one."""
    ids = select(Mitigation.id).join(Version, Version.id == Mitigation.version_id)
    carried = select(ActionCarried.mitigation_id, ActionCarried.from_id).where(
        ActionCarried.mitigation_id.in_(ids.where(Version.assessment_id == later.assessment.id))
    )
    before = {row.mitigation_id: row.from_id for row in session.execute(carried)}
    found: dict[int, ActionStanding] = {}
    standings = select(ActionStanding).where(ActionStanding.version_id == later.version.id)
    for standing in session.scalars(standings):
        at = standing.mitigation_id
        while at in before:
            at = before[at]
            found[at] = standing
    return found
