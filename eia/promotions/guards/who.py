"""Who may act on a promotion process."""

from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.promotions.case import ProcessCase
from eia.promotions.models import PromotionProcess
from eia.workflow.table import Who

ONLY_HR_LEADS = "Only an HR lead can add a promotion process. Ask an administrator who holds this office."


def standing_to_add(by: Standings) -> Standing | None:
    """The office a new process is added in: one of their own organisation comes first."""
    held = [standing for standing in by.held if standing.office is Office.HR_LEAD]
    return min(held, key=lambda one: one.organisation_id != by.organisation_id, default=None)


def standing_to_keep(process: PromotionProcess, by: Standings) -> Standing | None:
    """An HR lead of the organisation that leads, or the owner, whatever office they hold."""
    standing = by.standing(Office.HR_LEAD, {process.organisation_id})
    if standing is None and by.person_id == process.owner_id:
        return Standing(Office.HR_LEAD, by.organisation_id, by.organisation_name, role="Owner of the process")
    return standing


def counts_for(process: PromotionProcess, by: Standings) -> set[str]:
    """The codes of the organisations whose counts this person enters: all as HR lead of the lead, else their own."""
    leads = by.holds(Office.HR_LEAD, {process.organisation_id})
    own = by.organisations_of(Office.HR_LEAD)
    return {one.code for one in process.organisations if leads or one.id in own}


def only_keepers(process: PromotionProcess) -> str:
    return f"Only its owner, or an HR lead of {process.organisation.name}, can do this."


def _keeps(case: ProcessCase, by: Standings) -> Standing | None:
    return standing_to_keep(case.process, by)


def _leads_hr(case: ProcessCase, by: Standings) -> Standing | None:
    return by.standing(Office.HR_LEAD, {case.process.organisation_id})


def _approves(case: ProcessCase, by: Standings) -> Standing | None:
    return by.standing(Office.APPROVER, case.organisation_ids)


def _advises(case: ProcessCase, by: Standings) -> Standing | None:
    return by.standing(Office.ADVISER, case.organisation_ids)


KEEPERS: Who[ProcessCase] = Who("keepers", "its owner, or an HR lead of the organisation that leads it,", _keeps)
HR_LEADS: Who[ProcessCase] = Who("hr_leads", "an HR lead of the organisation that leads it", _leads_hr)
APPROVERS: Who[ProcessCase] = Who("approvers", "an approver of an organisation that takes part", _approves)
ADVISERS: Who[ProcessCase] = Who("advisers", "an equality adviser of an organisation that takes part", _advises)
