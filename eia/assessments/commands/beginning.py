"""What becomes of actions with the version around them: begun with its signature, closed when withdrawn, handed on.

An action is the same one in every version whose row is a copy of the same first row (`Mitigation.origin`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.actions import ACTION, SAID, note_on
from eia.assessments.commands.telling import tell
from eia.assessments.loading import read_to_begin
from eia.assessments.models import (
    ActionAbout,
    ActionProgress,
    ActionStanding,
    Mitigation,
    Version,
)
from eia.assessments.workflow.actions import ACTION_TABLE
from eia.people.models import Person
from eia.people.queries import Standings
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]
REGISTER = "actions.register"
_FIRST = func.coalesce(Mitigation.origin, Mitigation.id)


def begin_actions(session: Session, case: Case, *, by: Standings) -> None:
    """The version was signed: its actions begin, or go on where those of the version before stood.

    Who owns one hears of it now; of one they had in the version before they hear that it was superseded.
    """
    with session.no_autoflush:  # what waits to be written is of the trail and the notices, and goes with the rest
        known, met = read_to_begin(session, case.version)
    rows = [m for m in case.version.mitigations if m.kind == "action" and m.id not in known]
    about = _subjects_of(rows, met)
    had = _had_before(session, case) if case.version.number > 1 else set()
    yours: dict[int, list[Mitigation]] = {}
    for row in rows:
        owner = row.owner or case.version.author
        session.add(
            ActionStanding(
                mitigation_id=row.id, version_id=case.version.id, owner_id=owner.id,
                organisation_id=owner.organisation_id, lead_id=case.lead.id, due=row.due or clock.today(),
                status="not_started", is_open=True, revision=0,
            )
        )  # fmt: skip
        for characteristic in sorted(about[row.id]):
            session.add(ActionAbout(characteristic=characteristic, mitigation_id=row.id))
        if (row.origin, owner.id) not in had and owner.id != by.person_id:
            yours.setdefault(owner.id, []).append(row)
    for owner_id, theirs in sorted(yours.items()):
        _tell_owner(session, case, owner_id, theirs, by)


def _had_before(session: Session, case: Case) -> set[tuple[int, int]]:
    """(first row it is a copy of, owner) of every action that is open in another version of this assessment.

    Its owner is whoever was named when it was signed, and whoever it was given to since.
    """
    query = (
        select(_FIRST, ActionStanding.owner_id, Mitigation.owner_id)
        .join_from(ActionStanding, Mitigation, Mitigation.id == ActionStanding.mitigation_id)
        .join(Version, Version.id == ActionStanding.version_id)
        .where(Version.assessment_id == case.assessment.id, ActionStanding.is_open.is_(True))
    )
    return {(first, owner_id) for first, *owners in session.execute(query) for owner_id in owners if owner_id}


def _tell_owner(session: Session, case: Case, owner_id: int, rows: Sequence[Mitigation], by: Standings) -> None:
    step, only = ACTION_TABLE.steps["begin"], rows[0] if len(rows) == 1 else None
    lines = [
        {"what": row.what, "due": row.due, "measure": row.measure, "condition": bool(row.condition_id)} for row in rows
    ]
    link, page = (ACTION, {"action_id": only.id}) if only else (REGISTER, {"whose": "mine"})
    tell(session, case, step, {owner_id}, who=by.name, sentence=step.done, values={"actions": lines}, link=link, **page)


def _subjects_of(rows: Sequence[Mitigation], met: Sequence[Sequence[Any]]) -> dict[int, set[str]]:
    """Action -> the characteristics it is about; an intersection is about each of its parts."""
    found: dict[int, set[str]] = {row.id: set() for row in rows}
    for row_id, *targets in met:
        if row_id in found:
            found[row_id] |= {part for about in targets if about for part in about.split("+") if part}
    return found


def close_actions(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A withdrawn assessment leaves no action open: each is closed with the reason, and can be taken up anew."""
    closing = open_actions(session, case.version.id)
    for standing in closing:
        note = f"The assessment was withdrawn. {answers['reason']}"
        note_on(session, standing, "closed", note, permitted.by.person_id, {})
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
    moved, closed, taken_over, given_on = [], [], [], []
    standings = select(ActionStanding, _FIRST).join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
    former = standings.where(ActionStanding.version_id == earlier.version.id).order_by(ActionStanding.mitigation_id)
    for old, first in session.execute(former).all():
        new = copies.get(first)
        if new is not None and old.last_note and old.status not in ("dropped", "closed", "moved"):
            given_to = _given_to(old, new, earlier, later)
            _copynote_on(session, old.last_note, new, earlier.version.number, given_to)
            taken_over.append([old.mitigation_id, new.mitigation_id])
            given_on += [[new.mitigation_id, given_to.id]] if given_to else []
        if not old.is_open:
            continue
        if new is not None:
            note_on(session, old, "moved", f"It goes on in version {number}.", by.person_id, {})
            moved.append(old.mitigation_id)
        else:
            words = f"Version {number} was signed and does not name it any more."
            note_on(session, old, "closed", words, by.person_id, {})
            closed.append(old.mitigation_id)
    handed: dict[str, list[Any]] = {"actions_taken_over": taken_over, "actions_moved": moved, "actions_closed": closed}
    return {**handed, "actions_given_on": given_on} if given_on else handed


def _given_to(old: ActionStanding, new: ActionStanding, earlier: Case, later: Case) -> Person | None:
    """Who got the action since the earlier version was signed, where the later one names its former owner still."""
    signed = old.mitigation.owner_id or earlier.version.author_id
    named = new.mitigation.owner_id or later.version.author_id
    return old.owner if old.owner_id != signed == named else None


def _keep_conditions(session: Session, earlier: Case, later: Case, by: Standings) -> None:
    """What somebody signed on condition of goes on, although the later text does not name it."""
    still_open = {standing.mitigation_id for standing in open_actions(session, earlier.version.id)}
    for old in (row for row in earlier.version.mitigations if row.condition_id and row.id in still_open):
        new = Mitigation(version_id=later.version.id, condition_id=old.condition_id, kind=old.kind, what=old.what)
        new.owner_id, new.due, new.origin = old.owner_id, old.due, old.origin or old.id
        session.add(new)
    session.flush()
    session.expire(later.version, ["mitigations"])
    begin_actions(session, later, by=by)


def _copynote_on(
    session: Session, note: ActionProgress, new: ActionStanding, number: int, given_to: Person | None
) -> None:
    """In the name of whoever wrote it: who reported on an action may not be the one who confirms it."""
    said = {key: getattr(note, key) for key in SAID}
    text = "\n".join(part for part in (f"Carried over from version {number}.", note.note) if part)
    note_on(session, new, note.status, text, note.noted_by, said, given_to)


def _copies_of(session: Session, later: Case) -> dict[int, ActionStanding]:
    """First row it is a copy of -> the standing of the action in this version."""
    query = select(ActionStanding, _FIRST).join(Mitigation, Mitigation.id == ActionStanding.mitigation_id)
    found = session.execute(query.where(ActionStanding.version_id == later.version.id))
    return {first: standing for standing, first in found}
