"""Rounds: what is sent for checking is kept as canonical bytes; points of a return; the adviser's claim and opinion."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.checks import accept_the_rest, going_on, verdicts_of_points, write_verdicts
from eia.assessments.content import FORMAT, canonical, digest, local_part, shared_part
from eia.assessments.guards.missing import proposed
from eia.assessments.joint.turns import settle_route
from eia.assessments.models import Adoption, Opinion, ReturnPoint, SignedPart, Submission
from eia.frameworks.models import StoredFramework
from eia.people.models import Organisation
from eia.people.queries import Standings, several_stages, ways_of
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def submit_screening(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    outcome = None if case.cover else proposed(case).outcome
    return _submit(session, case, permitted.by, kind="screening", outcome=outcome.key if outcome else "")


def submit_full(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    return _submit(session, case, permitted.by, kind="full", outcome=case.answer("conclusion", "outcome"))


def _submit(session: Session, case: Case, by: Standings, *, kind: str, outcome: str) -> Answers:
    """A new round: the exact bytes, and one adoption to be answered by each organisation."""
    version, now = case.version, clock.now()
    version.round += 1
    version.adviser_id = None
    organisations = [case.lead, *(o for o in case.subject.organisations if o.id != case.lead.id)]
    framework = session.scalars(select(StoredFramework.digest).where(StoredFramework.key == version.framework)).one()
    submission = Submission(
        version_id=version.id, round=version.round, kind=kind, outcome=outcome, submitted_by=by.person_id,
        submitted_at=now,
    )  # fmt: skip
    shared = canonical(shared_part(case, framework))
    submission.parts = [_part(None, shared)]
    submission.parts += [_part(o.id, canonical(local_part(case, o))) for o in organisations]
    version.submissions.append(submission)
    routes = _adoptions(session, case, submission, organisations)
    session.flush()
    case.forget("submission", "signatures", "adoptions", "organisations", "organisation_ids")
    local = {str(part.organisation_id): part.digest for part in submission.parts if part.organisation_id}
    details = {"round": version.round, "content": digest(shared), "local": local, "outcome": outcome}
    stopping = [adoption.organisation_id for adoption in case.adoptions if adoption.must_fix_stops]
    return {"details": details | ({"routes": routes} if routes else {}) | ({"stopping": stopping} if stopping else {})}


def _adoptions(
    session: Session, case: Case, submission: Submission, organisations: Sequence[Organisation]
) -> dict[str, str]:
    """What each organisation owes from now on; by organisation the routes, as the trail says them."""
    ways = ways_of(session, {o.id for o in organisations}, case.level)
    routes, settled = several_stages(ways), {}
    for organisation in organisations:
        leads = organisation.id == case.lead.id
        adoption = Adoption(round=case.version.round, organisation_id=organisation.id, leads=leads, status="pending")
        adoption.must_fix_stops = organisation.id in ways and ways[organisation.id].must_fix_stops
        case.version.adoptions.append(adoption)
        if route := settle_route(submission, adoption, routes.get(organisation.id, ())):
            settled[str(organisation.id)] = route
    return settled


def _part(organisation_id: int | None, content: bytes) -> SignedPart:
    return SignedPart(organisation_id=organisation_id, format=FORMAT, content=content, digest=digest(content))


def claim(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    case.version.adviser_id = permitted.by.person_id
    session.flush()
    return {}


def give_opinion(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    submission = going_on(case)
    accepted = accept_the_rest(session, case, by=permitted.by.person_id)
    opinion = next(o for o in case.framework.opinions if o.key == answers["opinion"])
    session.add(
        Opinion(
            submission_id=submission.id,
            person_id=permitted.by.person_id,
            opinion=opinion.key,
            remark=str(answers.get("remark") or ""),
            given_at=clock.now(),
        )
    )
    details = {"opinion": opinion.key, "verdicts": accepted}
    return {"sentence": f"Adviser’s opinion: {opinion.title.lower()}", "details": details}


def return_points(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """End the round: its signatures are void and stay on record. Each point names a section and a reason.

    The sections it names are to be corrected; `accept_rest` says that the others are acceptable as they are.
    """
    submission, by = going_on(case), permitted.by.person_id
    points = answers["points"]
    for point in points:
        session.add(
            ReturnPoint(
                submission_id=submission.id,
                section=point["section"],
                reason=point["reason"],
                remark=point["remark"],
                made_by=by,
                made_at=clock.now(),
            )
        )
    verdicts = write_verdicts(session, case, submission, verdicts_of_points(case, points), by=by)
    if answers.get("accept_rest") and case.version.adviser_id == by:
        verdicts += accept_the_rest(session, case, by=by)
    _end(case, "returned")
    details = {"points": points, "round": case.version.round, "verdicts": verdicts}
    return {"details": details, "reason": _point_words(case, points)}


def _point_words(case: Case, points: list[dict[str, str]]) -> str:
    titles = {reason.key: reason.title for reason in case.framework.return_reasons}
    return "\n".join(f"{p['section']}: {titles[p['reason']]}. {p['remark']}".strip() for p in points)


def end_as_returned(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    _end(case, "returned")
    return {}


def end_as_recalled(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    _end(case, "recalled")
    return {}


def end_as_withdrawn(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    if case.submission and not case.submission.ended_as:
        _end(case, "withdrawn")
    return {}


def _end(case: Case, how: str) -> None:
    submission = going_on(case)
    submission.ended_at, submission.ended_as = clock.now(), how
