"""The equality statement of an item: signed by its report author; a "not needed" looked at by an adviser."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.assessments.afterwards.pinned import pinned_versions
from eia.assessments.models import Assessment, Version
from eia.assessments.readers import Part, part_of
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.commands.noting import named, note_change
from eia.meetings.guards.items import standing_as_author, still_open, unchanged
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, EqualityStatement, NotNeededReason, StatementSample
from eia.meetings.models.items import STATEMENTS
from eia.people.offices import Office
from eia.people.queries import Standing, Standings
from eia.subjects.models import Subject

ATTACHABLE = ("screening_review", "adviser_review", "sign_off", "signed_off", "screened_out", "stopped")
"""States of a version that was sent for checking and not taken back."""


def state_not_needed(
    session: Session, item_id: int, *, reason_id: int, because: str, seen: int, by: Standings
) -> EqualityStatement:
    """ "No assessment is needed, because ...": a reason the body accepts, and why it holds for this item."""
    item, standing = _signing(session, item_id, seen, by)
    reason = reason_accepted(session, item, reason_id)
    words = f"{reason.words.rstrip('.')}: {because}"
    row = EqualityStatement(item_id=item.id, kind="not_needed", reason_id=reason.id, because=words)
    return _signed(session, item, row, standing, by, after={"because": words})


def attach(session: Session, item_id: int, version_id: int, *, seen: int, by: Standings) -> EqualityStatement:
    """Pin this version, with the digest of the shared part as it was sent last."""
    item, standing = _signing(session, item_id, seen, by)
    session.execute(select(Assessment.id).join(Assessment.versions).where(Version.id == version_id).with_for_update())
    readable = select(Version.id).join(Version.assessment).join(Assessment.subject)
    if session.scalar(readable.where(Version.id == version_id, part_of(by) == Part.ALL)) is None:
        raise Refused(Reason("There is no such assessment, or you may not read it.", anchor="version"))
    pinned = pinned_versions(session, [version_id])[version_id]
    name = f"{pinned.reference}, version {pinned.number}"
    if pinned.state not in ATTACHABLE or not pinned.digest:
        why = f"{name} is at “{pinned.state_title}”. Attach a version that was sent for checking, or is signed."
        raise Refused(Reason(why, anchor="version"))
    row = EqualityStatement(
        item_id=item.id, kind=pinned.kind, version_id=version_id, content_digest=pinned.digest
    )  # fmt: skip
    after = {"assessment": pinned.reference, "version": pinned.number, "sha256": pinned.digest}
    return _signed(session, item, row, standing, by, after=after, what=name)


def reason_accepted(session: Session, item: AgendaItem, reason_id: int) -> NotNeededReason:
    reason = session.get(NotNeededReason, reason_id)
    if reason is None or reason.body_id != item.body_id or reason.ended_at is not None:
        raise Refused(Reason("This body does not accept that reason any more. Select another.", anchor="reason"))
    return reason


def sample_statement(session: Session, statement_id: int, *, agrees: bool, words: str, by: Standings) -> None:
    """An adviser of an organisation that the item binds says whether "not needed" holds."""
    statement = session.get(EqualityStatement, statement_id)
    if statement is None or statement.kind != "not_needed":
        raise Refused("There is no such statement. Go back and read the item again.")
    item = load_item(session, statement.item_id, lock=True)
    standing = standing_to_sample(item, by)
    if standing is None:
        raise NotAllowed("Only an adviser of an organisation that this item binds, who did not sign it, can say so.")
    if not agrees and not words:
        raise Refused(Reason("Say why it does not hold, in words the report author can act on.", anchor="words"))
    row = StatementSample(
        statement_id=statement.id, adviser_id=by.person_id, agrees=agrees, words=words, at=clock.now()
    )  # fmt: skip
    session.add(row)
    said = "holds" if agrees else "does not hold"
    sentence = f"An adviser says that “not needed” {said} for {named(item)}"
    after = {"statement": statement.id, "agrees": agrees, "words": words}
    note_change(session, item, "statement_sampled", actor=by.actor(standing), sentence=sentence, after=after)


def standing_to_sample(item: AgendaItem, by: Standings) -> Standing | None:
    if by.person_id == item.author_id:
        return None
    return by.standing(Office.ADVISER, {one.id for one in item.organisations})


def attachable(session: Session, by: Standings, organisation_ids: set[int], *, limit: int = 200) -> list[Version]:
    """What this person may attach: versions they read that were sent or signed, their own first, then the newest."""
    query = (
        select(Version, Assessment, Subject)
        .join(Version.assessment)
        .join(Assessment.subject)
        .where(Version.state.in_(ATTACHABLE), part_of(by) == Part.ALL)
        .order_by((Version.author_id == by.person_id).desc(), Version.id.desc())
        .limit(limit)
    )
    return [row[0] for row in session.execute(query)]


def _signing(session: Session, item_id: int, seen: int, by: Standings) -> tuple[AgendaItem, Standing]:
    item = load_item(session, item_id, lock=True)
    standing = standing_as_author(item, by)
    if standing is None:
        raise NotAllowed(f"Only the report author, {item.author.name}, signs the equality statement of this item.")
    still_open(session, item)
    unchanged(item, seen)
    return item, standing


def _signed(
    session: Session, item: AgendaItem, row: EqualityStatement, standing: Standing, by: Standings,
    *, after: dict[str, object], what: str = "",
) -> EqualityStatement:  # fmt: skip
    row.signed_by, row.signed_at = by.person_id, clock.now()
    session.add(row)
    session.flush()
    words = f"{STATEMENTS[row.kind]}{': ' if what else ''}{what}"
    sentence = f"Equality statement of {named(item)} signed: {words}"
    told = {"statement": row.id, "kind": row.kind, **after}
    note_change(session, item, "statement_signed", actor=by.actor(standing), sentence=sentence, after=told)
    return row
