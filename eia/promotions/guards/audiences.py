"""Whom a step of a process tells: ids of persons. Whoever left the service is never among them."""

from sqlalchemy.orm import object_session

from eia.people.offices import Office
from eia.people.queries import holders
from eia.promotions.case import ProcessCase
from eia.workflow.table import Audience


def _owner(case: ProcessCase) -> set[int]:
    return {case.process.owner_id} if case.process.owner.closed_at is None else set()


def _holding(office: Office, case: ProcessCase) -> set[int]:
    session = object_session(case.process)
    return {person.id for person in holders(session, office, case.organisation_ids)} if session else set()


def _hr_leads(case: ProcessCase) -> set[int]:
    return _holding(Office.HR_LEAD, case)


def _advisers(case: ProcessCase) -> set[int]:
    return _holding(Office.ADVISER, case)


def _approvers(case: ProcessCase) -> set[int]:
    return _holding(Office.APPROVER, case)


OWNER: Audience[ProcessCase] = Audience("its owner", _owner)
HR_LEADS: Audience[ProcessCase] = Audience("the HR leads of the organisations that take part", _hr_leads)
ADVISERS_TOLD: Audience[ProcessCase] = Audience("the equality advisers of those organisations", _advisers)
APPROVERS_TOLD: Audience[ProcessCase] = Audience("the approvers of those organisations", _approvers)
