"""Papers of an item: files in front of those who decide. Taking one out leaves its row."""

from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, NotFound, Refused
from eia.files.keeping import Received, store
from eia.meetings.commands.noting import named, note_change
from eia.meetings.guards.items import asks_why_late, is_late, may_change, text_open
from eia.meetings.guards.who import standing_in, standing_to_run
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, ItemPaper
from eia.meetings.models.bodies import DECIDING
from eia.people.queries import Standings

MOST_PAPERS = 30


def reads_legal_advice(item: AgendaItem, by: Standings) -> bool:
    """Whoever runs the body or decides in it."""
    decides = item.body.decider_id == by.person_id or standing_in(item.body, by, DECIDING) is not None
    return decides or standing_to_run(item.body, by) is not None


def add_paper(
    session: Session, item_id: int, received: Received, *, title: str, kind: str, late_reason: str, by: Standings
) -> ItemPaper:
    """The bytes lie in the folder by now; this commits the row that names them."""
    item = load_item(session, item_id, lock=True)
    standing = may_change(item, by)
    text_open(session, item)
    if kind == "legal_advice" and not reads_legal_advice(item, by):
        raise NotAllowed("Only those who decide or run this body add legal advice. Give it to its secretary.")
    there = [paper for paper in item.papers if paper.removed_at is None]
    if len(there) >= MOST_PAPERS:
        raise Refused(f"One item holds at most {MOST_PAPERS} papers. Join some of them into one file.")
    if any(paper.file.digest == received.digest for paper in there):
        raise Refused(f"“{received.name}” is here already, with the same content.")
    if reasons := asks_why_late(item, clock.today(), late_reason):
        raise Refused(*reasons)
    out = item.meeting is not None and item.meeting.state != "drafted"
    paper = ItemPaper(
        item_id=item.id, title=title or received.name, name=received.name, kind=kind,
        file_id=store(session, received, by=by.person_id).id,
        supplement=item.meeting.supplements + 1 if out and item.meeting else 0,
        late_reason=late_reason if is_late(item, clock.today()) else "", added_by=by.person_id, added_at=clock.now(),
    )  # fmt: skip
    session.add(paper)
    session.flush()
    said = {"paper": paper.id, "kind": kind, "sha256": received.digest, "size": received.size, "type": received.type}
    note_change(
        session, item, "paper_added", actor=by.actor(standing), sentence=f"A paper of {named(item)} was added",
        after=said | {"name": received.name}, note=paper.late_reason,
    )  # fmt: skip
    return paper


def remove_paper(session: Session, item_id: int, paper_id: int, *, by: Standings) -> None:
    item = load_item(session, item_id, lock=True)
    standing = may_change(item, by)
    text_open(session, item)
    paper = next((one for one in item.papers if one.id == paper_id and one.removed_at is None), None)
    if paper is None or (paper.kind == "legal_advice" and not reads_legal_advice(item, by)):
        raise NotFound("This paper is not here any more. Somebody may have taken it out.")
    paper.removed_at = clock.now()
    note_change(
        session, item, "paper_removed", actor=by.actor(standing), sentence=f"A paper of {named(item)} was taken out",
        before={"paper": paper.id, "name": paper.name, "sha256": paper.file.digest},
    )  # fmt: skip
