"""Everything that `eia verify` holds together, in one reading: triggers, trail, versions, signatures and files."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from eia import triggers
from eia.assessments.past.trail import PastTrail
from eia.assessments.register.keeping import verify_register
from eia.assessments.search.keeping import verify_search
from eia.assessments.verifying.occasions import OccasionTrail
from eia.assessments.verifying.versions import Told, verify_versions
from eia.audit.verify import Finding, verify_chains
from eia.files.verify import verify_files
from eia.meetings.decision_trail import DecisionTrail
from eia.meetings.item_trail import ItemTrail
from eia.meetings.verify import TrailOfMeetings, verify_meetings
from eia.policies.coverage.keeping import verify_coverage
from eia.policies.trail import TrailOfPolicies
from eia.promotions.rates.verify import TrailOfRates
from eia.promotions.shares.verify import TrailOfShares
from eia.promotions.verify import TrailOfProcesses, verify_processes

Progress = Callable[[str, int, int], None]


def one_snapshot(session: Session) -> Session:
    """The session, begun so that all it reads is of one instant, whatever others commit meanwhile."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session


def everything(session: Session, files: Path, progress: Progress, *, only: str = "") -> Iterator[Finding]:
    """One finding for each thing that does not hold; `files` is the folder of the files.

    `progress(what, done, total)` is called now and then. `only` names the one assessment whose versions are read.
    """
    for name in triggers.missing(session.connection()):
        yield Finding(f"trigger:{name}", "is gone, switched off or changed; eia db upgrade brings it back")
    told = Told()
    meetings, decided, items, processes = TrailOfMeetings(), DecisionTrail(), ItemTrail(), TrailOfProcesses()
    rates, shares, occasions, past = TrailOfRates(), TrailOfShares(), OccasionTrail(), PastTrail()
    policies = TrailOfPolicies()
    trails = (occasions, meetings, decided, items, processes, rates, shares, past, policies)
    listening = (told.hear, *(one.hear for one in trails))
    yield from verify_chains(session, partial(progress, "entries"), *listening)
    yield from verify_versions(session, told, partial(progress, "versions"), only=only)
    yield from verify_register(session, only=only)
    yield from verify_search(session, only=only)
    yield from verify_coverage(session, only=only)
    yield from occasions.verify(session)
    yield from past.verify(session)
    yield from policies.verify(session)
    yield from verify_meetings(session, meetings)
    yield from decided.verify(session)
    yield from items.verify(session)
    yield from verify_processes(session, processes)
    yield from rates.verify(session)
    yield from shares.verify(session)
    yield from verify_files(session, files, partial(progress, "files"))
