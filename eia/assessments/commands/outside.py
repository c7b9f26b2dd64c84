"""Readers outside the organisation: making and revoking their link, what they write, and what the author makes of it.

Each is one entry of the trail. Opening a link is none: it leaves a receipt (design.md 8 names the exception).
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

import rfc8785
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.writing import save_row
from eia.assessments.guards.outside import closed_because, keeper
from eia.assessments.guards.who import writer_of
from eia.assessments.models import Consultation, LinkOpening, OutsideComment, OutsideLink
from eia.assessments.outside.readers import link_behind
from eia.audit.record import Actor
from eia.errors import NotAllowed, NotFound, NotOffered, Refused
from eia.notices.outbox import queue_notice
from eia.people.queries import Standings
from eia.people.sessions import digest_of

BY_LINK = "By a link to this version"


def make_link(
    session: Session, version_id: int, *, by: Standings, group_name: str, days: int, parts: Sequence[str]
) -> tuple[OutsideLink, str]:
    """The link and its secret, which is kept nowhere and shown once."""
    case = load_case(session, version_id, lock=True)
    standing = keeper(case, by)
    if standing is None:
        raise NotAllowed("Only the author or an equality adviser can let readers outside read this.")
    if reason := closed_because(case):
        raise NotOffered(reason)
    token = secrets.token_urlsafe(32)
    link = OutsideLink(
        version_id=version_id,
        group_name=group_name,
        token_digest=digest_of(token),
        parts="+".join(parts),
        until_day=clock.today() + timedelta(days=days),
        made_by=by.person_id,
        made_at=clock.now(),
    )
    session.add(link)
    session.flush()
    after = {"link": link.id, "group": group_name, "until": link.until_day, "parts": list(parts) or "all"}
    sentence = f"Made a link for readers outside: “{group_name}”"
    record(session, case, "outside_link_made", actor=by.actor(standing), sentence=sentence, after=after)
    return link, token


def revoke_link(session: Session, version_id: int, link_id: int, *, by: Standings) -> OutsideLink:
    case = load_case(session, version_id, lock=True)
    standing = keeper(case, by)
    link = session.get(OutsideLink, link_id)
    if link is None or link.version_id != version_id:
        raise NotFound("There is no such link.")
    if standing is None:
        raise NotAllowed("Only the author or an equality adviser can revoke a link.")
    if link.revoked_at is not None:
        raise Refused("This link was revoked already. It opens nothing.")
    link.revoked_by, link.revoked_at = by.person_id, clock.now()
    sentence = f"Revoked the link for “{link.group_name}”"
    after = {"link": link.id}
    record(session, case, "outside_link_revoked", actor=by.actor(standing), sentence=sentence, after=after)
    return link


def note_opening(session: Session, link_id: int) -> None:
    """The receipt of one opening: when, and which link."""
    session.add(LinkOpening(link_id=link_id, at=clock.now()))


def write_comment(session: Session, token: str, *, words: str, name: str, section: str) -> Case:
    """What a reader outside wrote. Refused in words when the link ended or the version was sent meanwhile."""
    link = link_behind(session, token)
    if link is None:
        raise NotFound("This link does not open anything.")
    case = load_case(session, link.version_id, lock=True)
    session.refresh(link)
    if link.revoked_at is not None:
        raise NotFound("This link does not open anything.")
    if reason := closed_because(case):
        raise NotOffered(reason)
    comment = OutsideComment(
        version_id=link.version_id,
        link_id=link.id,
        name=name,
        section=section,
        words=words,
        written_at=clock.now(),
        status="waiting",
    )
    session.add(comment)
    session.flush()
    record(
        session,
        case,
        "outside_comment_written",
        actor=Actor(id=None, name=f"A reader outside ({link.group_name})"),
        sentence="Commented by link",
        after={"comment": comment.id, "link": link.id, "said": digest_of_comment(comment)},
    )
    _tell_who_answers(session, case, link.group_name)
    return case


def _tell_who_answers(session: Session, case: Case, group: str) -> None:
    """Whoever has the consultation in hand, else the author. What was said is read here, not in a mail."""
    holding = [row.person_id for row in case.in_hand if row.section == "consultation"]
    queue_notice(
        session,
        event="outside_comment_written",
        to=holding or [case.version.author_id],
        subject=f"A comment of readers outside: {case.subject.title}",
        values={
            **case.address, "title": case.subject.title, "who": f"A reader outside ({group})",
            "link": {"endpoint": "assessments.outside_comments", "values": dict(case.address)},
        },
        about=case.assessment.stream,
        may_wait=True,
    )  # fmt: skip


def digest_of_comment(comment: OutsideComment) -> str:
    """What the trail keeps of a comment by link, so that `eia verify` notices another text, name or place."""
    said = {"name": comment.name, "section": comment.section, "words": comment.words}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def take_over(session: Session, version_id: int, comment_id: int, *, by: Standings, seen: int) -> Case:
    """Make a comment a point raised, under the entry of its group; the entry is made if there is none."""
    case = load_case(session, version_id, lock=True)
    comment = _waiting(session, case, comment_id, by)
    group = comment.link.group_name
    entry = _entry_of(case, group)
    if entry is None:
        values = {"who": group, "how": BY_LINK, "from_day": clock.london(comment.link.made_at).date()}
        case = save_row(session, version_id, "consultation", None, values, by=by, seen=seen)
        entry = _entry_of(case, group)
    point = {
        "consultation_id": entry.id if entry else None,
        "point": f"{comment.name}: {comment.words}" if comment.name else comment.words,
        "comment_id": comment.id,
    }
    case = save_row(session, version_id, "raised_point", None, point, by=by, seen=seen)
    _answered(comment, "taken", by)
    return case


def decline(session: Session, version_id: int, comment_id: int, *, by: Standings, reason: str) -> Case:
    """Leave a comment out of the log, with the reason; it stays on record."""
    case = load_case(session, version_id, lock=True)
    comment = _waiting(session, case, comment_id, by)
    _answered(comment, "declined", by)
    comment.reason = reason
    record(
        session,
        case,
        "outside_comment_declined",
        actor=by.actor(writer_of(case, "consultation", by)),
        sentence=f"Did not take over a comment of “{comment.link.group_name}”",
        after={"comment": comment.id},
        note=reason,
    )
    return case


def _waiting(session: Session, case: Case, comment_id: int, by: Standings) -> OutsideComment:
    """The comment, when its author may answer it now."""
    comment = session.get(OutsideComment, comment_id)
    if comment is None or comment.version_id != case.version.id:
        raise NotFound("There is no such comment.")
    if writer_of(case, "consultation", by) is None:
        raise NotAllowed("Only the author, or who has the consultation in hand, answers comments of readers outside.")
    if comment.status != "waiting":
        raise Refused("This comment was answered already.")
    if reason := closed_because(case):
        raise NotOffered(reason)
    return comment


def _answered(comment: OutsideComment, status: str, by: Standings) -> None:
    comment.status, comment.answered_by, comment.answered_at = status, by.person_id, clock.now()


def _entry_of(case: Case, group: str) -> Consultation | None:
    return next((one for one in case.version.consultations if one.who == group), None)
