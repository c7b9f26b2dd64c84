"""Comments: begin a thread, take a turn in one. Each is one row, one trail entry, and notices to those it concerns.

A comment changes neither the state nor the revision: whoever reads and signs is not held up by what others say.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.guards.comments import (
    may_mark,
    refuse_unless_may_take,
    refuse_unless_open,
    standing_in_comments,
)
from eia.assessments.models import Assessment, Comment, Mention, Version
from eia.assessments.models.comments import TURNS
from eia.assessments.readers import Part, part_of
from eia.assessments.sections import section_titles
from eia.assessments.writing.mentions import can_be_mentioned, mentioned_in
from eia.assessments.writing.threads import Thread
from eia.errors import NotAllowed, NotFound, Reason, Refused
from eia.notices.outbox import queue_notice
from eia.people.queries import Standings

NEEDS_WORDS = ("began", "replied", "must_fix", "may_stay")


def begin_thread(
    session: Session, version_id: int, *, by: Standings, section: str, about: str = "", text: str,
    must_fix: bool = False, tell: Iterable[int] = (),
) -> Comment:  # fmt: skip
    """Say something about a section, or about one question in it. `tell` names people; so does "@Name" in the text."""
    case = _open_to(session, version_id, by)
    if must_fix and may_mark(case, by) is None:
        raise NotAllowed("Only an equality adviser or approver who did not write it can mark what must be fixed.")
    comment = Comment(thread_id=None, turn="began", section=section, about=about, must_fix=must_fix)
    return _say(session, case, comment, by, text, tell, concerned={case.version.author_id})


def take_turn(
    session: Session, version_id: int, thread_id: int, turn: str, *, by: Standings, text: str = "",
    tell: Iterable[int] = (),
) -> Comment:  # fmt: skip
    """Reply, resolve, open again, withdraw, or mark as “must fix” and take that away (see `models/comments.TURNS`)."""
    case = _open_to(session, version_id, by)
    thread = thread_in(case, thread_id)
    refuse_unless_may_take(case, thread, turn, by)
    first = thread.first
    comment = Comment(thread_id=first.id, turn=turn, section=first.section, about=first.about, must_fix=False)
    concerned = thread.people | ({case.version.author_id} if turn in ("must_fix", "reopened") else set())
    return _say(session, case, comment, by, text, tell, concerned=concerned)


def thread_in(case: Case, thread_id: int) -> Thread:
    found = next((thread for thread in case.threads if thread.id == thread_id), None)
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def _open_to(session: Session, version_id: int, by: Standings) -> Case:
    """The version, locked, for somebody who may read all of it while it is open."""
    case = load_case(session, version_id, lock=True)
    part = select(part_of(by)).select_from(Version).join(Version.assessment).join(Assessment.subject)
    if session.scalar(part.where(Version.id == version_id)) != Part.ALL:
        raise NotAllowed("Only those who may read all of it can comment.")
    refuse_unless_open(case)
    return case


def _say(
    session: Session, case: Case, comment: Comment, by: Standings, text: str, tell: Iterable[int], *,
    concerned: set[int],
) -> Comment:  # fmt: skip
    if comment.turn in NEEDS_WORDS and not text.strip():
        raise Refused(Reason("Write what you want to say.", anchor="comment"))
    people = can_be_mentioned(session, case)
    mentioned = (set(tell) & {person.id for person in people}) | mentioned_in(text, people)
    standing = standing_in_comments(case, by)
    comment.text, comment.made_at = text.strip(), clock.now()
    comment.person_id, comment.office = by.person_id, standing.words if standing else ""
    comment.mentions = [Mention(person_id=person_id) for person_id in sorted(mentioned)]
    case.version.comments.append(comment)
    session.flush()
    sentence = f"{_verb(comment)}: {section_titles(case).get(comment.section, comment.section)}"
    kept = {"comment": comment.id, "text": digest_of(comment), "mentions": sorted(mentioned)}
    record(
        session, case, f"comment_{comment.turn}", actor=by.actor(standing), sentence=sentence, note=comment.text,
        after=kept,
    )  # fmt: skip
    _tell(session, case, comment, "mentioned", mentioned - {by.person_id}, sentence, by.name)
    _tell(session, case, comment, "commented", concerned - mentioned - {by.person_id}, sentence, by.name)
    return comment


def digest_of(comment: Comment) -> str:
    """What the trail keeps of a turn, so that `eia verify` notices another text or turn."""
    return hashlib.sha256(f"{comment.turn}\n{comment.must_fix}\n{comment.text}".encode()).hexdigest()


def _verb(comment: Comment) -> str:
    if comment.turn == "began" and comment.must_fix:
        return "Commented, “must fix”"
    return TURNS[comment.turn] if comment.turn == "began" else f"{TURNS[comment.turn]}, a comment"


def _tell(session: Session, case: Case, comment: Comment, event: str, to: set[int], sentence: str, who: str) -> None:
    if not to:
        return
    page: dict[str, Any] = {**case.address, "thread_id": comment.thread_id or comment.id}
    subject = {"mentioned": "You are named in a comment", "commented": "A comment"}[event]
    queue_notice(
        session,
        event=event,
        to=sorted(to),
        subject=f"{subject}: {case.subject.title}",
        values={
            **case.address, "title": case.subject.title, "sentence": sentence, "who": who, "note": comment.text,
            "link": {"endpoint": "assessments.comment", "values": page},
        },
        about=case.assessment.stream,
    )  # fmt: skip
