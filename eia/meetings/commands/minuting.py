"""Writing minutes, two people at once if need be, and what the chair signs of them."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import plain
from eia.audit.recording import record
from eia.errors import NotAllowed, NotFound, NotOffered, Stale
from eia.meetings.case import MeetingCase, load_meeting
from eia.meetings.commands.calling import ONLY_THOSE_WHO_RUN_IT
from eia.meetings.guards.who import standing_to_run
from eia.meetings.item_case import NO_ITEM
from eia.meetings.minutes import decisions_at, minutes_of
from eia.meetings.models import InterestDeclared, Minute, MinuteEdition, SignedMinutes
from eia.people.queries import Standings
from eia.workflow.perform import Permitted

FORMAT = 1
WRITTEN_IN = ("circulated", "held")


def save_minute(
    session: Session, meeting_id: int, item_id: int | None, words: str, *, seen: int, by: Standings
) -> Minute:
    """`seen` is the revision of the minute that the person began with; Stale when somebody saved it since."""
    case = load_meeting(session, meeting_id, lock=True)
    standing = standing_to_run(case.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THOSE_WHO_RUN_IT)
    if case.state not in WRITTEN_IN:
        raise NotOffered("Minutes are written once the agenda is out, and until they are signed.")
    item = next((one for one in case.items if one.id == item_id), None)
    if item_id is not None and item is None:
        raise NotFound(NO_ITEM)
    minute = minutes_of(session, meeting_id).get(item_id)
    if (minute.revision if minute else 0) != seen:
        raise Stale("Somebody saved this minute since you began. Both texts are shown.")
    now = clock.now()
    if minute is None:
        minute = Minute(meeting_id=meeting_id, item_id=item_id, words=words, revision=1, changed_by=by.person_id,
                        changed_at=now)  # fmt: skip
        session.add(minute)
    else:
        minute.words, minute.revision, minute.changed_by, minute.changed_at = words, seen + 1, by.person_id, now
    session.flush()
    session.add(
        MinuteEdition(minute_id=minute.id, revision=minute.revision, words=words, saved_by=by.person_id, saved_at=now)
    )
    case.meeting.revision += 1
    session.flush()
    about = f"of item {item.position}" if item else "of the meeting"
    said = {"minute": minute.id, "item": item_id, "edition": minute.revision, "text": digest_of(words)}
    record(session, case.meeting, "minute_saved", actor=by.actor(standing), sentence=f"The minute {about} was written",
           after=said)  # fmt: skip
    return minute


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def sign(
    session: Session, case: MeetingCase, permitted: Permitted[MeetingCase], answers: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Keep the canonical bytes of everything the minutes say. Nothing of it changes afterwards."""
    content = canonical(session, case)
    digest = hashlib.sha256(content).hexdigest()
    session.add(
        SignedMinutes(
            meeting_id=case.meeting.id, person_id=permitted.by.person_id, content=content, digest=digest, at=clock.now()
        )
    )
    session.flush()
    return {"details": {"minutes": digest}}


def canonical(session: Session, case: MeetingCase) -> bytes:
    """Who met, who came, what was declared, and of each item what was decided and minuted; RFC 8785."""
    meeting, minutes = case.meeting, minutes_of(session, case.meeting.id)
    decided = decisions_at(session, meeting.id)
    interests = select(InterestDeclared).where(InterestDeclared.meeting_id == meeting.id).order_by(InterestDeclared.id)
    general = minutes.get(None)
    content = {
        "format": FORMAT,
        "meeting": {"id": meeting.id, "body": case.body.name, "day": meeting.day, "place": meeting.place,
                    "begins": meeting.begins.isoformat("minutes")},
        "attendance": [[one.person.name, one.role, one.status, one.note] for one in case.attendance],
        "interests": [[i.person_id, i.item_id, i.what, i.consequence] for i in session.scalars(interests)],
        "minute": general.words if general else "",
        "items": [
            {"id": item.id, "position": item.position, "kind": item.kind, "title": item.title,
             "minute": minutes[item.id].words if item.id in minutes else "",
             "decisions": [
                 {"id": row.id, "corrects": row.corrects_id, "outcome": row.outcome, "wording": row.wording,
                  "version": row.version_id, "content": row.content_digest, "mark": row.mark, "regard": row.regard,
                  "votes": [row.votes_for, row.votes_against, row.votes_abstained], "dissent": row.dissent,
                  "conditions": [[one.what, one.owner_id, one.due] for one in row.conditions]}
                 for row in decided.get(item.id, ())
             ]}
            for item in case.items
        ],
    }  # fmt: skip
    return rfc8785.dumps(plain(content))
