"""Adopting a signed assessment later, and withdrawing an adoption: who may, and what must be true."""

from eia.assessments.case import Case
from eia.assessments.guards.who import joining, without_writers
from eia.assessments.joint.turns import is_last
from eia.assessments.models import LocalCheck
from eia.db import db
from eia.errors import Reason
from eia.people.offices import Office
from eia.people.queries import Standing, Standings, holders
from eia.workflow.table import Who


def newest_digest(case: Case, organisation_id: int) -> str:
    """Of the newest edition of an organisation's own part; "" when there is none."""
    parts = case.submission.parts if case.submission else []
    own = [part.digest for part in parts if part.organisation_id == organisation_id]
    return own[-1] if own else ""


def digest_to_check(case: Case, organisation_id: int) -> str:
    """The same of what was sent or written: an edition that the first signature made adds nothing to read."""
    parts = case.submission.parts if case.submission else []
    own = [p.digest for p in parts if p.organisation_id == organisation_id and (p.made_by or not p.revision)]
    return own[-1] if own else ""


def check_of(case: Case, organisation_id: int) -> LocalCheck | None:
    """The adviser's check of what the organisation adds now."""
    checks = case.submission.checks if case.submission else []
    digest = digest_to_check(case, organisation_id)
    return next((c for c in checks if c.organisation_id == organisation_id and c.digest == digest), None)


def advisers_of(case: Case, organisation_id: int) -> set[int]:
    """The equality advisers of an organisation who wrote nothing of it, nor act only for one who did."""
    return {person.id for person in holders(db.session(), Office.ADVISER, [organisation_id], without=case.writers)}


def local_part_checked(case: Case, by: Standings, standing: Standing) -> Reason | None:
    """The organisation's own adviser has read what it adds; where it has none, nobody has to."""
    if check_of(case, standing.organisation_id) or not advisers_of(case, standing.organisation_id):
        return None
    return Reason(f"An equality adviser of {standing.organisation_name} checks it for your organisation first.")


def local_part_not_checked_yet(case: Case, by: Standings, standing: Standing) -> Reason | None:
    check = check_of(case, standing.organisation_id)
    return Reason(f"{check.person.name} has checked it already.") if check else None


def _joining_before(case: Case, by: Standings) -> Standing | None:
    """Who signs on a route before the one that adopts it."""
    found = joining(case, by)
    return found if found and not is_last(case, found.organisation_id) else None


def _joining_approver(case: Case, by: Standings) -> Standing | None:
    found = joining(case, by)
    return found if found and is_last(case, found.organisation_id) else None


def _joining_adviser(case: Case, by: Standings) -> Standing | None:
    if by.person_id in case.writers:
        return None
    return without_writers(case, by).standing(Office.ADVISER, case.joining)


def _adopted_approver(case: Case, by: Standings) -> Standing | None:
    begun = ("signed", "signing") if case.state == "signed_off" else ("signed",)
    signed = {a.organisation_id for a in case.adoptions if a.status in begun and not a.leads}
    return by.standing(Office.APPROVER, signed)


JOINING_APPROVER = Who(
    "joining approver", "an approver of an organisation that is bound and not covered", _joining_approver
)
JOINING_BEFORE = Who(
    "joining before",
    "an office on the route of an organisation that is bound and not covered, before its approver,",
    _joining_before,
)
JOINING_ADVISER = Who(
    "joining adviser", "an equality adviser of an organisation that is bound and not covered", _joining_adviser
)
ADOPTED_APPROVER = Who(
    "adopted approver", "an approver of an organisation, other than the lead, that has signed", _adopted_approver
)
