"""Counts come in: each time an edition of its own, whole or not at all. What came in before is kept."""

import secrets
from collections.abc import Mapping
from hashlib import sha256

import rfc8785
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.recording import record, said_since
from eia.errors import NotAllowed, NotOffered, Reason, Refused, Stale
from eia.people.offices import Office
from eia.people.queries import Standings
from eia.promotions.case import ProcessCase, load_process
from eia.promotions.counted import Cells, Place, cells_bytes, is_empty, places_in_words, sheets_of
from eia.promotions.guards.who import counts_for
from eia.promotions.models import CountEdition, CountSheet
from eia.promotions.workflow import PROCESS_TABLE

TAKES_COUNTS = ("open", "results_in")


def save_counts(
    session: Session, process_id: int, sheets: Mapping[Place, Cells], *, came_by: str, seen: int, by: Standings
) -> CountEdition | None:
    """Keep these sheets in front of those that stand there; None when nothing is other than before.

    `seen` is the number of the edition the reader saw: nobody overwrites counts they never looked at.
    """
    case = load_process(session, process_id, lock=True)
    allow(case, {place.organisation for place in sheets}, by)
    if seen != case.process.counts_from:
        raise Stale(said_since(session, case.process.stream) or "Somebody saved counts after you opened this.")
    _refuse_the_unknown(case, sheets)
    standing = sheets_of(session, process_id)
    new = {
        place: cells
        for place, cells in sorted(sheets.items())
        if cells_bytes(cells) != cells_bytes(standing.get(place, {}))
    }
    if not new:
        return None
    return _keep(session, case, new, came_by, by)


def allow(case: ProcessCase, codes: set[str], by: Standings) -> None:
    """Refuse whoever may not enter the counts of these organisations, and counts out of their time."""
    mine = counts_for(case.process, by)
    if not mine or codes - mine:
        lead = case.process.organisation.name
        raise NotAllowed(
            f"Counts are entered by an HR lead of {lead}, or by an HR lead of the organisation they are of."
        )
    if case.state not in TAKES_COUNTS:
        title = PROCESS_TABLE.states[case.state].title
        raise NotOffered(f"Counts come in while a process is open or its results are in. This one is at “{title}”.")


def without_empty(cells: Cells) -> Cells:
    return {group: one for group, one in cells.items() if not is_empty(one)}


def _refuse_the_unknown(case: ProcessCase, sheets: Mapping[Place, Cells]) -> None:
    """A stage or list may have been taken away while somebody typed."""
    stages = {one.key for one in case.process.stages}
    lists = {"", *(one.group_list for one in case.process.breakdowns)}
    if any(place.stage not in stages or place.breakdown not in lists for place in sheets):
        here = {"process_id": case.process.id}
        raise Refused(Reason("The stages or groups of this process were changed. Open its counts again.",
                             "promotions.counts", here))  # fmt: skip


def _keep(
    session: Session, case: ProcessCase, sheets: Mapping[Place, Cells], came_by: str, by: Standings
) -> CountEdition:
    process, salt = case.process, secrets.token_hex(16)
    content = [(place, cells_bytes(cells)) for place, cells in sheets.items()]
    edition = CountEdition(
        process_id=process.id, number=process.counts_from + 1, came_by=came_by, salt=salt,
        digest=digest_of(salt, content), made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    edition.sheets = [
        CountSheet(
            process_id=process.id, stage=at.stage, breakdown=at.breakdown, organisation=at.organisation, cells=cells
        )
        for at, cells in content
    ]
    session.add(edition)
    process.counts_from = edition.number
    process.revision += 1
    session.flush()
    after = {"edition": edition.number, "digest": edition.digest, "sheets": len(content), "came_by": came_by}
    sentence = f"Counts came in: {places_in_words(process, list(sheets))}"
    standing = by.standing(Office.HR_LEAD, case.organisation_ids)
    record(session, process, "promotion_counts_saved", actor=by.actor(standing), sentence=sentence, after=after)
    return edition


def digest_of(salt: str, content: list[tuple[Place, bytes]]) -> str:
    """SHA-256 over the salt and the canonical places and cells: without the salt nobody can guess its few people."""
    lines = [[at.stage, at.breakdown, at.organisation, cells.decode()] for at, cells in sorted(content)]
    return sha256(salt.encode() + rfc8785.dumps(lines)).hexdigest()
