"""The growing delay between tries to sign in. It slows guessing and never locks anybody out.

Tries are counted by account and by network address. A browser that has signed in to an account before carries a
signed mark of it and is counted by that mark alone, so a stranger who guesses at an approver's account, or a
colleague behind the same address, does not make the approver wait.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from eia import clock
from eia.people.models import SignInAttempt

FREE_TRIES = {"account": 5, "browser": 5, "network": 30, "outside_reading": 60, "outside_comment": 10}
COUNTED_FOR = {
    "account": timedelta(hours=24),
    "browser": timedelta(hours=24),
    "network": timedelta(minutes=15),  # a whole force may share one address
    "outside_reading": timedelta(minutes=15),
    "outside_comment": timedelta(minutes=15),
}
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """What tries are counted by. Kept as a digest: people type passwords where an address belongs."""

    kind: str
    value: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.kind}:{self.value}".encode()).hexdigest()

    def wait_after(self, tries: int) -> int:
        """Seconds from the last try to the next: none at first, then 1, 2, 4 ... up to a minute."""
        over = tries - FREE_TRIES[self.kind]
        return 0 if over < 0 else min(2 ** min(over, 10), LONGEST_WAIT)


def subjects_of(account: str, address: str, browser_mark: str = "") -> list[Subject]:
    """By what a try is counted; `browser_mark` when this browser has signed in to this account before."""
    if browser_mark:
        return [Subject("browser", browser_mark)]
    return [Subject("account", account), Subject("network", network_of(address))]


def network_of(address: str) -> str:
    """The address, or its /64 for IPv6, where one customer holds at least that many."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    return str(ip) if ip.version == 4 else str(ip_network((ip, 64), strict=False))


def count_try(session: Session, subjects: Iterable[Subject]) -> int:
    """Count a try before it is checked and return 0, or return the seconds to wait and count nothing.

    Counting first means that many tries sent at once are all counted.
    """
    subjects = sorted(subjects, key=lambda subject: subject.digest)
    _one_by_one(session, subjects)
    now = clock.now()
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - max(COUNTED_FOR.values())))
    wait = max(_wait(session, subject, now) for subject in subjects)
    if not wait:
        session.add_all(SignInAttempt(subject=subject.digest, at=now) for subject in subjects)
    return wait


def forget_tries(session: Session, subjects: Iterable[Subject]) -> None:
    """After a sign-in: what was counted by account or browser is forgotten, and one try of the network."""
    for subject in subjects:
        query = select(SignInAttempt.id).where(SignInAttempt.subject == subject.digest)
        if subject.kind == "network":
            query = query.order_by(SignInAttempt.id.desc()).limit(1)
        session.execute(
            delete(SignInAttempt).where(SignInAttempt.id.in_(query)).execution_options(synchronize_session=False)
        )


def _wait(session: Session, subject: Subject, now: datetime) -> int:
    tries, last = session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(
            SignInAttempt.subject == subject.digest, SignInAttempt.at > now - COUNTED_FOR[subject.kind]
        )
    ).one()
    if not last:
        return 0
    left = (last - now).total_seconds() + subject.wait_after(tries)
    return max(0, int(left) + (left > int(left)))


def _one_by_one(session: Session, subjects: Iterable[Subject]) -> None:
    """Tries for one subject wait for each other: SQLite has one writer, PostgreSQL needs to be told."""
    if session.get_bind().dialect.name == "postgresql":
        for subject in subjects:
            key = int(subject.digest[:15], 16)
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
