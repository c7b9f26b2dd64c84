"""Posting: what `eia jobs` does with the outbox. Each notice is at most once at the mail server by itself.

A notice is claimed in one short transaction, rendered outside any, marked as handed over (with its text) in a second,
given to the mail server, and settled in a third. A process that dies before the second has sent nothing: the notice is
queued again. One that dies after it may have sent: the notice is "perhaps sent", and a person decides.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from config import Settings
from eia import clock
from eia.db import db, transaction
from eia.notices.letters import masked, words_of
from eia.notices.mail import Answer, Handed, Letter, Line, Unreachable, sender_address
from eia.notices.models import Notice, Posting
from eia.notices.outbox import one_line

LEASE = timedelta(minutes=10)
LIMIT = 8
"""Attempts before a notice counts as not sent: about 18 hours after the first."""
LONGEST_DELAY = timedelta(days=1)
SETTINGS = "eia_settings"
MAKERS = "eia_notice_makers"
"""app.extensions[MAKERS]: by event, a function from the notice to values that must not be kept (a single-use link).
It runs outside any transaction, may open its own, and runs again at every attempt."""

Maker = Callable[[Notice], Mapping[str, Any]]
STOPPED = "The service stopped while it was sending this, so it may or may not have arrived."
STOPPED_BEFORE = "The service stopped before it could send this."
CLOSED = "The account was closed before this could be sent."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice that is ours until the lease ends. `notice` is detached: changing it changes nothing."""

    notice: Notice
    person_name: str
    address: str


def post_due(app: Flask, limit: int = 50, stop: Event | None = None) -> Counter[Posting]:
    """Post up to `limit` notices that are due; how many came to which state (QUEUED: will be tried again).

    Without a mail server in the settings everything stays queued.
    """
    settings: Settings = app.extensions[SETTINGS]
    came: Counter[Posting] = Counter()
    with app.app_context():
        came.update(_surrendered())
        line = Line(settings)
        try:
            while came.total() < limit and settings.mail_server and not (stop and stop.is_set()) and _anything_due():
                line.open()
                state = _post_next(app, line, settings)
                if state is None:
                    break
                came[state] += 1
        except Unreachable as error:
            _say_why_it_waits(str(error))
            log.warning("mail server unreachable", problem=str(error))
        finally:
            line.close()
    return came


def _anything_due() -> bool:
    """A read, so that an idle outbox costs no write."""
    found = db.session.scalar(select(Notice.id).where(*_due()).limit(1))
    db.session.rollback()
    return found is not None


def _due() -> tuple[Any, ...]:
    return Notice.state == Posting.QUEUED, Notice.next_try_at <= clock.now()


def _post_next(app: Flask, line: Line, settings: Settings) -> Posting | None:
    """Claim, write, hand over and settle one notice; None when another process was faster."""
    with transaction() as session:
        claim = _claimed(session, settings)
    if claim is None:
        return None
    if isinstance(claim, Posting):
        return claim
    answer = _sent(app, line, settings, claim)
    state = _settle(claim, answer)
    log.info("notice", notice=claim.notice.id, notice_event=claim.notice.event, came_to=state.value)
    return state


def _claimed(session: Session, settings: Settings) -> Claim | Posting | None:
    query = select(Notice).where(*_due()).order_by(Notice.next_try_at, Notice.id).limit(1)
    notice = session.scalar(query.with_for_update(skip_locked=True, of=Notice))
    if notice is None:
        return None
    person = notice.person
    if person.closed_at is not None:
        notice.state, notice.problem = Posting.FAILED, CLOSED
        return Posting.FAILED
    if "@" not in notice.message_id:
        notice.message_id = f"<{notice.message_id}@{sender_address(settings.mail_from).rpartition('@')[2]}>"
    notice.state, notice.lease_until = Posting.CLAIMED, clock.now() + LEASE
    notice.attempts += 1
    notice.address = notice.text = ""
    claim = Claim(notice, one_line(person.name), person.email)
    session.flush()
    session.expunge(notice)
    return claim


