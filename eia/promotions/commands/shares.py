"""Keeping printed shares: enter those of a publication, and put an edition in front of it when something was wrong."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.audit.recording import said_since
from eia.errors import NotAllowed, Reason, Refused, Stale
from eia.library.commands import keep_figures
from eia.library.models import LibraryEdition, LibraryEntry
from eia.people.names import sort_name_of
from eia.people.queries import Standing, Standings
from eia.promotions.commands.rates import CHANGED_MEANWHILE, KEEPERS, standing_to_add
from eia.promotions.models import ShareEdition, ShareTable
from eia.promotions.shares.given import Said, Share, content_of, digest_of, said_of
from eia.promotions.shares.queries import edition_of, shares_for
from eia.promotions.shares.words import as_evidence

ONLY_KEEPERS = "Only an HR lead or an equality adviser of {} enters printed shares."


def standing_to_keep_shares(table: ShareTable, by: Standings) -> Standing | None:
    held = (by.standing(office, {table.organisation_id}) for office in KEEPERS)
    return next((standing for standing in held if standing), None)


def add_shares(session: Session, said: Said, shares: Sequence[Share], *, by: Standings) -> ShareTable:
    """A first edition, of the organisation that `by` holds the office in."""
    standing = standing_to_add(by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format("an organisation"))
    _refuse(said, shares)
    table = ShareTable(organisation_id=standing.organisation_id, number=0, title="", sort_title="")
    session.add(table)
    session.flush()
    _keep(session, table, said, shares, standing, by)
    return table


def change_shares(
    session: Session, shares_id: int, said: Said, shares: Sequence[Share], *, seen: int, by: Standings
) -> None:
    """A new edition in front of those that stand there. `seen` is the number of the edition its reader saw."""
    table = shares_for(session, shares_id, by, lock=True)
    standing = standing_to_keep_shares(table, by)
    if standing is None:
        raise NotAllowed(ONLY_KEEPERS.format(table.organisation.name))
    if seen != table.number:
        raise Stale(said_since(session, table.stream) or CHANGED_MEANWHILE)
    _refuse(said, shares)
    before = edition_of(session, table, table.number)
    if before.given == content_of(shares) and said_of(before) == dict(said):
        raise Refused("Nothing was changed, so there is no new edition.")
    _keep(session, table, said, shares, standing, by)


def _keep(
    session: Session, table: ShareTable, said: Said, shares: Sequence[Share], standing: Standing, by: Standings
) -> None:
    edition = ShareEdition(
        table_id=table.id, number=table.number + 1, **said, given=content_of(shares), salt=secrets.token_hex(16),
        made_by=by.person_id, made_at=clock.now(),
    )  # fmt: skip
    edition.digest = digest_of(edition)
    edition.library_edition_id = _as_evidence(session, table, edition, shares, standing, by).id
    session.add(edition)
    table.number, table.title, table.sort_title = edition.number, edition.title, sort_name_of(edition.title)
    session.flush()
    after = {"edition": edition.number, "digest": edition.digest, "title": edition.title}
    after |= {"evidence": edition.library_edition_id}
    sentence = f"Printed shares came in: edition {edition.number} of “{edition.title}”"
    record_event(session, stream=table.stream, event="shares_saved", actor=by.actor(standing), after=after,
                 sentence=sentence)  # fmt: skip


def _refuse(said: Said, shares: Sequence[Share]) -> None:
    reasons = []
    if len(shares) < 2:
        reasons.append(Reason("Enter at least two shares: they are set against each other.", anchor="s0among"))
    if len({one.among.casefold() for one in shares}) != len(shares):
        reasons.append(Reason("Two shares are among the same people. Say what is different about them.",
                              anchor="s0among"))  # fmt: skip
    if said["dated"] is not None and said["dated"] > clock.today():
        reasons.append(Reason("It cannot have been published after today. Check the date.", anchor="dated"))
    if reasons:
        raise Refused(*reasons)


def _as_evidence(
    session: Session, table: ShareTable, edition: ShareEdition, shares: Sequence[Share], standing: Standing,
    by: Standings,
) -> LibraryEdition:  # fmt: skip
    values: dict[str, Any] = {
        "keeper_id": by.person_id, "title": edition.title, "says": as_evidence(edition, shares),
        "source": edition.source, "dated": edition.dated, "area": "", "strength": "", "licence": "",
        "review_by": None, "because": f"Edition {edition.number} of these shares" if edition.number > 1 else "",
    }  # fmt: skip
    entry = session.scalars(
        select(LibraryEntry)
        .join(LibraryEdition, LibraryEdition.entry_id == LibraryEntry.id)
        .join(ShareEdition, ShareEdition.library_edition_id == LibraryEdition.id)
        .where(ShareEdition.table_id == table.id)
        .limit(1)
    ).one_or_none()
    if entry is not None:
        values["keeper_id"] = entry.keeper_id
    return keep_figures(session, entry, table.organisation_id, values, standing=standing, by=by)
