"""Business dates are days in London, and working days leave out weekends and bank holidays."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
import time_machine

from eia import clock


def test_half_past_eleven_at_night_utc_in_june_is_tomorrow_in_london() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 12, 23), date(2026, 12, 30), 3),
        (date(2026, 11, 23), date(2026, 11, 20), 0),
    ],
    ids=["the same day", "over a weekend", "until Monday", "over Christmas and Boxing Day", "backwards"],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: date, end: date, days: int) -> None:
    assert clock.working_days_between(start, end) == days


def test_bank_holidays_are_loaded_before_there_are_workers_on_a_sunday_too() -> None:
    asks = (
        "import sys, time_machine; from eia import clock\n"
        "with time_machine.travel('2026-11-22T12:00:00Z'): clock.load_bank_holidays()\n"
        "print('holidays.countries.united_kingdom' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "True"
