"""Writing the local part of an organisation. Once it was sent, each change is a new edition of the bytes it signs."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case, load_again, load_case
from eia.assessments.commands.recording import record
from eia.assessments.commands.revising import CHANGED
from eia.assessments.content import FORMAT, canonical, digest, local_part
from eia.assessments.guards.adopting import advisers_of
from eia.assessments.guards.audiences import can_answer
from eia.assessments.guards.local import WRITING, may_write_local, organisation_here
from eia.assessments.joint.jointly import local_key
from eia.assessments.models import Contributor, LocalPart, SectionRevision, SignedPart
from eia.assessments.models.local import QUESTIONS
from eia.assessments.writing.saying import saying
from eia.errors import Refused, Stale
from eia.notices.outbox import queue_notice
from eia.people.models import Organisation
from eia.people.queries import Standings


def save_local(
    session: Session, version_id: int, code: str, answers: Mapping[str, str], *, by: Standings, seen: int
) -> Case:
    """Save the local part of the organisation of that code. `seen` is its revision when the page was read."""
    case = load_case(session, version_id, lock=True)
    organisation = organisation_here(case, code)
    standing = may_write_local(case, organisation, by)
    row = _row(session, case, organisation, by, seen)
    before = {question: getattr(row, question) or "" for question in QUESTIONS}
    after = {question: answers.get(question, before[question]) for question in QUESTIONS}
    for question, text in after.items():
        setattr(row, question, text)
    case.version.revision += 1
    session.flush()
    details: dict[str, object] = {"organisation": organisation.id}
    if case.state in WRITING:
        _contributes(session, case, by)
    else:
        details["content"] = amend(session, case, organisation, made_by=by.person_id).digest
        _tell_who_goes_on(session, case, organisation, by)
    changed = [question for question in QUESTIONS if before[question] != after[question]]
    record(
        session, case, "local_part_saved", actor=by.actor(standing),
        sentence=f"Saved the local part of {organisation.name}",
        before={question: before[question] for question in changed},
        after={**{question: after[question] for question in changed}, **details},
    )  # fmt: skip
    return load_again(session, case)


def _row(session: Session, case: Case, organisation: Organisation, by: Standings, seen: int) -> LocalPart:
    """The row, made if need be and stamped; refused when it changed since `seen`. What it said is kept."""
    row = case.local_of(organisation.id)
    at, key = row.revision if row else 0, local_key(organisation.code)
    if at != seen:
        raise Stale(CHANGED)
    session.add(
        SectionRevision(version_id=case.version.id, key=key, revision=at, said=saying(case, key), ended_at=clock.now())
    )
    if row is None:
        row = LocalPart(version_id=case.version.id, organisation_id=organisation.id, revision=0)
        case.version.local_parts.append(row)
    row.revision, row.carried_over = row.revision + 1, False
    row.saved_at, row.saved_by = clock.now(), by.person_id
    return row


def _contributes(session: Session, case: Case, by: Standings) -> None:
    if by.person_id not in {contributor.person_id for contributor in case.version.contributors}:
        session.add(Contributor(version_id=case.version.id, person_id=by.person_id, since=clock.now()))
        session.flush()


def amend(session: Session, case: Case, organisation: Organisation, *, made_by: int | None) -> SignedPart:
    """The next edition of what that organisation signs for itself, under the revision the version has now."""
    submission = case.submission
    if submission is None:
        raise Refused("There is nothing to sign: it was never sent.")
    content = canonical(local_part(case, organisation))
    edition = 1 + sum(part.organisation_id == organisation.id for part in submission.parts)
    part = SignedPart(
        submission_id=submission.id, organisation_id=organisation.id, format=FORMAT, content=content,
        digest=digest(content), edition=edition, revision=case.version.revision, made_by=made_by, made_at=clock.now(),
    )  # fmt: skip
    submission.parts.append(part)
    session.flush()
    return part


def _tell_who_goes_on(session: Session, case: Case, organisation: Organisation, by: Standings) -> None:
    """Who adopts a signed assessment later: its adviser checks what it adds, else its approver signs."""
    if case.state != "signed_off":
        return
    case.forget("writers", "amenders")
    told = (advisers_of(case, organisation.id) or can_answer(case, organisation.id)) - {by.person_id}
    queue_notice(
        session,
        event="local_part_saved",
        to=sorted(told),
        subject=f"To adopt later: {case.subject.title}",
        values={
            **case.address,
            "title": case.subject.title,
            "who": by.name,
            "organisation": organisation.name,
            "link": {"endpoint": "assessments.version", "values": dict(case.address)},
        },
        about=case.assessment.stream,
    )
