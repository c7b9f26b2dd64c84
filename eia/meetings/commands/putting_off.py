"""An item that is not decided goes on to another meeting with its statement, pin, papers and declarations."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.after import move_planned_day
from eia.audit.recording import record
from eia.errors import NotAllowed, NotOffered, Reason, Refused
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import call_meeting
from eia.meetings.commands.deciding import ONLY_WHO_RECORDS, lock_with_pinned, mark_of, trail_of
from eia.meetings.commands.noting import note_change
from eia.meetings.commands.writing_back import tell_of_decision
from eia.meetings.decided import standing_decision
from eia.meetings.gate import CARRIES_ONE, readiness
from eia.meetings.guards.who import standing_to_record
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, EqualityStatement, ItemDecision, ItemPaper, Meeting, RegardDeclaration
from eia.meetings.regard import basis_of
from eia.pages import day as day_words
from eia.people.queries import Standing, Standings
from eia.workflow.perform import Permitted

OPEN_AGENDA = ("drafted", "circulated")
Row = TypeVar("Row", ItemPaper, EqualityStatement, RegardDeclaration)
NOT_CARRIED = ("id", "item_id")


def put_off(
    session: Session, item_id: int, why: str, *, to: int | None, new: tuple[date, time] | None, by: Standings
) -> AgendaItem:
    """Defer it to that meeting, or to one newly called for that day and time; answers with the item there."""
    _lock_meetings(session, item_id, to)
    item, case = lock_with_pinned(session, item_id)
    standing = standing_to_record(item, by)
    if standing is None:
        raise NotAllowed(ONLY_WHO_RECORDS)
    if item.meeting is None or item.meeting.state not in ("circulated", "held", "adjourned"):
        raise NotOffered("An item is put off from a meeting whose agenda is out, until its minutes are signed.")
    if standing_decision(session, item_id) is not None:
        raise Refused("A decision on this item is recorded already, so it is not put off.")
    there = _meeting(session, item, to, new, by)
    return carry_on(session, item, case, there, why, by=by, standing=standing)


def carry_on(
    session: Session, item: AgendaItem, case: Case | None, there: MeetingCase, why: str, *, by: Standings,
    standing: Standing,
) -> AgendaItem:  # fmt: skip
    """Record that it was deferred, put it on the agenda there, and plan the assessment’s decision for that day."""
    row = _deferral(session, item, why, by)
    later = _copy(session, item, there, by)
    words = f"“{item.title}” goes on to the meeting on {day_words(there.meeting.day)}"
    after = trail_of(row, 0) | {"next_item": later.id, "next_meeting": there.meeting.id}
    actor = by.actor(standing)
    note_change(session, item, "item_put_off", actor=actor, sentence=words, note=why, after=after)
    there.meeting.revision += 1
    session.flush()
    record(session, there.meeting, "item_carried_over", actor=actor, sentence=f"“{item.title}” was carried over",
           after={"item": later.id, "follows": item.id})  # fmt: skip
    if case is not None and case.state in ("signed_off", "screened_out"):
        case = load_case(session, case.version.id)
        why_moved = f"{item.body.name} put it off to {day_words(there.meeting.day)}."
        move_planned_day(session, case, there.meeting.day, why_moved, by=by, standing=standing)
    tell_of_decision(session, item, row, case, by=by)
    return later


def carry_all_on(
    session: Session, case: MeetingCase, permitted: Permitted[MeetingCase], answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Whatever is left of an adjourned meeting goes on to the next one whose agenda is open.

    Without such a meeting it stays where it is, and is put off item by item once one is called.
    """
    left = [one.id for one in case.items if one.kind in CARRIES_ONE and standing_decision(session, one.id) is None]
    following = _following(session, case.meeting) if left else None
    if following is None:
        return {}
    for item_id in left:
        item, pinned = lock_with_pinned(session, item_id)
        there = load_meeting(session, following)
        carry_on(session, item, pinned, there, str(answers["reason"]), by=permitted.by, standing=permitted.standing)
    return {"details": {"goes_on_at": following, "items": left}}


