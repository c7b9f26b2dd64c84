"""`queue_notice`: how every other flat tells people something. Nothing is rendered or sent here."""

import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import plain
from eia.notices.models import Notice, Posting
from eia.people.models import MessageChoice, Person


def queue_notice(
    session: Session,
    *,
    event: str,
    to: Iterable[int],
    subject: str,
    values: Mapping[str, Any],
    about: str = "",
    may_wait: bool = False,
) -> list[Notice]:
    """Add one notice for each of these people, once each, to the transaction of the change it tells of.

    `values` fill the template templates/notices/<event>.txt; see `letters.py` for the names it knows.
    What `may_wait` is held for the message of the day of those who chose one; nothing else is.
    """
    wanted = list(dict.fromkeys(to))
    if not wanted:
        return []
    organisations = _organisations_of(session, wanted)
    now, body = clock.now(), plain(values)
    waiting = _with_one_message_a_day(session, wanted) if may_wait else set()
    notices = [
        Notice(
            message_id=secrets.token_hex(16),
            person_id=person_id,
            organisation_id=organisations[person_id],
            event=event,
            subject=one_line(subject),
            values=body,
            about=about,
            queued_at=now,
            next_try_at=now,
            state=Posting.HELD if person_id in waiting else Posting.QUEUED,
        )
        for person_id in wanted
    ]
    session.add_all(notices)
    return notices


def one_line(words: str) -> str:
    """The words without line breaks, control characters or lone surrogates: fit for a header of a mail."""
    kept = ("" if _cannot_be_written(c) else c for c in " ".join(words.split()))
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _cannot_be_written(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")


def _with_one_message_a_day(session: Session, people: Sequence[int]) -> set[int]:
    query = select(MessageChoice.person_id).where(MessageChoice.person_id.in_(people), MessageChoice.daily)
    return set(session.scalars(query))


def _organisations_of(session: Session, people: Sequence[int]) -> dict[int, int]:
    rows = session.execute(select(Person.id, Person.organisation_id).where(Person.id.in_(people)))
    return {row.id: row.organisation_id for row in rows}
