"""The one place that knows what time it is.

Instants are UTC. Business dates are days in London: 23:30 UTC on 30 June is 1 July there.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return datetime.now(UTC)


def london(instant: datetime) -> datetime:
    return instant.astimezone(LONDON)


def today() -> date:
    return london(now()).date()


def working_days_between(start: date, end: date) -> int:
    """Full working days after `start` up to and including `end`: no weekends, no bank holidays of England."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def is_working_day(day: date) -> bool:
    """No weekend and no bank holiday of England."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def is_bank_holiday(day: date) -> bool:
    """Of England, with the days in lieu."""
    return day in _bank_holidays()


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")
