"""Adopting a signed assessment later, checking what an organisation adds to it, and withdrawing an adoption."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.case import Case
from eia.assessments.commands.beginning import begin_actions
from eia.assessments.commands.signing import answer, declaration_signed
from eia.assessments.guards.adopting import digest_to_check, newest_digest
from eia.assessments.joint.turns import settle_route, stages
from eia.assessments.models import Adoption, AdoptionWithdrawal, LocalCheck
from eia.errors import Refused
from eia.workflow.perform import Permitted

Answers = Mapping[str, Any]


def adopt(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """One more signature under the same shared part. The state stays, and the others' signatures too."""
    told = _sign(session, case, permitted, answers)
    begin_actions(session, case, by=permitted.by)
    return {**told, "sentence": f"Adopted by {permitted.standing.organisation_name}"}


def sign_before_adopting(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """A stage of its route before the last: the organisation is not covered yet."""
    return _sign(session, case, permitted, answers)


def _sign(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    organisation_id, settled = permitted.standing.organisation_id, ""
    if case.adoption_of(organisation_id) is None:
        route = stages(case, organisation_id)
        adoption = Adoption(round=case.version.round, organisation_id=organisation_id, leads=False, status="pending")
        case.version.adoptions.append(adoption)
        settled = settle_route(case.submission, adoption, route) if case.submission else ""
        session.flush()
        case.forget("adoptions", "organisations", "organisation_ids", "routes_to_come")
    first = not newest_digest(case, organisation_id)
    told = answer(session, case, permitted, answers, status="signed", declaration=declaration_signed(case))
    if first:
        told["details"]["local"] = {str(organisation_id): newest_digest(case, organisation_id)}
    if settled:
        told["details"] |= {"routes": {str(organisation_id): settled}, "round": case.version.round}
    return told


def check_local(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    if case.submission is None:
        raise Refused("There is nothing to check: it was never sent.")
    standing = permitted.standing
    opinion = next(o for o in case.framework.opinions if o.key == answers["opinion"])
    digest, remark = digest_to_check(case, standing.organisation_id), str(answers.get("remark") or "")
    case.submission.checks.append(
        LocalCheck(
            organisation_id=standing.organisation_id,
            person_id=permitted.by.person_id,
            opinion=opinion.key,
            remark=remark,
            digest=digest,
            checked_at=clock.now(),
        )
    )
    session.flush()
    details = {"organisation": standing.organisation_id, "opinion": opinion.key, "content": digest, "remark": remark}
    return {"sentence": f"Checked for {standing.organisation_name}: {opinion.title.lower()}", "details": details}


def withdraw_adoption(session: Session, case: Case, permitted: Permitted[Case], answers: Answers) -> Answers:
    """The signature stays on record; the organisation is not covered from now on."""
    submission, standing = case.submission, permitted.standing
    adoption = case.adoption_of(standing.organisation_id)
    given = submission.turn_of(standing.organisation_id) if submission else []
    if submission is None or adoption is None or adoption.status not in ("signed", "signing"):
        raise Refused("Your organisation has not signed it.")
    submission.withdrawals.append(
        AdoptionWithdrawal(
            organisation_id=standing.organisation_id,
            signature_id=given[-1].id,
            person_id=permitted.by.person_id,
            on_behalf_of_id=standing.principal_id,
            cause=str(answers["cause"]),
            reason=str(answers["reason"]),
            withdrawn_at=clock.now(),
        )
    )
    adoption.status, adoption.waits_for = "withdrawn", ""
    case.version.revision += 1
    session.flush()
    details = {
        "organisation": standing.organisation_id,
        "cause": answers["cause"],
        "signature": given[-1].id,
        "on_behalf_of": standing.principal_id,
    }
    return {"sentence": f"{standing.organisation_name} withdrew its adoption", "details": details}
