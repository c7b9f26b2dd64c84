"""Is all well with this installation? One line for each thing, and for what is not well the cure beside it."""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from config import Settings
from eia import clock, schema, triggers
from eia.assessments.search.keeping import behind
from eia.audit.models import AuditEntry
from eia.notices.jobs import Job
from eia.notices.mail import Line as MailLine
from eia.notices.mail import Unreachable
from eia.notices.models import JobLease, Notice, Posting
from eia.people.models import Appointment, Organisation, Person
from eia.people.offices import Office
from eia.people.queries import in_force_on

FEWEST_LETTERS = 10
"""Different characters of a key: one that somebody typed by holding a key down has fewer."""
APART = timedelta(seconds=5)
ROOM = 1024**3
LATE_BY = 3
"""Periodic work is overdue after so many times its period, and never before `PATIENCE`."""
PATIENCE = timedelta(minutes=10)
WAITING = timedelta(hours=1)
MANY_CHANGED = 100
"""More assessments than that do not change while the job that reads them takes a breath."""
NEEDED = {Office.ADMINISTRATOR: 2, Office.ADVISER: 1, Office.APPROVER: 1, Office.POLICY_OWNER: 1}
"""Without these nothing can be appointed, checked, signed or written."""


@dataclass(frozen=True, slots=True)
class Line:
    about: str
    says: str
    cure: str = ""

    @property
    def is_well(self) -> bool:
        return not self.cure

    def __str__(self) -> str:
        return f"well  {self.about}: {self.says}" if self.is_well else f"MEND  {self.about}: {self.says} {self.cure}"


def examine(session: Session, settings: Settings, work: Sequence[Job]) -> Iterator[Line]:
    """Look at everything, and change nothing."""
    yield _migration(session)
    yield _triggers(session)
    yield _roles(session)
    yield _key(settings)
    yield _address(settings)
    yield _clock(session)
    yield from _storage(settings)
    yield _mail(settings)
    yield _outbox(session)
    yield _jobs(session, work)
    yield _search(session)
    yield from _offices(session)


def _migration(session: Session) -> Line:
    at, newest = schema.revision_on(session.connection()), schema.newest()
    if at == newest:
        return Line("migrations", f"the database is at the newest, {at}.")
    return Line("migrations", f"the database is at {at or 'none'}, and {newest} is needed.", "Type: eia db upgrade")


def _triggers(session: Session) -> Line:
    gone = triggers.missing(session.connection())
    if not gone:
        return Line("triggers", "all that keep the records are there.")
    return Line(
        "triggers", f"{', '.join(gone)} gone, switched off or changed.", "Type: eia db upgrade, then eia verify"
    )


def _roles(session: Session) -> Line:
    """Who can drop a trigger could change the trail."""
    if session.connection().dialect.name != "postgresql":
        return Line("database role", "SQLite has only one, so whoever may write the file could change the trail.")
    owned = session.scalar(text("SELECT count(*) FROM pg_tables WHERE tableowner = current_user"))
    may_change = session.scalar(text("SELECT has_table_privilege('audit_entry', 'UPDATE')"))
    if not owned and not may_change:
        return Line("database role", "owns no table and cannot change the trail.")
    return Line(
        "database role", "can change the trail: it owns tables or may update them.",
        "Let EIA_DATABASE_URL name a role of its own and give it its rights: eia db grant ROLE (docs/running.md)",
    )  # fmt: skip


def _key(settings: Settings) -> Line:
    if len(set(settings.secret_key)) >= FEWEST_LETTERS:
        return Line("key", "EIA_SECRET_KEY is long enough.")
    return Line(
        "key", "EIA_SECRET_KEY can be guessed: it is made of few different characters.",
        "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'. Everybody signs in again afterwards.",
    )  # fmt: skip


def _address(settings: Settings) -> Line:
    if not settings.address:
        return Line("address", "EIA_ADDRESS is not set, so no link in mail leads here.", "Set it as people type it.")
    if settings.address.startswith("https://") and not settings.trusted_proxies:
        return Line(
            "address", "people come by https, and EIA_TRUSTED_PROXIES is 0: all of them seem to come from the proxy.",
            "Set it to the number of proxies in front, usually 1.",
        )  # fmt: skip
    return Line("address", f"people come to {settings.address}.")


def _clock(session: Session) -> Line:
    """The database's clock and the trail's newest instant must not be ahead of ours."""
    now = clock.now()
    newest = session.scalar(select(func.max(AuditEntry.at)))
    if newest and newest - now > APART:
        return Line("clock", f"the newest entry of the trail, {newest:%d %B %Y, %H:%M} UTC, lies ahead.", SET_CLOCK)
    if session.connection().dialect.name == "postgresql":
        theirs = session.scalar(select(func.clock_timestamp()))
        if theirs is not None and abs(theirs - clock.now()) > APART:
            return Line("clock", f"the database's differs by {abs(theirs - now).seconds} seconds.", SET_CLOCK)
    return Line("clock", f"{now:%d %B %Y, %H:%M} UTC, as the database and the trail have it.")


