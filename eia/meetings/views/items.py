"""The page of one item: what is in front of those who decide, in the order in which a court reads it."""

from dataclasses import dataclass

from flask import render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.assessments.models import Assessment, SignedPart, Submission, Version
from eia.assessments.readers import Part as VersionPart
from eia.assessments.readers import part_of as version_part_of
from eia.assessments.views.in_front import in_front
from eia.db import db
from eia.frameworks.loader import shipped
from eia.meetings.commands.urgent import standing_to_follow_up
from eia.meetings.gate import Readiness, readiness
from eia.meetings.models import AgendaItem, Body, ItemPaper, Meeting
from eia.meetings.models.items import KINDS, PAPERS, STATEMENTS
from eia.meetings.queries import ItemRead, assessment_of, corrections_of, samples_of
from eia.meetings.readers import Part
from eia.meetings.screened import answered
from eia.meetings.views.blueprint import ITEM, blueprint, item_for, me
from eia.meetings.views.doing import doings
from eia.pages import day
from eia.people.queries import Standings
from eia.subjects.models import Subject

LAW = "equality_act_2010.v1"
"""Whose duty stands on an item that has no assessment to say under which law it was made."""


@dataclass(frozen=True, slots=True)
class Attached:
    """The pinned version for this reader: what it says, when it is still the text that was attached."""

    front: dict[str, object] | None
    why_not: str
    opens: bool
    """Whether this reader may open the assessment itself."""
    submission_id: int | None
    """Of the round whose bytes were pinned."""


@blueprint.get(ITEM)
def item(item_id: int) -> str:
    read, by = item_for(item_id), me()
    shown = _whole(read, by) if read.shows else {}
    return render_template("meetings/item.html", read=read, item=read.item, trail_of=crumbs(read), kinds=KINDS, **shown)


def _whole(read: ItemRead, by: Standings) -> dict[str, object]:
    session, item = db.session(), read.item
    ready = readiness(session, item)
    attached = _attached(read, ready, by)
    first, also = doings(session, item, ready, by)
    return {
        "ready": ready,
        "attached": attached,
        "duty": _duty(attached),
        "statements": STATEMENTS,
        "samples": samples_of(session, [one.id for one in item.statements if one.kind == "not_needed"]),
        "papers": papers(read),
        "paper_kinds": PAPERS,
        "first": first,
        "also": also,
        "follows_up": standing_to_follow_up(item, ready.quick_screen, by) is not None,
        **urgent_of(session, item, ready),
    }


def urgent_of(session: Session, item: AgendaItem, ready: Readiness) -> dict[str, object]:
    """What the page says of a quick screen and of an override."""
    screen, override = ready.quick_screen, ready.override
    return {
        "answered": answered(screen) if screen else [],
        "corrections": corrections_of(session, override.id) if override else [],
        "followed_up_by": assessment_of(session, item.subject_id) if item.subject_id else None,
    }


def papers(read: ItemRead) -> list[ItemPaper]:
    """Those this reader may save."""
    there = [paper for paper in read.item.papers if paper.removed_at is None]
    return [paper for paper in there if paper.kind != "legal_advice" or read.shows_legal]


def _attached(read: ItemRead, ready: Readiness, by: Standings) -> Attached | None:
    """Those who decide, run it or check read what is attached; others when they may read the assessment itself."""
    pinned, statement = ready.pinned, ready.statement
    if pinned is None or statement is None:
        return None
    session = db.session()
    query = select(version_part_of(by)).select_from(Version).join(Version.assessment).join(Assessment.subject)
    part = session.scalar(query.join(Subject.organisation).where(Version.id == pinned.version_id)) or 0
    opens = part == VersionPart.ALL
    shared = select(Submission.id).join(SignedPart, SignedPart.submission_id == Submission.id)
    where = (Submission.version_id == pinned.version_id, SignedPart.digest == statement.content_digest)
    submission = session.scalars(shared.where(*where).order_by(Submission.id.desc())).first()
    if pinned.digest != statement.content_digest or pinned.is_written:
        why = "The text was changed after it was attached, so it is not shown here. The exact text that was attached "
        return Attached(None, f"{why}is kept with the assessment.", opens, submission)
    if not opens and read.part < Part.RESTRICTED:
        return Attached(None, "You may read it once it is signed.", opens, submission)
    return Attached(in_front(session, pinned.version_id), "", opens, submission)


def _duty(attached: Attached | None) -> tuple[object, object]:
    """The law, and its words."""
    framework = attached.front["case"].framework if attached and attached.front else shipped()[LAW]  # type: ignore[attr-defined]
    return framework.law, framework.duty


def crumbs(read: ItemRead) -> list[tuple[str, str]]:
    """Where an item stands: its meetings, its body, its meeting."""
    return crumbs_of(read.item.body, read.item.meeting)


def crumbs_of(body: Body, meeting: Meeting | None = None) -> list[tuple[str, str]]:
    found = [("Meetings", url_for("meetings.register")), (body.name, url_for("meetings.body", body_id=body.id))]
    if meeting is not None:
        found.append((day(meeting.day), url_for("meetings.meeting", meeting_id=meeting.id)))
    return found


def numbered(item: AgendaItem) -> str:
    return f"{item.position}. {item.title}" if item.meeting_id else item.title
