"""The one place that knows what time it is.

Instants are UTC. Business dates are days in London: 23:30 UTC on 30 June is 1 July there.
"""

from datetime import UTC, date, datetime
from functools import cache, lru_cache
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
    if end <= start:
        return 0
    years = range(start.year, end.year + 1)
    off = sum(start < day <= end for year in years for day in _off(year))
    return _weekdays_until(end) - _weekdays_until(start) - off


def _weekdays_until(day: date) -> int:
    """How many since the first Monday of the calendar; a list counts them for each of its lines."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def is_working_day(day: date) -> bool:
    """No weekend and no bank holiday of England."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def is_bank_holiday(day: date) -> bool:
    """Of England, with the days in lieu."""
    return day in _bank_holidays()


def load_bank_holidays() -> None:
    """The library reads the calendars of all countries, five megabytes, when it is first asked."""
    _off(today().year)
    is_bank_holiday(today())


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


@lru_cache(100)
def _off(year: int) -> tuple[date, ...]:
    """The weekdays of a year that are bank holidays."""
    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return tuple(day for day in days if day.year == year and day.weekday() < 5)
