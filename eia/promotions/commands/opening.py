"""Opening the figures of a process as they are: kept once for each person and London day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record
from eia.errors import NotAllowed
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.promotions.case import load_process
from eia.promotions.models import FiguresOpening
from eia.promotions.readers import OFFICES, WORDS, sees_figures


def open_figures(session: Session, process_id: int, *, by: Standings) -> None:
    case = load_process(session, process_id, lock=True)
    if not sees_figures(session, case.process, by):
        raise NotAllowed(f"The figures as they are may be opened by {WORDS}. You read them once they are released.")
    if is_opened(session, process_id, by):
        return
    row = FiguresOpening(
        process_id=process_id, person_id=by.person_id, day=clock.today(), edition=case.process.counts_from,
        at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    held = (by.standing(office, case.organisation_ids) for office in (*OFFICES, Office.CHAIR))
    standing = next((one for one in held if one), None)
    after = {"opening": row.id, "edition": row.edition}
    record(session, case.process, "promotion_figures_opened", actor=by.actor(standing),
           sentence="Opened the figures as they are", after=after)  # fmt: skip


def is_opened(session: Session, process_id: int, by: Standings) -> bool:
    """Whether this person opened them today."""
    query = select(FiguresOpening.id).where(
        FiguresOpening.process_id == process_id,
        FiguresOpening.person_id == by.person_id,
        FiguresOpening.day == clock.today(),
    )
    return session.scalar(query) is not None
