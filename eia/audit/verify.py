"""Does the trail hold together? Yields one finding for each thing that does not.

It proves that no entry was changed, removed from the middle, put in between or cut off below the recorded head, and
that payloads still match. It cannot prove that nobody rewrote a whole stream together with its head: keep the heads
elsewhere (`heads`) and compare. Rows are read as plain values, not as objects: half as fast again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry, AuditPayload, AuditStream
from eia.audit.record import START, digest_of, hash_of

BATCH = 500
Progress = Callable[[int, int], None]
Listener = Callable[[Row[Any]], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `entry` is `stream#sequence`, or the stream when it is about the whole of it."""

    entry: str
    text: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.text}"


def verify_chains(session: Session, progress: Progress | None = None, *listeners: Listener) -> Iterator[Finding]:
    """Walk every stream in order; `progress(done, total)` is called after each batch, a listener for each entry."""
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    kept = heads(session)
    seen: dict[str, tuple[int, str]] = {}
    for done, entry in enumerate(_entries(session), start=1):
        sequence, previous = seen.get(entry.stream, (0, START))
        yield from _check(entry, sequence, previous)
        seen[entry.stream] = (entry.sequence, entry.hash)
        for listener in listeners:
            listener(entry)
        if progress and (done % BATCH == 0 or done == total):
            progress(done, total)
    yield from _check_heads(kept, seen)


def _entries(session: Session) -> Iterator[Row[Any]]:
    """Every entry with its payload, stream by stream in order."""
    columns = (*AuditEntry.__table__.c, AuditPayload.entry_id, *_PAYLOAD)
    query = (
        select(*columns)
        .outerjoin(AuditPayload, AuditPayload.entry_id == AuditEntry.id)
        .order_by(AuditEntry.stream, AuditEntry.sequence)
    )
    yield from session.connection().execute(query.execution_options(yield_per=BATCH))


_PAYLOAD = (AuditPayload.salt, AuditPayload.body, AuditPayload.redacted_by)


def _check(entry: Row[Any], sequence: int, previous: str) -> Iterator[Finding]:
    name = f"{entry.stream}#{entry.sequence}"
    if entry.sequence != sequence + 1:
        yield Finding(name, f"entry {sequence + 1} is missing before it")
    elif entry.previous != previous:
        yield Finding(name, "does not follow the entry before it")
    if hash_of(entry) != entry.hash:
        yield Finding(name, "was changed after it was written")
    if entry.entry_id is None:
        yield Finding(name, "has lost its details")
    elif entry.body is None or entry.salt is None:
        if entry.redacted_by is None:
            yield Finding(name, "has lost its details without a recorded redaction")
    elif digest_of(entry.salt, entry.body) != entry.payload_digest:
        yield Finding(name, "has details other than those that were written")


def _check_heads(heads: Mapping[str, tuple[int, str]], seen: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    for stream, head in heads.items():
        last = seen.get(stream, (0, START))
        if last != head:
            yield Finding(f"{stream}#{last[0]}", f"is the last entry, but {head[0]} were written")
    for stream in seen.keys() - heads.keys():
        yield Finding(stream, "has entries and no head")


def heads(session: Session) -> dict[str, tuple[int, str]]:
    """Stream -> (entries, hash of the last): keep this elsewhere to prove later that nothing was rewritten."""
    query = select(AuditStream.name, AuditStream.sequence, AuditStream.head)
    return {name: (sequence, head) for name, sequence, head in session.execute(query)}


def compare_heads(session: Session, kept: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    """Does today's trail still contain each head that was kept elsewhere?"""
    for stream, (sequence, head) in kept.items():
        found = session.scalar(
            select(AuditEntry.hash).where(AuditEntry.stream == stream, AuditEntry.sequence == sequence)
        )
        if found != head:
            yield Finding(f"{stream}#{sequence}", "is not the entry whose hash was kept elsewhere")