def _sent(app: Flask, line: Line, settings: Settings, claim: Claim) -> Answer:
    notice = claim.notice
    try:
        made = _made(app, notice)
        text = words_of(app, notice, claim.person_name, settings.address, made)
        kept = words_of(app, notice, claim.person_name, settings.address, masked(made)) if made else text
    except Exception as error:
        log.exception("notice could not be written", notice=notice.id, notice_event=notice.event)
        return Answer(Handed.REFUSED, f"The message could not be written ({type(error).__name__}).")
    if not _handing_over(claim, kept):
        return Answer(Handed.UNKNOWN, STOPPED_BEFORE)
    letter = Letter(
        message_id=notice.message_id,
        sender=settings.mail_from,
        name=claim.person_name,
        address=claim.address,
        subject=one_line(notice.subject),
        text=text,
        at=clock.now(),
    )
    return line.hand_over(letter)


def _made(app: Flask, notice: Notice) -> Mapping[str, Any]:
    makers: Mapping[str, Maker] = app.extensions.get(MAKERS, {})
    maker = makers.get(notice.event)
    return maker(notice) if maker else {}


def _handing_over(claim: Claim, kept: str) -> bool:
    """Note that the mail server may have it from now on; False when the lease was lost meanwhile."""
    return _change(
        claim,
        and_(Notice.state == Posting.CLAIMED, Notice.lease_until > clock.now()),
        text=kept,
        address=one_line(claim.address),
        lease_until=clock.now() + LEASE,
    )


def _settle(claim: Claim, answer: Answer) -> Posting:
    """Write down what became of it. A late answer still counts for a notice given up as "perhaps sent"."""
    ours = or_(Notice.state == Posting.CLAIMED, Notice.state == Posting.PERHAPS_SENT)
    if answer.handed is Handed.ACCEPTED:
        state = Posting.POSTED
        _change(claim, ours, state=state, posted_at=clock.now(), problem="", lease_until=None)
    elif answer.handed is Handed.UNKNOWN:
        state = Posting.PERHAPS_SENT
        _change(claim, ours, state=state, problem=answer.problem, lease_until=None)
    else:
        state = state_after(claim.notice.attempts)
        _change(claim, ours, text="", address="", **_later(claim.notice.attempts, answer.problem))
    return state


def _change(claim: Claim, still: Any, **values: object) -> bool:
    """Change the row if this attempt is still its last one and `still` holds."""
    mine = (Notice.id == claim.notice.id, Notice.attempts == claim.notice.attempts)
    with transaction() as session:
        found = session.execute(update(Notice).where(*mine, still).values(**values).returning(Notice.id))
        return found.first() is not None


def state_after(attempts: int) -> Posting:
    return Posting.FAILED if attempts >= LIMIT else Posting.QUEUED


def delay_after(attempts: int) -> timedelta:
    """1, 3, 9, 27, ... minutes, at most a day."""
    return min(timedelta(minutes=3 ** (attempts - 1)), LONGEST_DELAY)


def _later(attempts: int, problem: str) -> dict[str, Any]:
    """What a known failure leaves in the row."""
    return {
        "state": state_after(attempts),
        "problem": problem,
        "lease_until": None,
        "next_try_at": clock.now() + delay_after(attempts),
    }


def _surrendered() -> Counter[Posting]:
    """Take back what processes that are gone had claimed."""
    lost = (Notice.state == Posting.CLAIMED, Notice.lease_until <= clock.now())
    found = db.session.scalar(select(Notice.id).where(*lost).limit(1))
    db.session.rollback()
    came: Counter[Posting] = Counter()
    if found is None:
        return came
    with transaction() as session:
        query = select(Notice).where(*lost).order_by(Notice.id).limit(100)
        for notice in session.scalars(query.with_for_update(skip_locked=True, of=Notice)):
            if notice.text:
                notice.state, notice.problem, notice.lease_until = Posting.PERHAPS_SENT, STOPPED, None
            else:
                for name, value in _later(notice.attempts, STOPPED_BEFORE).items():
                    setattr(notice, name, value)
            came[notice.state] += 1
    return came


def _say_why_it_waits(problem: str) -> None:
    """Show the reason at every notice that waits, without counting an attempt of theirs."""
    waits = (*_due(), Notice.problem != problem)
    found = db.session.scalar(select(Notice.id).where(*waits).limit(1))
    db.session.rollback()
    if found is not None:
        with transaction() as session:
            session.execute(update(Notice).where(*waits).values(problem=problem))
