"""Opening a later version: the content is carried over, marked until the author confirms it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_case
from eia.assessments.commands.carrying import copy_content
from eia.assessments.commands.recording import record, wrote_already
from eia.assessments.commands.telling import tell
from eia.assessments.models import Contributor, Cover, LocalPart, Version
from eia.assessments.models.local import QUESTIONS
from eia.assessments.workflow import TABLE
from eia.errors import NotOffered, Refused
from eia.people.queries import Standing, Standings
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def open_version(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A new version in draft, from this one."""
    new = _carry_over(session, case, permitted.by, state="draft", because=str(answers["reason"]),
                      author_id=permitted.by.person_id)  # fmt: skip
    return {"sentence": f"Opened version {new.version.number}", "details": {"opened": new.version.number}}


def open_for_decision(session: Session, case: Case, because: str, *, by: Standings, standing: Standing) -> Version:
    """A new version in draft, written by the author of this one: those who decide want to decide otherwise.

    In a transaction that holds the lock of `case`; whoever asks has said that this person may.
    """
    step = TABLE.steps["open_version"]
    if case.state not in step.source:
        raise NotOffered(f"“{step.button}” is not open while this is at “{TABLE.states[case.state].title}”.")
    if reasons := [reason for need in step.needs if (reason := need(case))]:
        raise Refused(*reasons)
    new = _carry_over(session, case, by, state="draft", because=because, author_id=case.version.author_id)
    sentence = f"Opened version {new.version.number}"
    told = {person for audience in step.tells for person in audience.finds(case)} - {by.person_id}
    record(session, case, step.event, actor=by.actor(standing), sentence=sentence, note=because,
           before={"state": case.state}, after={"opened": new.version.number})  # fmt: skip
    tell(session, new, step, told, who=by.name, sentence=sentence, note=because)
    return new.version


def challenge(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A new version in screening, written by the author of the challenged one."""
    because = str(answers["reason"])
    new = _carry_over(session, case, permitted.by, state="screening", because=because, author_id=case.version.author_id,
                      challenges=True)  # fmt: skip
    return {"sentence": f"Challenged; version {new.version.number} opened", "details": {"opened": new.version.number}}


def _carry_over(
    session: Session, case: Case, by: Standings, *, state: str, because: str, author_id: int, challenges: bool = False
) -> Case:
    old, now = case.version, clock.now()
    version = Version(
        assessment_id=old.assessment_id, number=max(v.number for v in case.assessment.versions) + 1,
        framework=old.framework, state=state, state_since=now, revision=1, round=0, author_id=author_id,
        created_at=now, opened_because=because, challenges=challenges, planned_key=old.planned_key,
    )  # fmt: skip
    session.add(version)
    session.flush()
    for person_id in sorted({author_id, *(c.person_id for c in old.contributors), *case.amenders}):
        session.add(Contributor(version_id=version.id, person_id=person_id, since=now))
    copy_content(session, case, version, case.framework)
    _carry_over_what_is_joint(session, old, version.id)
    session.flush()
    session.expire(old.assessment, ["versions"])
    new = load_case(session, version.id)
    sentence = f"Version {version.number} opened from version {old.number}"
    record(session, new, "opened", actor=by.actor(), sentence=sentence, note=because, after=wrote_already(new))
    return new


def _carry_over_what_is_joint(session: Session, old: Version, new_id: int) -> None:
    """The parent that was named, and what each organisation adds, to be read again."""
    for cover in old.covers:
        session.add(Cover(version_id=new_id, parent_id=cover.parent_id, reason=cover.reason))
    for local in old.local_parts:
        said = {question: getattr(local, question) for question in QUESTIONS}
        copy = LocalPart(
            version_id=new_id, organisation_id=local.organisation_id, carried_over=True, revision=1, **said
        )
        copy.saved_at, copy.saved_by = local.saved_at, local.saved_by
        session.add(copy)