SET_CLOCK = "Let both machines set theirs by network time: timedatectl set-ntp true"


def _storage(settings: Settings) -> Iterator[Line]:
    yield _room("files", Path(settings.files))
    if settings.database_url.startswith("sqlite:///"):
        yield _room("database", Path(settings.database_url.removeprefix("sqlite:///")).parent)


def _room(about: str, folder: Path) -> Line:
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path("/"))
    if not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
        return Line(about, f"{there} cannot be written.", f"Give it to whoever runs eia: chown eia {there}")
    left = shutil.disk_usage(there).free
    if left < ROOM:
        return Line(about, f"{left // 1024**2} MB are left on the disk of {there}.", "Make room, or move it.")
    return Line(about, f"{folder} can be written; {left // ROOM} GB are left.")


def _mail(settings: Settings) -> Line:
    if not settings.mail_server:
        return Line("mail", "no server is set, so everything stays queued.", "Set EIA_MAIL_SERVER and EIA_MAIL_FROM.")
    line = MailLine(settings)
    try:
        line.open()
    except Unreachable as error:
        return Line("mail", str(error), "Look at EIA_MAIL_SERVER, EIA_MAIL_PORT, EIA_MAIL_TLS and the account.")
    line.close()
    return Line("mail", f"{settings.mail_server} answers and lets us in.")


def _outbox(session: Session) -> Line:
    waiting = select(func.count(), func.min(Notice.queued_at)).where(Notice.state == Posting.QUEUED)
    count, since = session.execute(waiting).one()
    if not count or clock.now() - since < WAITING:
        return Line("outbox", f"{count} messages wait, none for long.")
    return Line(
        "outbox", f"{count} messages wait, the oldest since {since:%d %B %Y, %H:%M} UTC.",
        "Is the mail server set, and does eia jobs run? What it says: journalctl -u eia-jobs",
    )  # fmt: skip


def _jobs(session: Session, work: Sequence[Job]) -> Line:
    began = dict(session.execute(select(JobLease.name, JobLease.last_run_at)).all())
    now = clock.now()
    late = [job.name for job in work if _is_late(job, began.get(job.name), now)]
    if not late:
        return Line("jobs", f"all {len(work)} kinds of periodic work are done in time.")
    if len(late) == len(work):
        return Line("jobs", "nothing runs them.", "Start them: systemctl start eia-jobs")
    return Line("jobs", f"overdue: {', '.join(late)}.", "See why: journalctl -u eia-jobs. Then restart eia-jobs.")


def _search(session: Session) -> Line:
    waiting = behind(session)
    if waiting <= MANY_CHANGED:
        return Line("search", f"{waiting} assessments wait to be read.")
    return Line(
        "search", f"{waiting} assessments wait to be read, and are not found by what was written last.",
        "Does eia jobs run? It reads them; to do it at once: eia search",
    )  # fmt: skip


def _is_late(job: Job, began: datetime | None, now: datetime) -> bool:
    period, may_take = timedelta(seconds=job.every_seconds), timedelta(seconds=job.may_take_seconds)
    return began is None or now - began > max(period * LATE_BY, may_take, PATIENCE)


def _offices(session: Session) -> Iterator[Line]:
    """A line for each office that too few hold."""
    holders = (
        select(Appointment.organisation_id, Appointment.office, func.count(Appointment.person_id.distinct()))
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.closed_at.is_(None), *in_force_on(clock.today()))
        .group_by(Appointment.organisation_id, Appointment.office)
    )
    held = {(organisation_id, office): count for organisation_id, office, count in session.execute(holders)}
    lacking = [
        _lacking(organisation, office, held.get((organisation.id, office), 0))
        for organisation in session.scalars(select(Organisation).order_by(Organisation.code))
        for office, least in NEEDED.items()
        if held.get((organisation.id, office), 0) < least
    ]
    yield from lacking or [Line("offices", "somebody holds each office that an assessment needs.")]


def _lacking(organisation: Organisation, office: Office, has: int) -> Line:
    if office is not Office.ADMINISTRATOR:
        says, cure = f"has no {office.words.lower()}.", "An administrator appoints one: Administration, People."
    elif has:
        says, cure = "has one administrator, who can appoint nobody to an office that signs.", ADD_ADMINISTRATOR
    else:
        says, cure = "has no administrator.", ADD_ADMINISTRATOR
    return Line("offices", f"{organisation.name} {says}", cure)


ADD_ADMINISTRATOR = "Add one: eia person add --office administrator"
