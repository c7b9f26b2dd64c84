"""Opening what is put before those who decide, and declaring to have had due regard to it. Rows are only added."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.meetings.case import load_meeting
from eia.meetings.commands.noting import named
from eia.meetings.commands.recording import record_on
from eia.meetings.guards.who import standing_to_run
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, Pack, PaperOpening, RegardDeclaration
from eia.meetings.models.decisions import DECLARED, OPENED
from eia.meetings.packs import pinned_in
from eia.meetings.regard import Basis, Decider, basis_of, deciders_of
from eia.people.models import Person
from eia.people.queries import Standings

ENDED = ("minuted", "adjourned", "cancelled")
NOBODY_DECIDES = "Only those who decide on this item declare regard to it, or its secretary for them at the table."


def note_opening(
    session: Session, item_id: int, *, how: str, by: Standings, paper_id: int | None = None, person_id: int = 0
) -> PaperOpening:
    """Somebody opened or read the pinned version, or one paper. Whoever runs the meeting may note it of another."""
    item = load_item(session, item_id, lock=True)
    person = _whose(session, item, person_id or by.person_id, by)
    version = basis_of(session, item).version if paper_id is None else None
    version_id = version.id if version else None
    if paper_id is None and version_id is None:
        raise Refused("No assessment is attached to this item, so there is none to open.")
    paper = next((one for one in item.papers if one.id == paper_id and one.removed_at is None), None)
    if paper_id is not None and paper is None:
        raise Refused("This paper is not among those of the item any more.")
    row = PaperOpening(
        item_id=item.id, person_id=person.id, version_id=version_id, paper_id=paper_id, how=how,
        recorded_by=by.person_id, at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    what = f"“{paper.title}”" if paper else "the assessment"
    whose = "" if person.id == by.person_id else f" by {person.name}"
    after = {"opening": row.id, "person": person.id, "version": version_id, "paper": paper_id, "how": how}
    record_on(session, item, "papers_opened", actor=by.actor(standing_to_run(item.body, by)),
              sentence=f"{OPENED[how]}{whose}: {what} ({named(item)})", after=after)  # fmt: skip
    return row


def note_pack_opening(session: Session, meeting_id: int, pack: Pack, *, how: str, by: Standings) -> list[PaperOpening]:
    """Somebody opened or downloaded a pack: an opening of each version it holds, and one entry for all of them."""
    case = load_meeting(session, meeting_id, lock=True)
    rows = [
        PaperOpening(item_id=one.item_id, person_id=by.person_id, version_id=one.version_id, how=how,
                     recorded_by=by.person_id, at=clock.now())
        for one in pinned_in(session, case, pack)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    after = {"pack": pack.id, "how": how, "person": by.person_id, "openings": [row.id for row in rows]}
    record(session, case.meeting, "pack_opened", actor=by.actor(standing_to_run(case.body, by)),
           sentence=f"{OPENED[how]}: the pack", after=after)  # fmt: skip
    return rows


def declare(session: Session, item_id: int, said: Mapping[int, str], *, seen: str, words: str, by: Standings) -> None:
    """`said` is person -> a key of `DECLARED`: for oneself, or at the table for those who decide by whoever runs it.

    `seen` names what the page showed (`Basis.key`): nobody declares on a version they were not shown.
    """
    item = load_item(session, item_id, lock=True)
    basis = basis_of(session, item)
    if item.meeting is not None and item.meeting.state in ENDED:
        raise NotOffered("This meeting has ended. A declaration made now would not be one made before the decision.")
    if not basis.statement and not basis.screen:
        raise Refused(Reason("There is no equality statement yet, so there is nothing to declare regard to.",
                             endpoint="meetings.item", values={"item_id": item.id}))  # fmt: skip
    if seen != basis.key:
        raise Stale("What is attached to this item changed since you opened the page. Read it again, then declare.")
    deciders = {one.person.id: one for one in deciders_of(session, item, basis)}
    for person_id, word in said.items():
        decider = deciders.get(person_id)
        if decider is None or (person_id != by.person_id and standing_to_run(item.body, by) is None):
            raise NotAllowed(NOBODY_DECIDES)
        _declare_one(session, item, basis, decider, word, words, by)


def _declare_one(
    session: Session, item: AgendaItem, basis: Basis, decider: Decider, word: str, words: str, by: Standings
) -> None:
    person = decider.person
    if decider.interest is not None and word == "regard":
        raise Refused(f"{person.name} declared an interest and does not decide on this item.")
    row = RegardDeclaration(
        item_id=item.id, person_id=person.id, said=word, words=words, recorded_by=by.person_id, at=clock.now(),
        statement_id=basis.statement.id if basis.statement else None, content_digest=basis.digest,
        version_id=basis.version.id if basis.version else None,
        quick_screen_id=basis.screen.id if basis.screen else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    after = {"declaration": row.id, "person": person.id, "said": word, "statement": row.statement_id}
    after |= {"version": row.version_id, "content": row.content_digest, "screen": row.quick_screen_id}
    whose = "" if person.id == by.person_id else f", said by {person.name} at the table"
    record_on(session, item, "regard_declared", actor=by.actor(standing_to_run(item.body, by)),
              sentence=f"{DECLARED[word]}{whose} ({named(item)})", note=words, after=after)  # fmt: skip


def _whose(session: Session, item: AgendaItem, person_id: int, by: Standings) -> Person:
    if person_id != by.person_id and standing_to_run(item.body, by) is None:
        raise NotAllowed("You can note what you read yourself. Its secretary can note it of those who decide.")
    return session.scalars(select(Person).where(Person.id == person_id)).one()