def _following(session: Session, meeting: Meeting) -> int | None:
    """The body's next meeting from today on that an item can be put on, its row locked."""
    query = select(Meeting.id).where(
        Meeting.body_id == meeting.body_id, Meeting.id != meeting.id, Meeting.state.in_(OPEN_AGENDA),
        Meeting.day >= max(meeting.day, clock.today()),
    )  # fmt: skip
    return session.scalars(query.order_by(Meeting.day, Meeting.id).limit(1).with_for_update()).first()


def _lock_meetings(session: Session, item_id: int, to: int | None) -> None:
    """Both, the lower number first, so that two who put items off to each other's meeting do not wait for ever."""
    here = session.scalar(select(AgendaItem.meeting_id).where(AgendaItem.id == item_id))
    both = sorted({one for one in (here, to) if one is not None})
    session.execute(select(Meeting.id).where(Meeting.id.in_(both)).order_by(Meeting.id).with_for_update())


def _meeting(
    session: Session, item: AgendaItem, to: int | None, new: tuple[date, time] | None, by: Standings
) -> MeetingCase:
    if to is None and new is None:
        raise Refused(Reason("Choose the meeting it goes on to.", anchor="to"))
    if new is not None:
        meeting = item.meeting
        called = call_meeting(
            session, item.body, day=new[0], begins=new[1], ends=None, place=meeting.place if meeting else "",
            link=meeting.link if meeting else "", by=by,
        )  # fmt: skip
        return load_meeting(session, called.id)
    there = load_meeting(session, to or 0)
    if there.body.id != item.body_id or there.meeting.id == item.meeting_id or there.state not in OPEN_AGENDA:
        raise Refused(Reason("Choose a meeting of the same body whose agenda is still open.", anchor="to"))
    if there.meeting.day < clock.today():
        raise Refused(Reason("That meeting has passed. Choose one that is to come.", anchor="to"))
    return there


def _deferral(session: Session, item: AgendaItem, why: str, by: Standings) -> ItemDecision:
    basis, stands = basis_of(session, item), readiness(session, item)
    row = ItemDecision(
        item_id=item.id, outcome="deferred", wording=why, made_by="body" if item.body.decider_id is None else "person",
        decider_id=item.body.decider_id, decided_at=clock.now(), regard="", scope=[], drift=[], mark=mark_of(stands),
        statement_id=basis.statement.id if basis.statement else None, content_digest=basis.digest,
        version_id=basis.version.id if basis.version else None, recorded_by=by.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _copy(session: Session, item: AgendaItem, there: MeetingCase, by: Standings) -> AgendaItem:
    """The same item on the next agenda. What was declared there names what it was declared on, and when."""
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == there.meeting.id))
    later = AgendaItem(
        body_id=item.body_id, meeting_id=there.meeting.id, position=(last or 0) + 1, kind=item.kind, title=item.title,
        author_id=item.author_id, report=item.report, recommendation=item.recommendation,
        legal_advice=item.legal_advice, restricted=item.restricted, restricted_reason=item.restricted_reason,
        is_equality=False, subject_id=item.subject_id, follows_id=item.id, created_by=by.person_id,
        created_at=clock.now(), organisations=list(item.organisations),
        late_reason=_late(item, there),
    )  # fmt: skip
    session.add(later)
    session.flush()
    for paper in (one for one in item.papers if one.removed_at is None):
        session.add(_again(paper, later.id))
    statement = item.statements[-1] if item.statements else None
    if statement is not None:
        again = _again(statement, later.id)
        session.add(again)
        session.flush()
        kept = select(RegardDeclaration).where(RegardDeclaration.statement_id == statement.id)
        for said in session.scalars(kept.order_by(RegardDeclaration.id)).all():
            session.add(_again(said, later.id, statement_id=again.id))
    session.flush()
    return load_item(session, later.id)


def _late(item: AgendaItem, there: MeetingCase) -> str:
    if there.state == "drafted" or item.meeting is None:
        return ""
    return f"Put off from the meeting on {day_words(item.meeting.day)}"


def _again(row: Row, item_id: int, **other: int) -> Row:
    columns = {one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs if one.key not in NOT_CARRIED}
    return type(row)(item_id=item_id, **{**columns, **other})
