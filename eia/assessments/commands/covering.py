"""Naming the parent that covers a screening, taking it back, and telling people once when the cover is lost."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.revising import CHANGED
from eia.assessments.commands.writing import may_write
from eia.assessments.contracts import tell_where_pinned
from eia.assessments.guards.audiences import ADVISERS, AUTHORS, SIGNERS
from eia.assessments.guards.cover import cover_lost, not_covered_by
from eia.assessments.guards.who import AUTHOR
from eia.assessments.joint.jointly import COVER
from eia.assessments.models import Assessment, Contributor, Cover, CoverLoss, SectionRevision, Version
from eia.assessments.readers import Part, reads
from eia.assessments.writing.saying import cover_said, revision_of_cover
from eia.audit.record import SYSTEM
from eia.db import db, transaction
from eia.errors import NotFound, Refused, Stale
from eia.notices.jobs import Job
from eia.notices.outbox import queue_notice
from eia.people.queries import Standings


def cover_by_parent(
    session: Session, version_id: int, parent_id: int, reason: str, *, by: Standings, seen: int
) -> Case:
    """The screening is answered by a signed assessment that this person may read. `seen` is what they
    saw of it (`revision_of_cover`).
    """
    case = _open(session, version_id, by, seen)
    parent = _readable(session, parent_id, by)
    if parent.assessment_id == case.assessment.id:
        raise Refused("An assessment cannot be covered by itself. Choose the one of something larger.")
    if why := not_covered_by(parent, case.organisations):
        raise Refused(f"It does not cover this: {why}")
    before = _words(case.cover)
    if case.cover is None:
        session.add(Cover(version_id=case.version.id, parent_id=parent.id, reason=reason))
    else:
        case.cover.parent_id, case.cover.reason = parent.id, reason
    name = f"{parent.assessment.reference}, version {parent.number}"
    return _saved(session, case, by, f"Said that {name} covers it", before, {"parent": name, "reason": reason})


def take_cover_back(session: Session, version_id: int, *, by: Standings, seen: int) -> Case:
    """No parent covers it: the screening is answered cell by cell."""
    case = _open(session, version_id, by, seen)
    if case.cover is None:
        raise NotFound("No parent is named here.")
    before = _words(case.cover)
    session.delete(case.cover)
    return _saved(session, case, by, "Took back that a parent covers it", before, {})


def _open(session: Session, version_id: int, by: Standings, seen: int) -> Case:
    case = load_case(session, version_id, lock=True)
    may_write(case, COVER, by)
    at = revision_of_cover(case)
    if seen != at:
        raise Stale(CHANGED)
    if session.get(SectionRevision, (version_id, COVER, at)) is None:
        said = cover_said(case)
        session.add(SectionRevision(version_id=version_id, key=COVER, revision=at, said=said, ended_at=clock.now()))
    return case


def _readable(session: Session, parent_id: int, by: Standings) -> Version:
    query = select(Version).join(Version.assessment).join(Assessment.subject)
    parent = session.scalars(query.where(Version.id == parent_id, reads(by, Part.ALL))).one_or_none()
    if parent is None:
        raise NotFound("There is no such assessment, or you may not read it.")
    return parent


def _words(cover: Cover | None) -> dict[str, str]:
    if cover is None:
        return {}
    return {"parent": f"{cover.parent.assessment.reference}, version {cover.parent.number}", "reason": cover.reason}


def _saved(
    session: Session, case: Case, by: Standings, sentence: str, before: dict[str, str], after: dict[str, str]
) -> Case:
    case.version.revision += 1
    if by.person_id not in {contributor.person_id for contributor in case.version.contributors}:
        session.add(Contributor(version_id=case.version.id, person_id=by.person_id, since=clock.now()))
    session.flush()
    actor = by.actor(AUTHOR.finds(case, by))
    record(session, case, "cover_saved", actor=actor, sentence=sentence, before=before, after=after)
    return load_again(session, case)


def watching_covers() -> Job:
    """The job that looks whether parents still cover what rests on them, every five minutes."""
    return Job("watch covers", 300, tell_lost_covers)


def tell_lost_covers() -> int:
    """Tell of each cover that was lost since; each in a transaction of its own. How many were told."""
    lost = select(CoverLoss.id).where(CoverLoss.cover_id == Cover.id)
    query = select(Cover.version_id).join(Version, Version.id == Cover.version_id)
    resting = db.session.scalars(query.where(Version.state == "screened_out", ~lost.exists())).all()
    return sum(_tell(version_id) for version_id in resting)


def _tell(version_id: int) -> bool:
    with transaction() as session:
        case = load_case(session, version_id, lock=True)
        told_before = case.cover and session.scalar(select(CoverLoss.id).where(CoverLoss.cover_id == case.cover.id))
        why = "" if told_before or case.state != "screened_out" else cover_lost(case)
        if not why or case.cover is None:
            return False
        session.add(CoverLoss(cover_id=case.cover.id, why=why, told_at=clock.now()))
        record(session, case, "cover_lost", actor=SYSTEM, sentence="Cover lost", note=why)
        told = {person for audience in (AUTHORS, SIGNERS, ADVISERS) for person in audience.finds(case)}
        values = {**case.address, "title": case.subject.title, "note": why}
        values["link"] = {"endpoint": "assessments.version", "values": dict(case.address)}
        queue_notice(
            session, event="cover_lost", to=sorted(told), subject=f"Cover lost: {case.subject.title}", values=values,
            about=case.assessment.stream,
        )  # fmt: skip
        tell_where_pinned(session, version_id, f"is covered no longer: {why.rstrip('.')}", by_id=None)
        return True
