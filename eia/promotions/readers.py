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
