"""Sending again what could not be sent."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import record_event
from eia.errors import NotOffered
from eia.notices.models import DigestPart, Notice, Posting
from eia.notices.queries import notice_of
from eia.people.guards import refuse_unless_administrator
from eia.people.models import Organisation
from eia.people.queries import Standings
from eia.people.sentences import administrator
from eia.people.streams import stream_of


def send_again(session: Session, notice_id: int, *, by: Standings) -> Notice:
    """An administrator has a message tried anew that the service gave up. It keeps its Message-ID."""
    notice = notice_of(session, {by.organisation_id}, notice_id)
    refuse_unless_administrator(by, notice.organisation_id)
    session.refresh(notice, with_for_update=True)
    if notice.state != Posting.FAILED:
        raise NotOffered(f"Only what was not sent can be sent again. This is at “{notice.state.words}”.")
    if notice.person.closed_at is not None:
        raise NotOffered(f"The account of {notice.person.name} is closed, so nothing is sent to them.")
    session.execute(delete(DigestPart).where(DigestPart.notice_id == notice.id))
    parts = select(DigestPart.notice_id).where(DigestPart.digest_id == notice.id)
    session.execute(update(Notice).where(Notice.id.in_(parts)).values(state=Posting.HELD, problem=""))
    notice.state, notice.problem, notice.attempts = Posting.QUEUED, "", 0
    notice.next_try_at, notice.lease_until = clock.now(), None
    organisation = session.get_one(Organisation, notice.organisation_id)
    record_event(
        session,
        stream=stream_of(organisation),
        event="message_sent_again",
        actor=administrator(by),
        after={"notice": notice.id, "person_id": notice.person_id, "about": notice.about},
        sentence=f"The message “{notice.subject}” to {notice.person.name} is sent again",
    )
    return notice
