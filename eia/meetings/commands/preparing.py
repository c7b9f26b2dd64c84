"""An equality statement prepared by whoever runs the body; the report author reads it, changes it and signs."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from eia import clock
from eia.assessments.models import Assessment, Version
from eia.assessments.readers import Part, part_of
from eia.errors import NotAllowed, Reason, Refused
from eia.meetings.afterwards import title_for_owner
from eia.meetings.commands.noting import named
from eia.meetings.commands.recording import record_on
from eia.meetings.commands.stating import reason_accepted
from eia.meetings.guards.items import still_open
from eia.meetings.guards.who import standing_to_run
from eia.meetings.item_case import load_item
from eia.meetings.models import AgendaItem, PreparedStatement
from eia.notices.outbox import queue_notice
from eia.people.queries import Standings

ONLY_THEY_PREPARE = "Only the report author signs the equality statement; those who run this body can prepare it."


def prepare_statement(
    session: Session, item_id: int, *, by: Standings, reason_id: int | None = None, because: str = "",
    version_id: int | None = None,
) -> PreparedStatement:  # fmt: skip
    """Either a reason that the body accepts and why it holds, or a version. It says nothing until it is signed."""
    item = load_item(session, item_id, lock=True)
    standing = standing_to_run(item.body, by)
    if standing is None:
        raise NotAllowed(ONLY_THEY_PREPARE)
    still_open(session, item)
    if reason_id is not None:
        reason_accepted(session, item, reason_id)
    elif not _reads(session, by, version_id or 0):
        raise Refused(Reason("There is no such assessment, or you may not read it.", anchor="version"))
    row = PreparedStatement(item_id=item.id, reason_id=reason_id, because=because, version_id=version_id,
                            prepared_by=by.person_id, prepared_at=clock.now())  # fmt: skip
    session.add(row)
    session.flush()
    record_on(session, item, "statement_prepared", actor=by.actor(standing),
              sentence=f"Equality statement of {named(item)} prepared for its author to sign",
              after={"prepared": row.id, "reason": reason_id, "version": version_id})  # fmt: skip
    title, page = title_for_owner(item), {"endpoint": "meetings.statement", "values": {"item_id": item.id}}
    queue_notice(
        session, event="statement_prepared", to=sorted({item.author_id} - {by.person_id}),
        subject=f"To sign, an equality statement was prepared for you: {title}",
        values={"title": item.body.name, "item": title, "who": by.name, "link": page}, about=item.stream,
        may_wait=True,
    )  # fmt: skip
    return row


def prepared_for(session: Session, item: AgendaItem) -> PreparedStatement | None:
    """What waits to be signed: the newest, unless a statement was signed after it."""
    query = select(PreparedStatement).where(PreparedStatement.item_id == item.id).order_by(PreparedStatement.id.desc())
    row = session.scalars(query.options(joinedload(PreparedStatement.person)).limit(1)).first()
    signed = item.statements[-1].signed_at if item.statements else None
    return row if row and (signed is None or row.prepared_at > signed) else None


def _reads(session: Session, by: Standings, version_id: int) -> bool:
    readable = select(Version.id).join(Version.assessment).join(Assessment.subject)
    return session.scalar(readable.where(Version.id == version_id, part_of(by) == Part.ALL)) is not None
