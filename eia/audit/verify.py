"""Does the trail hold together? Yields one finding for each thing that does not.

It proves that no entry was changed, removed from the middle, put in between or cut off below the recorded head, and
that payloads still match. It cannot prove that nobody rewrote a whole stream together with its head: keep the heads
elsewhere (`heads`) and compare.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry, AuditStream
from eia.audit.record import START, digest_of, hash_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `entry` is `stream#sequence`, or the stream when it is about the whole of it."""

    entry: str
    text: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.text}"


def verify_chains(session: Session, progress: Callable[[int, int], None] | None = None) -> Iterator[Finding]:
    """Walk every stream in order; `progress(done, total)` is called after each batch of entries."""
    total = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    heads = {row.name: (row.sequence, row.head) for row in session.scalars(select(AuditStream))}
    session.expunge_all()
    seen: dict[str, tuple[int, str]] = {}
    query = select(AuditEntry).order_by(AuditEntry.stream, AuditEntry.sequence)
    for done, entry in enumerate(session.scalars(query.execution_options(yield_per=BATCH)), start=1):
        sequence, previous = seen.get(entry.stream, (0, START))
        yield from _check(entry, sequence, previous)
        seen[entry.stream] = (entry.sequence, entry.hash)
        if progress and (done % BATCH == 0 or done == total):
            progress(done, total)
    yield from _check_heads(heads, seen)


def _check(entry: AuditEntry, sequence: int, previous: str) -> Iterator[Finding]:
    name = f"{entry.stream}#{entry.sequence}"
    if entry.sequence != sequence + 1:
        yield Finding(name, f"entry {sequence + 1} is missing before it")
    elif entry.previous != previous:
        yield Finding(name, "does not follow the entry before it")
    if hash_of(entry) != entry.hash:
        yield Finding(name, "was changed after it was written")
    payload = entry.payload
    if payload is None:
        yield Finding(name, "has lost its details")
    elif payload.body is None or payload.salt is None:
        if payload.redacted_by is None:
            yield Finding(name, "has lost its details without a recorded redaction")
    elif digest_of(payload.salt, payload.body) != entry.payload_digest:
        yield Finding(name, "has details other than those that were written")


def _check_heads(heads: Mapping[str, tuple[int, str]], seen: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    for stream, head in heads.items():
        last = seen.get(stream, (0, START))
        if last != head:
            yield Finding(stream, f"ends at entry {last[0]}, but {head[0]} were written")


def heads(session: Session) -> dict[str, tuple[int, str]]:
    """Stream -> (entries, hash of the last): keep this elsewhere to prove later that nothing was rewritten."""
    return {row.name: (row.sequence, row.head) for row in session.scalars(select(AuditStream))}


def compare_heads(session: Session, kept: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    """Does today's trail still contain each head that was kept elsewhere?"""
    for stream, (sequence, head) in kept.items():
        found = session.scalar(
            select(AuditEntry.hash).where(AuditEntry.stream == stream, AuditEntry.sequence == sequence)
        )
        if found != head:
            yield Finding(f"{stream}#{sequence}", "is not the entry whose hash was kept elsewhere")
