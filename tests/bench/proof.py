"""`eia verify` against bare hashing of the same bytes."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from eia.audit.models import AuditEntry
from eia.audit.record import SYSTEM, instant, record_event
from eia.audit.verify import verify_chains
from eia.db import db, transaction

ENTRIES, ROUNDS = 3_000, 3


def lengthen(entries: int = ENTRIES) -> None:
    """A trail long enough to measure, with entries as a saved section writes them."""
    text = "What happens to people who use the front desk, and how we know. " * 4
    with transaction() as session:
        for number in range(entries):
            before, after = {"reason": text, "number": number}, {"reason": text + "More.", "number": number + 1}
            record_event(session, stream=f"bench:{number % 20}", event="measured", actor=SYSTEM, before=before,
                         after=after, sentence="Saved")  # fmt: skip


def verified_a_second() -> tuple[float, float, float]:
    """Entries a second of: `eia verify`, canonical JSON with SHA-256, SHA-256 alone. The best of three rounds each."""
    session: Session = db.session()
    values = _values(session)
    ready = [[rfc8785.dumps(value) for value in pair] for pair in values]
    best = [0.0, 0.0, 0.0]
    works: list[Callable[[], None]] = [lambda: _verify(session), lambda: _canonical(values), lambda: _bare(ready)]
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            begun = time.perf_counter()
            work()
            best[place] = max(best[place], len(values) / (time.perf_counter() - begun))
    return best[0], best[1], best[2]


def _values(session: Session) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What each entry hashes: its line and its payload."""
    found = []
    for entry in session.scalars(select(AuditEntry)):
        line: dict[str, Any] = {
            "stream": entry.stream, "sequence": entry.sequence, "at": instant(entry.at), "actor": entry.actor_id,
            "event": entry.event, "command": entry.command, "format": entry.format, "payload": entry.payload_digest,
            "previous": entry.previous,
        }  # fmt: skip
        found.append((line, (entry.payload.body if entry.payload else None) or {}))
    session.rollback()
    session.expunge_all()
    return found


def _verify(session: Session) -> None:
    findings = list(verify_chains(session))
    session.rollback()
    assert not findings, findings[:3]


def _canonical(values: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for line, body in values:
        hashlib.sha256(rfc8785.dumps(line)).hexdigest()
        hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def _bare(ready: list[list[bytes]]) -> None:
    for line, body in ready:
        hashlib.sha256(line).hexdigest()
        hashlib.sha256(body).hexdigest()
