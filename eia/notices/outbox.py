"""`queue_notice`: how every other flat tells people something. Nothing is rendered or sent here."""

import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.record import plain
from eia.notices.models import Notice, Posting
from eia.people.models import MessageChoice, Person

_PEOPLE = (
    select(Person.id, Person.organisation_id, MessageChoice.daily)
    .outerjoin(MessageChoice, MessageChoice.person_id == Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)))
)
"""Where they work, and whether they chose one message a day."""


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
    with session.no_autoflush:  # whoever has an id is written already
        people = {row.id: row for row in session.execute(_PEOPLE, {"people": wanted})}
    now, body = clock.now(), plain(values)
    notices = [
        Notice(
            message_id=secrets.token_hex(16),
            person_id=person_id,
            organisation_id=people[person_id].organisation_id,
            event=event,
            subject=one_line(subject),
            values=body,
            about=about,
            queued_at=now,
            next_try_at=now,
            state=Posting.HELD if may_wait and people[person_id].daily else Posting.QUEUED,
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
