"""`record_event`: the only writer of the trail. It runs inside the transaction of the change it records."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import rfc8785
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from eia import clock
from eia.audit.models import AuditEntry, AuditPayload, AuditStream

FORMAT = 1
START = "0" * 64
AT_ONCE = 500
"""So many streams in one statement."""
_PLAIN = frozenset((str, int, bool, type(None)))
"""What most values are, and JSON has itself."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, as plain values kept as they were then. `office` and `on_behalf_of` are words, not keys."""

    id: int | None
    name: str
    office: str = ""
    organisation: str = ""
    on_behalf_of: str = ""


SYSTEM = Actor(id=None, name="The service")


def record_event(
    session: Session,
    *,
    stream: str,
    event: str,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    sentence: str = "",
    note: str = "",
    command: str = "",
    head: AuditStream | None = None,
) -> AuditEntry:
    """Append one entry to `stream` and return it.

    `before` and `after` name only what changed. `sentence` is the line people read; `note` what the actor wrote.
    `head` is that of `lock_streams`, where many are written at once.
    """
    head = head or lock_stream(session, stream)
    body = _body(actor, before, after, sentence, note)
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        stream=stream,
        sequence=head.sequence + 1,
        at=clock.now(),
        actor_id=actor.id,
        event=event,
        command=command or secrets.token_hex(8),
        format=FORMAT,
        payload_digest=digest_of(salt, body),
        previous=head.head,
    )
    entry.hash = hash_of(entry)
    entry.payload = AuditPayload(salt=salt, body=body)
    session.add(entry)
    head.sequence, head.head = entry.sequence, entry.hash
    return entry


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry whose details are put together and hashed; only its place in its stream is missing."""

    stream: str
    event: str
    actor_id: int | None
    at: datetime
    salt: str
    body: Mapping[str, Any]
    payload_digest: str


def prepared(
    *, stream: str, event: str, actor: Actor, before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None, sentence: str = "", note: str = "",
) -> Prepared:  # fmt: skip
    """Most of the work of `record_event`, before anything is locked."""
    salt, body = secrets.token_hex(16), _body(actor, before, after, sentence, note)
    return Prepared(stream, event, actor.id, clock.now(), salt, body, digest_of(salt, body))


def record_many(session: Session, entries: Sequence[Prepared]) -> None:
    """Append one entry to each of many streams, each of which stands there once, in a few statements.

    A stream that is new begins with its entry: who begins the same one at this instant is refused by its key.
    """
    if not entries:
        return
    entries = sorted(entries, key=lambda one: one.stream)
    heads = _heads(session, [one.stream for one in entries])
    rows = [_row(one, *heads.get(one.stream, (0, START))) for one in entries]
    moved = [{"stream": row["stream"], "now": row["sequence"], "hash": row["hash"]} for row in rows]
    if new := [one for one in moved if one["stream"] not in heads]:
        values = [{"name": one["stream"], "sequence": one["now"], "head": one["hash"]} for one in new]
        session.execute(insert(AuditStream), values)
    if old := [one for one in moved if one["stream"] in heads]:
        head = update(AuditStream.__table__).where(AuditStream.__table__.c.name == bindparam("stream"))  # type: ignore[arg-type]
        session.execute(head.values(sequence=bindparam("now"), head=bindparam("hash")), old)
    ids = session.scalars(insert(AuditEntry).returning(AuditEntry.id, sort_by_parameter_order=True), rows).all()
    details = [{"entry_id": number, "salt": one.salt, "body": one.body}
               for number, one in zip(ids, entries, strict=True)]  # fmt: skip
    session.execute(insert(AuditPayload), details)


def _heads(session: Session, names: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Where these streams stand, locked in the order of their names; nothing for those that are new."""
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(names), AT_ONCE):
        query = select(AuditStream.name, AuditStream.sequence, AuditStream.head).order_by(AuditStream.name)
        asked = query.where(AuditStream.name.in_(names[start : start + AT_ONCE])).with_for_update()
        found |= {name: (sequence, head) for name, sequence, head in session.execute(asked)}
    return found


def _row(one: Prepared, sequence: int, previous: str) -> dict[str, Any]:
    row = {
        "stream": one.stream, "sequence": sequence + 1, "at": one.at, "actor_id": one.actor_id, "event": one.event,
        "command": secrets.token_hex(8), "format": FORMAT, "payload_digest": one.payload_digest, "previous": previous,
    }  # fmt: skip
    return {**row, "hash": hash_of(SimpleNamespace(**row))}


def lock_stream(session: Session, stream: str) -> AuditStream:
    """The head row of the stream, locked; made when it is the first entry."""
    query = select(AuditStream).where(AuditStream.name == stream).with_for_update()
    head = session.scalar(query)
    if head is None:
        sqlite_here = session.get_bind().dialect.name == "sqlite"
        insert = (sqlite.insert if sqlite_here else postgresql.insert)(AuditStream)
        first = insert.values(name=stream, sequence=0, head=START)
        session.execute(first.on_conflict_do_nothing())
        head = session.scalars(query).one()
    return head


def lock_streams(session: Session, streams: Collection[str]) -> dict[str, AuditStream]:
    """The heads of many streams, locked in the order of their names and made where they are new."""
    names = sorted(set(streams))
    sqlite_here = session.get_bind().dialect.name == "sqlite"
    first = (sqlite.insert if sqlite_here else postgresql.insert)(AuditStream).on_conflict_do_nothing()
    found: dict[str, AuditStream] = {}
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        there = set(session.scalars(select(AuditStream.name).where(AuditStream.name.in_(some))))
        if new := [{"name": name, "sequence": 0, "head": START} for name in some if name not in there]:
            session.execute(first, new)
        heads = select(AuditStream).where(AuditStream.name.in_(some)).order_by(AuditStream.name).with_for_update()
        found |= {head.name: head for head in session.scalars(heads)}
    return found


def hash_of(entry: AuditEntry | Row[Any] | SimpleNamespace) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of every column but `id` and `hash`."""
    line: dict[str, Any] = {
        "stream": entry.stream,
        "sequence": entry.sequence,
        "at": instant(entry.at),
        "actor": entry.actor_id,
        "event": entry.event,
        "command": entry.command,
        "format": entry.format,
        "payload": entry.payload_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(rfc8785.dumps(line)).hexdigest()


def digest_of(salt: str, body: Mapping[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + rfc8785.dumps(dict(body))).hexdigest()


def instant(value: datetime) -> str:
    """One way to write an instant, for ever: UTC with six digits of a second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """The value in JSON types alone, so that it hashes and stores the same everywhere."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _body(
    actor: Actor, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, sentence: str, note: str
) -> dict[str, Any]:
    told = {"actor": _words_of(actor), "sentence": sentence, "note": note}
    body: dict[str, Any] = plain({**told, "before": before or {}, "after": after or {}})
    return body


def _words_of(actor: Actor) -> dict[str, str]:
    return {
        "name": actor.name,
        "office": actor.office,
        "organisation": actor.organisation,
        "on_behalf_of": actor.on_behalf_of,
    }
