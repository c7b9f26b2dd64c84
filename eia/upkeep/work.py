"""All the periodic work there is, for `eia jobs` to do and for `eia doctor` to see that it is done."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from flask import Flask

from config import Settings
from eia.assessments.commands.copies import purging
from eia.assessments.commands.covering import watching_covers
from eia.assessments.reminding.reminders import reminding
from eia.assessments.search.keeping import indexing
from eia.files.jobs import sweeping
from eia.meetings.packing.jobs import building
from eia.meetings.packing.tidying import tidying
from eia.meetings.reminders import reminding_of_meetings
from eia.notices import digest
from eia.notices.jobs import Job, posting
from eia.people import sessions
from eia.policies.commands.taking_in import taking_in_policies
from eia.policies.coverage.keeping import keeping_coverage
from eia.promotions.commands.importing import taking_in
from eia.promotions.computing import computing
from eia.promotions.preparing import preparing
from eia.promotions.reporting.building import reporting
from eia.upkeep.folding import folding


def periodic_work(app: Flask, settings: Settings, stop: Event | None = None) -> Sequence[Job]:
    """In the order in which it is done: what reminds before what posts."""
    keeping = [purging(settings.working_copy_days), tidying(), sweeping(Path(settings.files))]
    keeping += [Job("forget sessions", 86_400, sessions.forget_old)]
    minding = [reminding(), reminding_of_meetings(), watching_covers()]
    work = [*minding, *keeping, digest.gathering(app), posting(app, stop), digest.following(), building(app)]
    work += [indexing(), keeping_coverage(), folding()]
    return [*work, taking_in_policies(), taking_in(), computing(), preparing(), reporting(app)]
