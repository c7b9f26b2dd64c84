"""A file of policies that was read waits for a yes; `taking_in` is what `eia jobs` does then."""

import hashlib
from collections.abc import Sequence

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.errors import NotAllowed, NotFound, NotOffered
from eia.people.models import Organisation
from eia.people.queries import Standing, Standings
from eia.policies.guards import ONLY_OWNERS, standing_to_add
from eia.policies.intake.comparing import Comparison, compare
from eia.policies.intake.reading import Line
from eia.policies.models import PolicyImport

GONE = "This file was taken in or put aside already. Send it again if you need it."
MOVED = "Policies of this file were changed since you were shown what it does. Send the file again and look once more."
BROKE = "Something went wrong, and nothing was taken in. It is in the log of the service. Tell your administrator."
EVERY_SECONDS = 2


def stage_policies(session: Session, lines: Sequence[Line], digest: str, *, by: Standings) -> PolicyImport:
    """Keep the lines until somebody says yes or no. An older file of the same person is put aside."""
    standing = standing_of(by)
    waiting = select(PolicyImport).where(PolicyImport.made_by == by.person_id, PolicyImport.state == "read")
    for old in session.scalars(waiting):
        empty(old, "dropped", "")
    row = PolicyImport(
        organisation_id=standing.organisation_id, state="read", lines=[dict(line) for line in lines], count=len(lines),
        digest=digest, made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def import_of(session: Session, import_id: int, by: Standings, *, lock: bool = False) -> PolicyImport:
    """The file of this person; nobody else may know of it."""
    query = select(PolicyImport).where(PolicyImport.id == import_id, PolicyImport.made_by == by.person_id)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("There is no such file, or you may not see it.")
    return row


def compared(session: Session, lines: Sequence[Line], by: Standings) -> Comparison:
    """What these lines would change, for the organisation this person adds policies for."""
    standing = standing_of(by)
    lead = session.get_one(Organisation, standing.organisation_id)
    return compare(session, lines, lead, by.person_id, own=by.organisation_id == lead.id)


def digest_of(found: Comparison) -> str:
    """Changes when anything the reader was shown changes."""
    said = [[row.line["number"], row.policy.id if row.policy else 0, [[c.what, c.before, c.after] for c in row.changes]]
            for row in found.rows]  # fmt: skip
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def ask_for(session: Session, import_id: int, *, by: Standings) -> None:
    _waiting(session, import_id, by).state = "asked"


def drop(session: Session, import_id: int, *, by: Standings) -> None:
    empty(_waiting(session, import_id, by), "dropped", "")


def standing_of(by: Standings) -> Standing:
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_OWNERS)
    return standing


def _waiting(session: Session, import_id: int, by: Standings) -> PolicyImport:
    row = import_of(session, import_id, by, lock=True)
    if row.state != "read":
        raise NotOffered(GONE)
    return row


def empty(row: PolicyImport, state: str, said: str) -> None:
    row.state, row.lines, row.said = state, [], said
