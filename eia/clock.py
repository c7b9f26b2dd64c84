"""The one place that knows what time it is.

Instants are UTC. Business dates are days in London: 23:30 UTC on 30 June is 1 July there.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(UTC)


def london(instant: datetime) -> datetime:
    return instant.astimezone(LONDON)


def today() -> date:
    return london(now()).date()
