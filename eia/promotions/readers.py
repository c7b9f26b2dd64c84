"""Who may see the figures of a process as they are. Everybody else reads what was released."""

from sqlalchemy.orm import Session

from eia.people.offices import Office
from eia.people.queries import Standings
from eia.promotions.contracts import decides_for
from eia.promotions.models import PromotionProcess

OFFICES = (Office.HR_LEAD, Office.ADVISER, Office.APPROVER)
WORDS = (
    "an HR lead, an equality adviser or an approver of an organisation that takes part, or somebody who decides for one"
)


def sees_figures(session: Session, process: PromotionProcess, by: Standings) -> bool:
    """By office in an organisation that takes part, or by a seat among those who decide for it."""
    taking_part = {organisation.id for organisation in process.organisations}
    if any(by.holds(office, taking_part) for office in OFFICES):
        return True
    return not taking_part.isdisjoint(decides_for(session, by))


def sees_who_was_told(session: Session, process: PromotionProcess, by: Standings) -> bool:
    """Of its messages and of the openings of its figures: its owner, auditors, and whoever sees the figures."""
    taking_part = {organisation.id for organisation in process.organisations}
    if by.person_id == process.owner_id or by.holds(Office.AUDITOR, taking_part):
        return True
    return sees_figures(session, process, by)
